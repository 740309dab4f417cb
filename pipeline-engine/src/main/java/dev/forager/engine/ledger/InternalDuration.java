// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import dev.forager.pipeline.Consumer;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;

/**
 * The time that a processor takes for itself: what the components behind it take on the same thread
 * is left out. Thread-safe.
 */
public final class InternalDuration {
    private static final double NANOS = 1e9;

    private final DoubleHistogram histogram;
    private final Attributes labels;

    /** Nanoseconds that went to the components behind, in the call under way on this thread. */
    private final ThreadLocal<long[]> behind = ThreadLocal.withInitial(() -> new long[1]);

    InternalDuration(DoubleHistogram histogram, Attributes labels) {
        this.histogram = histogram;
        this.labels = labels;
    }

    /** {@code processor}, measured. */
    public Consumer around(Consumer processor) {
        return (telemetry, context) -> {
            long[] spent = behind.get();
            long outer = spent[0];
            spent[0] = 0;
            long start = System.nanoTime();
            try {
                processor.consume(telemetry, context);
            } finally {
                long own = System.nanoTime() - start - spent[0];
                spent[0] = outer;
                histogram.record(own / NANOS, labels);
            }
        };
    }

    /** What stands behind the processor. */
    public Consumer behind(Consumer next) {
        return (telemetry, context) -> {
            long start = System.nanoTime();
            try {
                next.consume(telemetry, context);
            } finally {
                behind.get()[0] += System.nanoTime() - start;
            }
        };
    }
}
