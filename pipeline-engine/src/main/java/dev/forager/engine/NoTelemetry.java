// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import dev.forager.engine.graph.ComponentTelemetry;
import dev.forager.pipeline.Tracing;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/** Says and measures nothing: for a graph that is built to be checked, then thrown away. */
record NoTelemetry() implements ComponentTelemetry {
    @Override
    public Logger logger(String name, Map<String, ?> fields) {
        return NOPLogger.NOP_LOGGER;
    }

    @Override
    public Meter meter(String scope) {
        return MeterProvider.noop().get(scope);
    }

    @Override
    public @Nullable Tracing tracing(Map<String, String> component) {
        return null;
    }
}
