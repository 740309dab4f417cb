// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.OmitEmpty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code service::telemetry}: what the collector tells about itself. Immutable. Keys and defaults
 * are those of the Go collector 0.165, which follow the <a
 * href="https://github.com/open-telemetry/opentelemetry-configuration/tree/v0.3.0">declarative
 * configuration 0.3</a>.
 */
@OmitEmpty
public record TelemetryConfig(
        @Doc("The collector's own log.") @Default("{}") TelemetryLogs logs,
        @Doc("The collector's own metrics.") @Default("{}") TelemetryMetrics metrics,
        @Doc("The collector's own spans.") @Default("{}") TelemetryTraces traces,
        @Doc("Attributes of all the collector's own telemetry.") @Default("{}")
                TelemetryResource resource) {

    /** What an absent {@code telemetry} section means. */
    public static TelemetryConfig defaults() {
        return new TelemetryConfig(
                TelemetryLogs.defaults(),
                TelemetryMetrics.defaults(),
                TelemetryTraces.defaults(),
                TelemetryResource.of(Map.<String, @Nullable String>of()));
    }

    /** These settings with another section of logs. */
    public TelemetryConfig withLogs(TelemetryLogs changed) {
        return new TelemetryConfig(changed, metrics, traces, resource);
    }

    /** These settings with another section of metrics. */
    public TelemetryConfig withMetrics(TelemetryMetrics changed) {
        return new TelemetryConfig(logs, changed, traces, resource);
    }

    /** These settings with another section of traces. */
    public TelemetryConfig withTraces(TelemetryTraces changed) {
        return new TelemetryConfig(logs, metrics, changed, resource);
    }

    /** These settings with another resource. */
    public TelemetryConfig withResource(TelemetryResource changed) {
        return new TelemetryConfig(logs, metrics, traces, changed);
    }
}
