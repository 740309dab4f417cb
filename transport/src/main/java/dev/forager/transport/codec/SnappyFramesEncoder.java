// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import org.xerial.snappy.Snappy;

/** Snappy's stream format: the identifier, then a compressed chunk per 64 KiB. */
final class SnappyFramesEncoder implements Compressor.Encoder {
    private static final int CHUNK = 64 << 10;
    private static final int CHUNK_HEADER = 8;

    @Override
    public int bound(int length) {
        int chunks = length / CHUNK + 1;
        long most = SnappyFrames.IDENTIFIER.length;
        most += (long) chunks * (CHUNK_HEADER + Snappy.maxCompressedLength(CHUNK));
        return (int) Math.min(Integer.MAX_VALUE, most);
    }

    @Override
    public int encode(byte[] source, int offset, int length, byte[] target, int at) {
        System.arraycopy(SnappyFrames.IDENTIFIER, 0, target, at, SnappyFrames.IDENTIFIER.length);
        int position = at + SnappyFrames.IDENTIFIER.length;
        for (int done = 0; done < length; done += CHUNK) {
            int size = Math.min(CHUNK, length - done);
            int from = offset + done;
            int data = position + CHUNK_HEADER;
            int written = SnappyEncoder.compress(source, from, size, target, data);
            // Type 0 in the lowest byte, the chunk's length above it.
            Bytes.putLittleInt(target, position, (written + 4) << 8);
            Bytes.putLittleInt(target, position + 4, SnappyFrames.masked(source, from, size));
            position = data + written;
        }
        return position - at;
    }
}
