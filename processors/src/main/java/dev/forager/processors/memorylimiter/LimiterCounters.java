// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.memorylimiter;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ProcessorSettings;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a limiter lets pass and what it refuses; not for profiles, as upstream. Thread-safe.
 */
final class LimiterCounters {
    private final @Nullable LongCounter accepted;
    private final @Nullable LongCounter refused;
    private final Attributes labels;

    private LimiterCounters(
            @Nullable LongCounter accepted, @Nullable LongCounter refused, Attributes labels) {
        this.accepted = accepted;
        this.refused = refused;
        this.labels = labels;
    }

    static LimiterCounters of(Signal signal, ProcessorSettings settings) {
        Attributes labels =
                Attributes.of(AttributeKey.stringKey("processor"), settings.id().toString());
        return switch (signal) {
            case TRACES -> of(settings.meter(), "spans", "spans", "{span}", labels);
            case METRICS ->
                    of(settings.meter(), "metric_points", "metric points", "{datapoint}", labels);
            case LOGS -> of(settings.meter(), "log_records", "log records", "{record}", labels);
            case PROFILES -> new LimiterCounters(null, null, labels);
        };
    }

    void accepted(long items) {
        if (accepted != null) {
            accepted.add(items, labels);
        }
    }

    void refused(long items) {
        if (refused != null) {
            refused.add(items, labels);
        }
    }

    private static LimiterCounters of(
            Meter meter, String suffix, String items, String unit, Attributes labels) {
        String prefix = "processor_memory_limiter_";
        return new LimiterCounters(
                meter.counterBuilder(prefix + "accepted_" + suffix)
                        .setUnit(unit)
                        .setDescription(
                                "Number of %s successfully pushed into the next component in the pipeline. [Alpha]"
                                        .formatted(items))
                        .build(),
                meter.counterBuilder(prefix + "refused_" + suffix)
                        .setUnit(unit)
                        .setDescription(
                                "Number of %s that were rejected by the next component in the pipeline. [Alpha]"
                                        .formatted(items))
                        .build(),
                labels);
    }
}
