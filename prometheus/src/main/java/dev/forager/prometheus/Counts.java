// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

/** Unsigned counts. Stateless. */
final class Counts {
    private Counts() {}

    /** The number nearest to an unsigned count. */
    static double toDouble(long count) {
        return count >= 0 ? (double) count : ((count >>> 1) | (count & 1)) * 2.0;
    }
}
