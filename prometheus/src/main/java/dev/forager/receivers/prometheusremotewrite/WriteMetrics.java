// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;

/** Counts what is not taken. Thread-safe. */
final class WriteMetrics {
    private static final AttributeKey<String> RECEIVER = AttributeKey.stringKey("receiver");
    private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

    private final LongCounter refused;
    private final Attributes labels;

    WriteMetrics(Meter meter, String id) {
        refused =
                meter.counterBuilder("forager_receiver_prometheusremotewrite_refused")
                        .setUnit("{item}")
                        .setDescription(
                                "Requests (malformed), series (invalid), histograms"
                                        + " (gauge_histogram) and exemplars without a sample"
                                        + " (exemplar) that are not taken, by reason.")
                        .build();
        labels = Attributes.of(RECEIVER, id);
    }

    void refused(String reason, long count) {
        if (count > 0) {
            refused.add(count, labels.toBuilder().put(REASON, reason).build());
        }
    }

    void dropped(WriteRequest request) {
        refused("invalid", request.problemCount());
        refused("gauge_histogram", request.gaugeHistograms());
        refused("exemplar", request.looseExemplars());
    }
}
