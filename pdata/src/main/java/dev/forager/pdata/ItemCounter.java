// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

/**
 * Counts the items of a signal in validated bytes by hopping over them: the way down to an item is
 * a chain of tags, and a metric's last step but one is any of its kinds of data.
 */
@SuppressWarnings("ImmutableEnumChecker") // the arrays are written once, here
enum ItemCounter {
    SPANS(10, 18, 18),
    LOG_RECORDS(10, 18, 18),
    DATA_POINTS(10, 18, 18, ItemCounter.ANY_DATA, 10),
    SAMPLES(10, 18, 18, 18);

    /** Stands for gauge, sum, histogram, exponential_histogram and summary. */
    static final int ANY_DATA = -1;

    private final int[] path;
    private final RangeCounter[] below;

    ItemCounter(int... path) {
        this.path = path;
        this.below = new RangeCounter[path.length];
        for (int i = 0; i < path.length; i++) {
            int level = i;
            below[i] = (buffer, start, end) -> count(level, buffer, start, end);
        }
    }

    static ItemCounter of(Signal signal) {
        return switch (signal) {
            case TRACES -> SPANS;
            case LOGS -> LOG_RECORDS;
            case METRICS -> DATA_POINTS;
            case PROFILES -> SAMPLES;
        };
    }

    /** Counts in a message {@code level} steps below the export request. */
    RangeCounter below(int level) {
        return below[level];
    }

    /** Items in the message {@code buffer[start, end)}, which is {@code level} steps down. */
    int count(int level, byte[] buffer, int start, int end) {
        int wanted = path[level];
        boolean last = level == path.length - 1;
        int count = 0;
        FieldReader in = new FieldReader(buffer, start, end);
        while (in.hasMore()) {
            int tag = in.varint32();
            if (tag != wanted && (wanted != ANY_DATA || !isData(tag))) {
                in.skip(tag);
            } else {
                int from = in.hop();
                count += last ? 1 : count(level + 1, buffer, from, in.position);
            }
        }
        return count;
    }

    /** How many steps an item is below the request. */
    int levels() {
        return path.length;
    }

    /** Whether a field of a message {@code level} steps down is the next step. */
    boolean isStep(int level, int tag) {
        return tag == path[level] || (isMetric(level) && isData(tag));
    }

    /** Whether the next step is one of the kinds of a metric's data. */
    boolean isMetric(int level) {
        return path[level] == ANY_DATA;
    }

    private static boolean isData(int tag) {
        return switch (tag) {
            case 42, 58, 74, 82, 90 -> true;
            default -> false;
        };
    }
}
