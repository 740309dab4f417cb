// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import java.util.Arrays;

/**
 * Buckets of one sign of a native histogram: runs of buckets, and for each bucket the difference of
 * its count to the one before. Immutable.
 *
 * @param offsets of each run: the index of its first bucket for the first one, then the gap
 * @param lengths of each run
 * @param deltas of all buckets
 */
@SuppressWarnings("ArrayRecordComponent") // Written out once, never compared.
public record BucketSpans(int[] offsets, int[] lengths, long[] deltas) {
    /** No buckets. */
    public static final BucketSpans EMPTY = new BucketSpans(new int[0], new int[0], new long[0]);

    /** Longest gap that is filled with empty buckets: a run of its own would cost more. */
    private static final int FILLED_GAP = 2;

    /** Takes the buckets in ascending order. Confined to one thread. */
    static final class Builder {
        private int[] offsets = new int[4];
        private int[] lengths = new int[4];
        private long[] deltas = new long[16];
        private int spans;
        private int buckets;
        private long previous;
        private int next;

        void add(int index, long count) {
            if (count == 0) {
                return;
            }
            if (spans == 0 || index - next > FILLED_GAP) {
                open(spans == 0 ? index : index - next);
                next = index;
            }
            while (next < index) {
                append(0);
            }
            append(count);
        }

        private void open(int offset) {
            if (spans == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * spans);
                lengths = Arrays.copyOf(lengths, 2 * spans);
            }
            offsets[spans] = offset;
            lengths[spans++] = 0;
        }

        private void append(long count) {
            if (buckets == deltas.length) {
                deltas = Arrays.copyOf(deltas, 2 * buckets);
            }
            deltas[buckets++] = count - previous;
            previous = count;
            lengths[spans - 1]++;
            next++;
        }

        BucketSpans build() {
            return spans == 0
                    ? EMPTY
                    : new BucketSpans(
                            Arrays.copyOf(offsets, spans),
                            Arrays.copyOf(lengths, spans),
                            Arrays.copyOf(deltas, buckets));
        }
    }
}
