// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.Arrays;

/**
 * Ranges of bytes put one behind the other. Holds the fields of a record that this version of OTLP
 * does not know, and joins a message that came in parts: to concatenate bodies is to merge
 * messages.
 */
final class JoinedBytes {
    byte[] bytes = new byte[32];
    int length;

    JoinedBytes append(byte[] from, int start, int end) {
        int needed = length + end - start;
        if (needed > bytes.length) {
            // Doubling: a hostile message may alternate known and unknown fields a million times.
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
        System.arraycopy(from, start, bytes, length, end - start);
        length = needed;
        return this;
    }

    int write(byte[] out, int position) {
        return FieldWriter.putRange(out, position, bytes, 0, length);
    }
}
