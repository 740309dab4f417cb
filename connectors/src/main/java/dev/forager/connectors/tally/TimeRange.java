// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.tally;

/** The earliest and the latest of some times. Confined to one thread. */
final class TimeRange {
    private long start;
    private long end;

    /** Takes a time in; 0 is none. */
    void add(long nanos) {
        if (nanos == 0) {
            return;
        }
        start = start == 0 || Long.compareUnsigned(nanos, start) < 0 ? nanos : start;
        end = Long.compareUnsigned(nanos, end) > 0 ? nanos : end;
    }

    long startOr(long now) {
        return start == 0 ? now : start;
    }

    long endOr(long now) {
        return start == 0 ? now : end;
    }
}
