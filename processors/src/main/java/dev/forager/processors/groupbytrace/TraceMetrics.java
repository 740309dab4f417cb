// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.groupbytrace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;

/** The processor's own metrics, as the Go collector has them. Thread-safe. */
final class TraceMetrics {
    static final String RECEIVED = "onTraceReceived";
    static final String EXPIRED = "onTraceExpired";
    static final String RELEASED = "onTraceReleased";
    static final String REMOVED = "onTraceRemoved";
    static final String SERVICES_DUE = "subtrace_tick";

    private static final AttributeKey<String> EVENT = AttributeKey.stringKey("event");
    private static final List<Long> LATENCIES =
            List.of(5L, 10L, 20L, 50L, 100L, 200L, 500L, 1000L, 2000L, 5000L);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final LongCounter evicted;
    private final LongCounter released;
    private final LongCounter spansReleased;
    private final LongCounter incomplete;
    private final LongGauge inMemory;
    private final LongGauge inQueue;
    private final LongHistogram latency;

    TraceMetrics(Meter meter, long numTraces) {
        evicted = counter(meter, "traces_evicted", "1", "Traces evicted from the internal buffer");
        released = counter(meter, "traces_released", "1", "Traces released to the next consumer");
        spansReleased =
                counter(meter, "spans_released", "1", "Spans released to the next consumer");
        incomplete =
                counter(
                        meter,
                        "incomplete_releases",
                        "{releases}",
                        "Releases that are suspected to have been incomplete");
        inMemory =
                gauge(
                        meter,
                        "num_traces_in_memory",
                        "Number of traces currently in the in-memory storage");
        inQueue = gauge(meter, "num_events_in_queue", "Number of events currently in the queue");
        latency =
                meter.histogramBuilder("processor_groupbytrace_event_latency")
                        .ofLongs()
                        .setUnit("ms")
                        .setDescription(
                                "How long the queue events are taking to be processed"
                                        + " [Development]")
                        .setExplicitBucketBoundariesAdvice(LATENCIES)
                        .build();
        gauge(meter, "conf_num_traces", "Maximum number of traces to hold in the internal storage")
                .set(numTraces);
        evicted.add(0);
        incomplete.add(0);
    }

    private static LongCounter counter(Meter meter, String name, String unit, String text) {
        return meter.counterBuilder("processor_groupbytrace_" + name)
                .setUnit(unit)
                .setDescription(text + " [Development]")
                .build();
    }

    private static LongGauge gauge(Meter meter, String name, String text) {
        return meter.gaugeBuilder("processor_groupbytrace_" + name)
                .ofLongs()
                .setUnit("1")
                .setDescription(text + " [Development]")
                .build();
    }

    /** A trace is dropped, which will be missing when it is due. */
    void evicted() {
        evicted.add(1);
        incomplete.add(1);
    }

    /** What a trace did in a service leaves before it is due. */
    void releasedEarly() {
        evicted.add(1);
    }

    void released(long spans) {
        released.add(1);
        spansReleased.add(spans);
    }

    void held(long traces, long due) {
        inMemory.set(traces);
        inQueue.set(due);
    }

    void latency(String event, long nanos) {
        latency.record(nanos / NANOS_PER_MILLI, Attributes.of(EVENT, event));
    }
}
