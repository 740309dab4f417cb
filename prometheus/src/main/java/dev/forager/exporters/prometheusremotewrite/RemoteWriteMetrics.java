// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;

/** The exporter's own metrics: the collector's, and what was left out by reason. Thread-safe. */
final class RemoteWriteMetrics {
    private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

    private final Attributes labels;
    private final LongCounter failedTranslations;
    private final LongCounter translatedSeries;
    private final LongCounter sentBatches;
    private final LongCounter writtenSamples;
    private final LongCounter writtenHistograms;
    private final LongCounter writtenExemplars;
    private final LongCounter droppedPoints;
    private final LongCounter rejectedSamples;
    private final LongCounter unmarkedSeries;
    private final LongUpDownCounter consumers;

    RemoteWriteMetrics(Meter meter, String exporter, String endpoint) {
        labels =
                Attributes.of(
                        AttributeKey.stringKey("exporter"), exporter,
                        AttributeKey.stringKey("endpoint"), endpoint);
        failedTranslations =
                own(
                        meter,
                        "failed_translations",
                        "1",
                        "Number of translation operations that failed to translate metrics from Otel to Prometheus");
        translatedSeries =
                own(
                        meter,
                        "translated_time_series",
                        "1",
                        "Number of Prometheus time series that were translated from OTel metrics");
        sentBatches =
                own(
                        meter,
                        "sent_batches",
                        "{batch}",
                        "Number of remote write request batches sent to the remote write endpoint regardless of success or failure");
        writtenSamples = written(meter, "written_samples", "{sample}", "Samples");
        writtenHistograms = written(meter, "written_histograms", "{histogram}", "Histograms");
        writtenExemplars = written(meter, "written_exemplars", "{exemplar}", "Exemplars");
        droppedPoints =
                counter(
                        meter,
                        "forager_exporter_prometheusremotewrite_dropped_points",
                        "{datapoint}",
                        "Number of data points that were left out of what is sent, by reason");
        rejectedSamples =
                counter(
                        meter,
                        "forager_exporter_prometheusremotewrite_rejected_samples",
                        "{sample}",
                        "Number of samples and histograms that the receiver did not write, by status");
        unmarkedSeries =
                counter(
                        meter,
                        "forager_exporter_prometheusremotewrite_unmarked_series",
                        "{series}",
                        "Number of times that a series was not remembered for a stale marker");
        consumers =
                meter.upDownCounterBuilder("exporter_prometheusremotewrite_consumers")
                        .setDescription(
                                "Number of configured workers to use to fan out the outgoing requests [Development]")
                        .setUnit("{consumer}")
                        .build();
    }

    private static LongCounter own(Meter meter, String name, String unit, String description) {
        return counter(meter, "exporter_prometheusremotewrite_" + name, unit, description);
    }

    private static LongCounter written(Meter meter, String name, String unit, String what) {
        return own(
                meter,
                name,
                unit,
                "Number of Prometheus "
                        + what
                        + " that were successfully written to the remote write endpoint (only available when using remote write v2)");
    }

    private static LongCounter counter(Meter meter, String name, String unit, String description) {
        return meter.counterBuilder(name)
                .setDescription(description + " [Development]")
                .setUnit(unit)
                .build();
    }

    /** Series beyond the number that is remembered: they end without a stale marker. */
    void unmarked(long series) {
        if (series > 0) {
            unmarkedSeries.add(series, labels);
        }
    }

    void consumers(int count) {
        consumers.add(count, labels);
    }

    void translated(int series, boolean isWhole) {
        translatedSeries.add(series, labels);
        if (!isWhole) {
            failedTranslations.add(1, labels);
        }
    }

    void dropped(String reason, long points) {
        droppedPoints.add(points, labels.toBuilder().put(REASON, reason).build());
    }

    void sent() {
        sentBatches.add(1, labels);
    }

    void written(long samples, long histograms, long exemplars) {
        writtenSamples.add(samples, labels);
        writtenHistograms.add(histograms, labels);
        writtenExemplars.add(exemplars, labels);
    }

    void rejected(String status, long samples) {
        rejectedSamples.add(samples, labels.toBuilder().put(REASON, status).build());
    }
}
