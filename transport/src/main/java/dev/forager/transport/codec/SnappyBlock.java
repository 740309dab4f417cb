// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import java.io.IOException;
import org.xerial.snappy.Snappy;

/**
 * Snappy's block format (<a
 * href="https://github.com/google/snappy/blob/main/format_description.txt">description</a>): a
 * length, then elements. The length is checked before anything is allocated for it.
 */
final class SnappyBlock {
    /** The densest element makes 64 bytes from three; a few bytes for the length itself. */
    private static final long MAX_RATIO = 22;

    private SnappyBlock() {}

    static Decoded decode(byte[] source, int offset, int length, DecodeLimits limits)
            throws DecodeException {
        long claimed = claimedSize(source, offset, length);
        if (claimed > limits.maxBytes()) {
            throw DecodeException.tooLarge(limits.maxBytes());
        }
        if (claimed > MAX_RATIO * length) {
            throw corrupt();
        }
        var out = new OutputBuffer(limits, claimed);
        append(source, offset, length, out, (int) claimed);
        return out.finish(false);
    }

    /** Decodes a block whose claimed size was checked. */
    static void append(byte[] source, int offset, int length, OutputBuffer out, int claimed)
            throws DecodeException {
        out.ensureRoom(claimed);
        try {
            int written = Snappy.uncompress(source, offset, length, out.array(), out.position());
            if (written != claimed) {
                throw corrupt();
            }
        } catch (IOException e) {
            throw corrupt();
        }
        out.advance(claimed);
    }

    /** The length in front: a varint of at most 32 bits. */
    static long claimedSize(byte[] source, int offset, int length) throws DecodeException {
        long size = 0;
        for (int i = 0; i < Math.min(5, length); i++) {
            byte next = source[offset + i];
            size |= (next & 0x7fL) << (7 * i);
            if (next >= 0) {
                if (size > 0xffffffffL) {
                    break;
                }
                return size;
            }
        }
        throw corrupt();
    }

    static DecodeException corrupt() {
        return DecodeException.corrupt("snappy: corrupt input");
    }
}
