// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ProcessorSettings;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The processor's own metrics, with the names, labels and texts of the Go collector. Thread-safe.
 */
final class TailSamplingMetrics {
    private static final AttributeKey<String> POLICY = AttributeKey.stringKey("policy");
    private static final AttributeKey<String> SAMPLED = AttributeKey.stringKey("sampled");
    private static final AttributeKey<String> DECISION = AttributeKey.stringKey("decision");
    private static final Attributes CACHED_SAMPLED = Attributes.of(SAMPLED, "true");
    private static final Attributes CACHED_OTHER = Attributes.of(SAMPLED, "false");
    private static final long MILLI_NANOS = 1_000_000;
    private static final long MICRO_NANOS = 1_000;
    private static final long SECOND_NANOS = 1_000_000_000;

    private static final List<Long> LATENCY_BOUNDS =
            LongStream.of(
                            1, 2, 5, 10, 25, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1000, 2000,
                            3000, 4000, 5000, 10_000, 20_000, 30_000, 50_000)
                    .boxed()
                    .toList();

    private final LongCounter newTraces;
    private final LongCounter droppedTooEarly;
    private final LongCounter droppedTooLarge;
    private final LongCounter errors;
    private final LongCounter early;
    private final LongCounter finals;
    private final LongCounter tracesByPolicy;
    private final LongCounter spansByPolicy;
    private final LongCounter bytesByPolicy;
    private final LongCounter unparseable;
    private final LongCounter executions;
    private final LongCounter executionTime;
    private final LongHistogram timerLatency;
    private final LongHistogram lateSpanAge;
    private final LongHistogram removalAge;
    private final LongGauge tracesOnMemory;
    private final LongGauge bytesOnMemory;
    private final SamplingGates gates;
    private final List<PolicyLabels> labels;
    private final Attributes[] finalLabels = new Attributes[Decision.values().length];

    /** Labels of a policy, alone and with each decision. */
    private record PolicyLabels(Attributes alone, List<Attributes> decided) {}

    TailSamplingMetrics(
            ProcessorSettings settings, List<NamedPolicy> policies, SamplingGates gates) {
        this.gates = gates;
        Meter meter = settings.meter();
        newTraces =
                counter(
                        meter,
                        "new_trace_id_received",
                        "{traces}",
                        "Counts the arrival of new traces");
        droppedTooEarly =
                counter(
                        meter,
                        "sampling_trace_dropped_too_early",
                        "{traces}",
                        "Count of traces that needed to be dropped before the configured wait time");
        droppedTooLarge =
                counter(
                        meter,
                        "traces_dropped_too_large",
                        "{traces}",
                        "Count of traces that were dropped because they were too large");
        errors =
                counter(
                        meter,
                        "sampling_policy_evaluation_error",
                        "{errors}",
                        "Count of sampling policy evaluation errors");
        early =
                counter(
                        meter,
                        "early_releases_from_cache_decision",
                        "{spans}",
                        "Number of spans that were able to be immediately released due to a decision cache hit.");
        finals =
                counter(
                        meter,
                        "global_count_traces_sampled",
                        "{traces}",
                        "Global count of traces that were sampled or not by at least one policy");
        tracesByPolicy =
                counter(
                        meter,
                        "count_traces_sampled",
                        "{traces}",
                        "Count of traces that were sampled or not per sampling policy");
        spansByPolicy =
                counter(
                        meter,
                        "count_spans_sampled",
                        "{spans}",
                        "Count of spans that were sampled or not per sampling policy");
        bytesByPolicy =
                counter(
                        meter,
                        "count_bytes_sampled",
                        "By",
                        "Count of bytes that were sampled or not per sampling policy");
        unparseable =
                counter(
                        meter,
                        "count_spans_with_unparseable_tracestate",
                        "{spans}",
                        "Count of spans skipped while rewriting the effective `th` because their tracestate could not be parsed");
        executions =
                counter(
                        meter,
                        "sampling_policy_execution_count",
                        "{executions}",
                        "Total number of executions of a specific sampling policy");
        executionTime =
                counter(
                        meter,
                        "sampling_policy_execution_time_sum",
                        "us",
                        "Total time spent (in microseconds) executing a specific sampling policy");
        timerLatency =
                meter.histogramBuilder("processor_tail_sampling_sampling_decision_timer_latency")
                        .ofLongs()
                        .setUnit("ms")
                        .setDescription(
                                "Latency (in milliseconds) of each run of the sampling decision timer"
                                        + " [Development]")
                        .setExplicitBucketBoundariesAdvice(LATENCY_BOUNDS)
                        .build();
        lateSpanAge =
                seconds(
                        meter,
                        "sampling_late_span_age",
                        "Time (in seconds) from the sampling decision was taken and the arrival of a late span");
        removalAge =
                seconds(
                        meter,
                        "sampling_trace_removal_age",
                        "Time (in seconds) from arrival of a new trace until its removal from memory");
        tracesOnMemory =
                gauge(
                        meter,
                        "processor_tail_sampling_sampling_traces_on_memory",
                        "{traces}",
                        "Tracks the number of traces current on memory");
        bytesOnMemory =
                gauge(
                        meter,
                        "forager_processor_tail_sampling_held_bytes",
                        "By",
                        "Bytes of memory that held spans take");
        labels = policies.stream().map(policy -> labels(settings.id(), policy.name())).toList();
        for (Decision decision : Decision.values()) {
            finalLabels[decision.place()] = with(Attributes.empty(), decision);
        }
    }

    /** One run of the timer. */
    void ran(long nanos, TraceRoom room) {
        timerLatency.record(nanos / MILLI_NANOS);
        tracesOnMemory.set(room.traces());
        bytesOnMemory.set(room.bytes());
        droppedTooEarly.add(0);
    }

    /** What policies said. */
    void decided(DecisionCounts counts) {
        errors.add(counts.errors());
        for (Decision decision : Decision.values()) {
            addUnlessZero(finals, counts.finals(decision), finalLabels[decision.place()]);
        }
        for (int i = 0; i < labels.size(); i++) {
            PolicyLabels policy = labels.get(i);
            for (Decision decision : Decision.values()) {
                addByPolicy(i, decision, counts);
            }
            executionTime.add(counts.nanos(i) / MICRO_NANOS, policy.alone);
            executions.add(counts.executions(i), policy.alone);
        }
    }

    private void addByPolicy(int policy, Decision decision, DecisionCounts counts) {
        Attributes decided = labels.get(policy).decided.get(decision.place());
        addUnlessZero(tracesByPolicy, counts.traces(policy, decision), decided);
        if (gates.countsSpans()) {
            addUnlessZero(spansByPolicy, counts.spans(policy, decision), decided);
        }
        if (gates.countsBytes()) {
            addUnlessZero(bytesByPolicy, counts.bytes(policy, decision), decided);
        }
    }

    /** Spans whose trace state is none, so that no threshold was written into it. */
    void unparseable(long spans) {
        addUnlessZero(unparseable, spans, Attributes.empty());
    }

    void arrived(long traces) {
        newTraces.add(traces);
    }

    void droppedTooEarly() {
        droppedTooEarly.add(1);
    }

    void droppedTooLarge() {
        droppedTooLarge.add(1);
    }

    /** Spans whose trace's decision was remembered. */
    void knownFromCache(long sampledSpans, long otherSpans) {
        addUnlessZero(early, sampledSpans, CACHED_SAMPLED);
        addUnlessZero(early, otherSpans, CACHED_OTHER);
    }

    void late(long nanosSinceDecision) {
        lateSpanAge.record(nanosSinceDecision / SECOND_NANOS);
    }

    void removed(long nanosSinceArrival) {
        removalAge.record(nanosSinceArrival / SECOND_NANOS);
    }

    private static void addUnlessZero(LongCounter counter, long more, Attributes labels) {
        if (more > 0) {
            counter.add(more, labels);
        }
    }

    /** As the Go collector: the name behind the slash goes in front of the policy's. */
    private static PolicyLabels labels(ComponentId id, String policy) {
        String name = id.name() == null ? policy : id.name() + "." + policy;
        Attributes alone = Attributes.of(POLICY, name);
        return new PolicyLabels(
                alone, Arrays.stream(Decision.values()).map(it -> with(alone, it)).toList());
    }

    private static Attributes with(Attributes labels, Decision decision) {
        return labels.toBuilder()
                .put(SAMPLED, String.valueOf(decision == Decision.SAMPLED))
                .put(DECISION, decision.word())
                .build();
    }

    private static LongCounter counter(Meter meter, String name, String unit, String text) {
        return meter.counterBuilder("processor_tail_sampling_" + name)
                .setUnit(unit)
                .setDescription(text + " [Development]")
                .build();
    }

    private static LongGauge gauge(Meter meter, String name, String unit, String text) {
        return meter.gaugeBuilder(name)
                .ofLongs()
                .setUnit(unit)
                .setDescription(text + " [Development]")
                .build();
    }

    private static LongHistogram seconds(Meter meter, String name, String text) {
        return meter.histogramBuilder("processor_tail_sampling_" + name)
                .ofLongs()
                .setUnit("s")
                .setDescription(text + " [Development]")
                .build();
    }
}
