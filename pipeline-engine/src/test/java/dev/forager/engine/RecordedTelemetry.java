// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import dev.forager.engine.telemetry.SelfTelemetry;
import dev.forager.pipeline.Tracing;
import dev.forager.testkit.LogRecorder;
import dev.forager.testkit.MetricRecorder;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Telemetry that a test can read.
 *
 * @param tracing null makes no spans
 */
public record RecordedTelemetry(LogRecorder log, MetricRecorder metrics, @Nullable Tracing tracing)
        implements SelfTelemetry {
    public RecordedTelemetry() {
        this(null);
    }

    RecordedTelemetry(@Nullable Tracing tracing) {
        this(new LogRecorder(), new MetricRecorder(), tracing);
    }

    @Override
    public Meter meter(String scope) {
        return metrics.meter();
    }

    @Override
    public Meter componentMeter(String scope) {
        return metrics.meter();
    }

    @Override
    public Logger logger(String name, Map<String, ?> fields) {
        return log.logger();
    }

    @Override
    public @Nullable Tracing tracing(Map<String, String> component) {
        return tracing;
    }

    @Override
    public Map<String, Object> resource() {
        return Map.of();
    }

    @Override
    public List<Integer> prometheusPorts() {
        return List.of();
    }

    @Override
    public void close() {
        metrics.close();
    }
}
