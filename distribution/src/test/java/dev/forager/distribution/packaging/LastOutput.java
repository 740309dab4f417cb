// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The end of what a process writes, for a message about its failure; all before goes nowhere. A
 * training run writes more than a gigabyte. Thread-safe.
 */
final class LastOutput {
    private static final int LIMIT = 64 << 10;

    private byte[] end = {};

    /** Reads to the end of the stream. */
    void read(InputStream output) throws IOException {
        byte[] piece = new byte[LIMIT];
        for (int length; (length = output.read(piece)) >= 0; ) {
            append(piece, length);
        }
    }

    private synchronized void append(byte[] piece, int length) {
        int kept = Math.min(end.length, LIMIT - length);
        byte[] joined = Arrays.copyOfRange(end, end.length - kept, end.length + length);
        System.arraycopy(piece, 0, joined, kept, length);
        end = joined;
    }

    /** What was written last. */
    @Override
    public synchronized String toString() {
        return new String(end, StandardCharsets.UTF_8);
    }
}
