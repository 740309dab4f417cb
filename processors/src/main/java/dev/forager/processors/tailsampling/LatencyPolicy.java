// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.pdata.Span;
import java.util.function.Predicate;

/**
 * Samples traces by their duration: from the earliest start to the latest end among the spans so
 * far, asked after each span. With an upper bound a long trace is thus sampled when its first spans
 * alone were within; this is how the Go collector does it. Immutable.
 */
record LatencyPolicy(long thresholdMillis, long upperMillis) implements Policy {
    private static final long NANOS_PER_MILLI = 1_000_000;

    @Override
    public Decision decide(Candidate trace) {
        return Policy.of(trace.anySpan(new Extent()));
    }

    private boolean matches(long millis) {
        return millis > thresholdMillis && (upperMillis == 0 || millis <= upperMillis);
    }

    /** Grows with each span. A time of 0 counts as not set; times are unsigned. */
    private final class Extent implements Predicate<Span> {
        private long start;
        private long end;

        @Override
        public boolean test(Span span) {
            long from = span.startTimeUnixNano();
            long to = span.endTimeUnixNano();
            if (start == 0 || Long.compareUnsigned(from, start) < 0) {
                start = from;
            }
            if (end == 0 || Long.compareUnsigned(to, end) > 0) {
                end = to;
            }
            return matches((end - start) / NANOS_PER_MILLI);
        }
    }
}
