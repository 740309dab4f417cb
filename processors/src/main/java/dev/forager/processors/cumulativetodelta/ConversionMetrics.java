// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.cumulativetodelta;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;

/** The processor's own metrics, as the Go collector has them. Thread-safe. */
final class ConversionMetrics {
    private static final AttributeKey<String> TYPE = AttributeKey.stringKey("metric_type");
    private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

    private final LongCounter converted;
    private final LongCounter dropped;
    private final LongUpDownCounter tracked;

    ConversionMetrics(Meter meter) {
        converted =
                meter.counterBuilder("cumulativetodelta_datapoints")
                        .setUnit("{datapoint}")
                        .setDescription(
                                "Number of datapoints converted from cumulative to delta"
                                        + " temporality. [Development]")
                        .build();
        dropped =
                meter.counterBuilder("cumulativetodelta_datapoints_dropped")
                        .setUnit("{datapoint}")
                        .setDescription(
                                "Number of datapoints dropped instead of being converted."
                                        + " [Development]")
                        .build();
        tracked =
                meter.upDownCounterBuilder("cumulativetodelta_streams_tracked")
                        .setUnit("{stream}")
                        .setDescription(
                                "Number of metric streams currently tracked in memory for"
                                        + " cumulative-to-delta conversion. [Development]")
                        .build();
    }

    void count(String type, Outcome outcome) {
        if (outcome == Outcome.CONVERTED) {
            converted.add(1, Attributes.of(TYPE, type));
        } else if (!outcome.reason().isEmpty()) {
            dropped.add(1, Attributes.of(TYPE, type, REASON, outcome.reason()));
        }
    }

    void tracked(long more) {
        if (more != 0) {
            tracked.add(more);
        }
    }
}
