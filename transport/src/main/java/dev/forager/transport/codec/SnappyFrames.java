// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import java.util.zip.CRC32C;

/**
 * Snappy's stream format (<a
 * href="https://github.com/google/snappy/blob/main/framing_format.txt">description</a>), which gRPC
 * clients and {@code x-snappy-framed} use.
 */
final class SnappyFrames {
    static final byte[] IDENTIFIER = {(byte) 0xff, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y'};
    private static final int MAX_CHUNK = 64 << 10;

    private SnappyFrames() {}

    /** Whether a body begins as a stream; no block can begin so. */
    static boolean isFramed(byte[] source, int offset, int length) {
        return length >= IDENTIFIER.length
                && java.util.Arrays.equals(
                        source,
                        offset,
                        offset + IDENTIFIER.length,
                        IDENTIFIER,
                        0,
                        IDENTIFIER.length);
    }

    static Decoded decode(byte[] source, int offset, int length, DecodeLimits limits)
            throws DecodeException {
        if (length > 0 && !isFramed(source, offset, length)) {
            throw length < IDENTIFIER.length ? DecodeException.truncated() : SnappyBlock.corrupt();
        }
        var out = new OutputBuffer(limits, 4L * length);
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (end - at < 4) {
                throw DecodeException.truncated();
            }
            int type = source[at] & 0xff;
            int size = Bytes.littleMedium(source, at + 1);
            at += 4;
            if (size > end - at) {
                throw DecodeException.truncated();
            }
            chunk(type, source, at, size, out);
            at += size;
        }
        return out.finish(false);
    }

    private static void chunk(int type, byte[] source, int at, int size, OutputBuffer out)
            throws DecodeException {
        switch (type) {
            case 0x00, 0x01 -> data(type == 0, source, at, size, out);
            case 0xff -> {
                if (!isFramed(source, at - 4, size + 4) || size != IDENTIFIER.length - 4) {
                    throw SnappyBlock.corrupt();
                }
            }
            default -> {
                if (type < 0x80) {
                    throw DecodeException.corrupt("snappy: unsupported input");
                }
                // Padding and skippable chunks.
            }
        }
    }

    private static void data(boolean compressed, byte[] source, int at, int size, OutputBuffer out)
            throws DecodeException {
        if (size < 4) {
            throw SnappyBlock.corrupt();
        }
        long decoded = compressed ? SnappyBlock.claimedSize(source, at + 4, size - 4) : size - 4;
        if (decoded > MAX_CHUNK) {
            throw SnappyBlock.corrupt();
        }
        int start = out.length();
        out.ensureRoom((int) decoded);
        if (compressed) {
            SnappyBlock.append(source, at + 4, size - 4, out, (int) decoded);
        } else {
            System.arraycopy(source, at + 4, out.array(), out.position(), size - 4);
            out.advance(size - 4);
        }
        int length = out.length() - start;
        if (masked(out.array(), out.position() - length, length) != Bytes.littleInt(source, at)) {
            throw SnappyBlock.corrupt();
        }
    }

    /** The masked CRC-32C of a chunk. */
    static int masked(byte[] source, int offset, int length) {
        var crc = new CRC32C();
        crc.update(source, offset, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }
}
