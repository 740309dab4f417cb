// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

/**
 * What a family becomes in OTLP, with the numbers of the fields.
 *
 * @see <a
 *     href="https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/metrics/v1/metrics.proto">metrics.proto</a>
 */
enum PointKind {
    GAUGE(5, 7, ""),
    COUNTER(7, 7, ""),
    /** Sums that may fall: infos and state sets. */
    SUM(7, 7, ""),
    HISTOGRAM(9, 9, "le"),
    EXPONENTIAL(10, 1, ""),
    SUMMARY(11, 7, "quantile");

    /** The field of the metric. */
    final int metricField;

    /** The field of the point that holds attributes. */
    final int attributeField;

    /** The label that is part of the point's structure; empty where there is none. */
    final String boundLabel;

    PointKind(int metricField, int attributeField, String boundLabel) {
        this.metricField = metricField;
        this.attributeField = attributeField;
        this.boundLabel = boundLabel;
    }

    boolean isNumber() {
        return this == GAUGE || this == COUNTER || this == SUM;
    }
}
