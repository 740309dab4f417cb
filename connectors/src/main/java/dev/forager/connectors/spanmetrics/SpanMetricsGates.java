// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import dev.forager.pipeline.Gates;

/**
 * The feature gates of the Go collector that change this connector.
 *
 * @param excludesResource resources go without attributes
 * @param includesInstanceId metrics say which instance of the connector made them
 * @param usesLegacyNames names begin with nothing, unless the configuration says with what
 * @param measuresSeconds durations are in seconds, unless the configuration says otherwise
 * @param usesOtelStatus {@code otel.status_code} instead of {@code status.code}
 */
record SpanMetricsGates(
        boolean excludesResource,
        boolean includesInstanceId,
        boolean usesLegacyNames,
        boolean measuresSeconds,
        boolean usesOtelStatus) {
    static SpanMetricsGates of(Gates gates) {
        return new SpanMetricsGates(
                gates.isEnabled("connector.spanmetrics.excludeResourceMetrics", false),
                gates.isEnabled("connector.spanmetrics.includeCollectorInstanceID", true),
                gates.isEnabled("connector.spanmetrics.legacyMetricNames", false),
                gates.isEnabled("connector.spanmetrics.useSecondAsDefaultMetricsUnit", false),
                gates.isEnabled("spanmetrics.statusCodeConvention.useOtelPrefix", false));
    }
}
