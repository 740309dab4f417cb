// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import dev.forager.pipeline.ServiceView;

/**
 * The feature gates of the Go collector that change this connector.
 *
 * @param excludesResource resources go without attributes
 * @param includesInstanceId metrics say which instance of the connector made them
 * @param usesLegacyNames names begin with nothing, unless the configuration says with what
 * @param measuresSeconds durations are in seconds, unless the configuration says otherwise
 * @param usesOtelStatus {@code otel.status_code} instead of {@code status.code}
 */
record Gates(
        boolean excludesResource,
        boolean includesInstanceId,
        boolean usesLegacyNames,
        boolean measuresSeconds,
        boolean usesOtelStatus) {
    /** As they are when nobody switches them. */
    static final Gates DEFAULTS = new Gates(false, true, false, false, false);

    static Gates of(ServiceView service) {
        return new Gates(
                service.isGateEnabled("connector.spanmetrics.excludeResourceMetrics", false),
                service.isGateEnabled("connector.spanmetrics.includeCollectorInstanceID", true),
                service.isGateEnabled("connector.spanmetrics.legacyMetricNames", false),
                service.isGateEnabled("connector.spanmetrics.useSecondAsDefaultMetricsUnit", false),
                service.isGateEnabled("spanmetrics.statusCodeConvention.useOtelPrefix", false));
    }
}
