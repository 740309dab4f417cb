// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/** One LZ4 frame of independent blocks with a checksum of the content. */
final class Lz4Encoder implements Compressor.Encoder {
    /** Version 1, independent blocks, content checksum. */
    private static final byte FLAGS = 0x64;

    /** Blocks of at most 256 KiB. */
    private static final byte BLOCK_CODE = 5 << 4;

    private static final int BLOCK = 256 << 10;

    private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
    private final XXHash32 hash = XXHashFactory.fastestInstance().hash32();

    @Override
    public int bound(int length) {
        int blocks = length / BLOCK + 1;
        long most = (long) blocks * (4 + compressor.maxCompressedLength(BLOCK)) + 15;
        return (int) Math.min(Integer.MAX_VALUE, most);
    }

    @Override
    public int encode(byte[] source, int offset, int length, byte[] target, int at) {
        Bytes.putLittleInt(target, at, Lz4Frames.MAGIC);
        target[at + 4] = FLAGS;
        target[at + 5] = BLOCK_CODE;
        target[at + 6] = (byte) (hash.hash(target, at + 4, 2, 0) >>> 8);
        int position = at + 7;
        for (int done = 0; done < length; done += BLOCK) {
            int size = Math.min(BLOCK, length - done);
            position = block(source, offset + done, size, target, position);
        }
        Bytes.putLittleInt(target, position, 0);
        Bytes.putLittleInt(target, position + 4, hash.hash(source, offset, length, 0));
        return position + 8 - at;
    }

    private int block(byte[] source, int offset, int size, byte[] target, int at) {
        int written = compressor.compress(source, offset, size, target, at + 4);
        if (written < size) {
            Bytes.putLittleInt(target, at, written);
            return at + 4 + written;
        }
        Bytes.putLittleInt(target, at, size | 1 << 31);
        System.arraycopy(source, offset, target, at + 4, size);
        return at + 4 + size;
    }
}
