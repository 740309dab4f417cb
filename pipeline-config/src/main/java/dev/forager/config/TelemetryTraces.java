// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Min;
import dev.forager.pipeline.config.OmitEmpty;
import dev.forager.pipeline.config.Validation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code service::telemetry::traces}: the collector's own spans. Immutable. */
@OmitEmpty
public record TelemetryTraces(
        @Doc("none makes no spans.") TelemetryMetrics.@Nullable Level level,
        @Doc("How contexts travel: tracecontext, b3.") @Default("[]") List<String> propagators,
        @Doc("Where spans go; nowhere makes none.") @Default("[]") List<Processor> processors,
        @Doc(
                        "Which spans are kept: always_on, always_off, trace_id_ratio_based,"
                                + " parent_based.")
                @Nullable Map<String, @Nullable Object> sampler,
        @Doc("Limits of a span.") @Nullable Limits limits) {

    /** Checks the propagators and the sampler where there are spans. */
    public TelemetryTraces {
        processors = List.copyOf(processors);
        propagators = List.copyOf(propagators);
        for (String propagator : propagators) {
            Validation.require(
                    processors.isEmpty() || List.of("tracecontext", "b3").contains(propagator),
                    "propagators",
                    "unsupported trace propagator \"%s\" (expected: tracecontext or b3)"
                            .formatted(propagator));
        }
        if (sampler != null && level != TelemetryMetrics.Level.NONE && !processors.isEmpty()) {
            TelemetrySampler.of(sampler);
        }
    }

    /** What an absent {@code traces} section means. */
    public static TelemetryTraces defaults() {
        return new TelemetryTraces(null, List.of(), List.of(), null, null);
    }

    /** Whether any span is made. */
    public boolean enabled() {
        return level != TelemetryMetrics.Level.NONE && !processors.isEmpty();
    }

    /**
     * Limits of a span; what is not said is as the SDK has it, and a number below zero is none.
     *
     * <p>The Go collector 0.165 reads them and applies none.
     */
    public record Limits(
            @Doc("Attributes of a span.") @Nullable Integer attributeCountLimit,
            @Doc("Characters of a text in an attribute.")
                    @Nullable Integer attributeValueLengthLimit,
            @Doc("Events of a span.") @Nullable Integer eventCountLimit,
            @Doc("Attributes of an event.") @Nullable Integer eventAttributeCountLimit,
            @Doc("Links of a span.") @Nullable Integer linkCountLimit,
            @Doc("Attributes of a link.") @Nullable Integer linkAttributeCountLimit) {}

    /** Takes spans to an exporter, in batches or one by one. */
    public record Processor(
            @Doc("Gathers spans.") @Nullable Batch batch,
            @Doc("Sends each span at once.") @Nullable Simple simple) {

        /** Exactly one of the two. */
        public Processor {
            Validation.require(
                    batch == null || simple == null,
                    "must not specify multiple span processor type");
            Validation.require(
                    batch != null || simple != null,
                    "unsupported span processor type, must be one of simple or batch");
        }
    }

    /** Gathers spans before they are sent. */
    public record Batch(
            @Doc("Where spans go.") Exporter exporter,
            @Doc("Milliseconds between two sendings.") @Default("5000") @Min(0) int scheduleDelay,
            @Doc("Milliseconds after which one sending is given up.") @Default("30000") @Min(0)
                    int exportTimeout,
            @Doc("Spans that may wait.") @Default("2048") @Min(1) int maxQueueSize,
            @Doc("Spans of one sending.") @Default("512") @Min(1) int maxExportBatchSize) {}

    /** Sends each span at once. */
    public record Simple(@Doc("Where spans go.") Exporter exporter) {}

    /** Where spans go. */
    public record Exporter(
            @Doc("Sends over OTLP.") @Nullable TelemetryOtlp otlp,
            @Doc("Prints each batch as a line of OTLP/JSON; the map stays empty.")
                    @Nullable Map<String, @Nullable Object> console,
            @Doc("Refused: not supported here.") @Nullable Map<String, @Nullable Object> zipkin) {

        /** One of them. */
        public Exporter {
            Validation.require(
                    otlp != null || console != null || zipkin != null, "no valid span exporter");
            Validation.require(
                    zipkin == null, "zipkin", "not supported here (expected: otlp or console)");
            Validation.require(
                    otlp == null || console == null, "must not specify multiple exporters");
        }
    }
}
