// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import dev.forager.connectors.distribution.Distribution;
import dev.forager.pdata.Exemplar;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.TraceId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was counted of one combination of attributes. Confined to the lock of its resource. */
final class Series {
    /** The key; null for the series of all that had no room. */
    final @Nullable SeriesKey key;

    /** A point that nothing else uses, with the attributes in an array of its own. */
    final NumberDataPoint labels;

    final long startNanos;

    /** Null where this metric has no durations. */
    final @Nullable Distribution durations;

    final long byteSize;
    long lastSeenNanos;
    long count;

    /** Whether a flush has told of it. */
    boolean isKnown;

    private final List<Example> examples = new ArrayList<>(0);

    private record Example(TraceId trace, SpanId span, double value) {}

    Series(
            @Nullable SeriesKey key,
            NumberDataPoint labels,
            long startNanos,
            @Nullable Distribution durations,
            long byteSize) {
        this.key = key;
        this.labels = labels;
        this.startNanos = startNanos;
        this.durations = durations;
        this.byteSize = byteSize;
    }

    void add(double duration, long times, long nowNanos) {
        count += times;
        lastSeenNanos = nowNanos;
        if (durations != null) {
            durations.record(duration, times);
        }
    }

    void addExample(Span span, double duration, int most) {
        if (key != null && examples.size() < most) {
            TraceId trace = span.traceId();
            if (trace.isValid()) {
                examples.add(new Example(trace, span.spanId(), duration));
            }
        }
    }

    void writeExamples(List<Exemplar> exemplars, long nowNanos) {
        for (Example each : examples) {
            exemplars.add(
                    new Exemplar()
                            .timeUnixNano(nowNanos)
                            .traceId(each.trace)
                            .spanId(each.span)
                            .asDouble(each.value));
        }
    }

    void clearExamples() {
        examples.clear();
    }
}
