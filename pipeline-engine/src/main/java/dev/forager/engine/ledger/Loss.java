// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import java.util.Map;

/**
 * What went into a processor and did not come out of it, read while items are under way: between
 * two bounds, which are the same once nothing moves. Negative where more came out than went in.
 * Immutable.
 *
 * @param atLeast as if all that is under way had come out
 * @param atMost as if nothing of it had
 * @param refused items that the processor had answered for and that were refused behind it
 * @param moved items that it held when a reload gave it to the next account; negative in that one
 */
record Loss(long atLeast, long atMost, long refused, long moved) {
    /** Both together. */
    Loss plus(Loss other) {
        return new Loss(
                atLeast + other.atLeast,
                atMost + other.atMost,
                refused + other.refused,
                moved + other.moved);
    }

    /** But for items that were refused behind it and came through after all. */
    Loss without(long items) {
        return new Loss(atLeast - items, atMost - items, refused - items, moved);
    }

    /** Items that the processor made. */
    long made() {
        return Math.max(0, -atMost);
    }

    /** Adds what was given up, by reason. */
    void addTo(Map<String, Long> dropped, String processor) {
        long left = Math.max(0, atLeast);
        left -= add(dropped, "refused behind " + processor, Math.min(refused, left));
        left -= add(dropped, "reload", Math.clamp(moved, 0, left));
        add(dropped, "processor " + processor, left);
    }

    private static long add(Map<String, Long> dropped, String reason, long items) {
        if (items > 0) {
            dropped.merge(reason, items, Long::sum);
        }
        return items;
    }
}
