// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

/**
 * One LZ4 block (<a
 * href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md">description</a>): literals and
 * matches in turn, the last sequence without a match.
 */
final class Lz4Block {
    private static final int MIN_MATCH = 4;

    /** No block is larger, so no length in one is. */
    private static final int LONGEST = 4 << 20;

    private Lz4Block() {}

    /**
     * Appends what a block decodes to.
     *
     * @param history decoded length from which on matches may begin
     * @param maxDecoded most bytes that this block may add
     */
    static void decode(
            byte[] source, int offset, int end, OutputBuffer out, int history, int maxDecoded)
            throws DecodeException {
        int start = out.length();
        int at = offset;
        while (at < end) {
            int token = source[at++] & 0xff;
            int literals = token >>> 4;
            if (literals == 15) {
                int more = extension(source, at, end);
                at += more / 255 + 1;
                literals += more;
            }
            if (literals > end - at || out.length() - start + literals > maxDecoded) {
                throw corrupt();
            }
            out.ensureRoom(literals);
            System.arraycopy(source, at, out.array(), out.position(), literals);
            out.advance(literals);
            at += literals;
            if (at == end) {
                return;
            }
            if (end - at < 2) {
                throw corrupt();
            }
            int distance = Bytes.littleShort(source, at);
            at += 2;
            int match = (token & 15) + MIN_MATCH;
            if ((token & 15) == 15) {
                int more = extension(source, at, end);
                at += more / 255 + 1;
                match += more;
            }
            if (out.length() - start + match > maxDecoded) {
                throw corrupt();
            }
            copy(out, distance, match, history);
        }
        throw corrupt();
    }

    /** The sum of a length's further bytes, each 255 but the last. */
    private static int extension(byte[] source, int offset, int end) throws DecodeException {
        int sum = 0;
        for (int at = offset; at < end; at++) {
            int next = source[at] & 0xff;
            sum += next;
            if (next != 255) {
                return sum;
            }
            if (sum > LONGEST) {
                break;
            }
        }
        throw corrupt();
    }

    private static void copy(OutputBuffer out, int distance, int length, int history)
            throws DecodeException {
        if (distance == 0 || distance > out.length() - history) {
            throw corrupt();
        }
        out.ensureRoom(length);
        byte[] array = out.array();
        int to = out.position();
        if (distance >= length) {
            System.arraycopy(array, to - distance, array, to, length);
        } else {
            for (int i = 0; i < length; i++) {
                array[to + i] = array[to + i - distance];
            }
        }
        out.advance(length);
    }

    private static DecodeException corrupt() {
        return DecodeException.corrupt("lz4: corrupt input");
    }
}
