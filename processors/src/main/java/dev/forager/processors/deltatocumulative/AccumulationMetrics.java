// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.deltatocumulative;

import dev.forager.pipeline.series.Outcome;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;

/** The processor's own metrics, as the Go collector has them. Thread-safe. */
final class AccumulationMetrics {
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error");

    private final LongCounter points;
    private final LongUpDownCounter tracked;

    AccumulationMetrics(Meter meter, DeltaToCumulativeConfig config) {
        points =
                meter.counterBuilder("deltatocumulative_datapoints")
                        .setUnit("{datapoint}")
                        .setDescription(
                                "total number of datapoints processed. may have 'error' attribute,"
                                        + " if processing failed [Development]")
                        .build();
        tracked =
                meter.upDownCounterBuilder("deltatocumulative_streams_tracked")
                        .setUnit("{dps}")
                        .setDescription("number of streams tracked [Development]")
                        .build();
        gauge(
                meter,
                "deltatocumulative_streams_limit",
                "{stream}",
                "upper limit of tracked streams [Development]",
                config.maxStreams());
        gauge(
                meter,
                "deltatocumulative_streams_max_stale",
                "s",
                "duration after which streams inactive streams are dropped [Development]",
                config.maxStale().toSeconds());
    }

    private static void gauge(Meter meter, String name, String unit, String text, long value) {
        meter.gaugeBuilder(name).ofLongs().setUnit(unit).setDescription(text).build().set(value);
    }

    void count(Outcome outcome) {
        points.add(
                1,
                outcome.error().isEmpty()
                        ? Attributes.empty()
                        : Attributes.of(ERROR, outcome.error()));
    }

    void tracked(long more) {
        if (more != 0) {
            tracked.add(more);
        }
    }
}
