// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentFactory;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.Tracing;
import io.opentelemetry.api.metrics.Meter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Loggers, meters and spans of components, with the labels of the Go collector. Immutable. */
record ComponentLogs(ComponentTelemetry telemetry) {
    /** The logger of an instance; what does not apply to its kind is null. */
    Logger logger(Part<?> part, @Nullable PipelineId pipeline, @Nullable Signal signal) {
        return telemetry.logger(
                part.factory().getClass().getName(), labels(part, pipeline, signal));
    }

    /** Makes the spans of an instance; null makes none. */
    @Nullable Tracing tracing(
            Part<?> part, @Nullable PipelineId pipeline, @Nullable Signal signal) {
        return telemetry.tracing(labels(part, pipeline, signal));
    }

    private static Map<String, String> labels(
            Part<?> part, @Nullable PipelineId pipeline, @Nullable Signal signal) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("otelcol.component.id", part.id().toString());
        fields.put("otelcol.component.kind", part.factory().kind().id());
        if (pipeline != null) {
            fields.put("otelcol.pipeline.id", pipeline.toString());
        }
        if (signal != null) {
            fields.put("otelcol.signal", signal.id());
        }
        return fields;
    }

    Meter meter(ComponentFactory<?> factory) {
        return telemetry.meter(factory.getClass().getPackageName());
    }
}
