// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry;

import dev.forager.config.TelemetryConfig;
import dev.forager.config.TelemetryMetrics;
import dev.forager.config.TelemetryResource;
import dev.forager.engine.telemetry.logging.JulBridge;
import dev.forager.engine.telemetry.logging.LocalZone;
import dev.forager.engine.telemetry.logging.LogPipeline;
import dev.forager.engine.telemetry.logging.ProcessLog;
import dev.forager.engine.telemetry.metrics.SelfMetrics;
import dev.forager.pipeline.ServiceView.BuildInfo;
import dev.forager.pipeline.Tracing;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The one implementation. Thread-safe. */
final class RunningTelemetry implements SelfTelemetry {
    /** About when the process started: this class is among the first that load. */
    private static final long START_NANOS = System.nanoTime();

    private final Map<String, Object> resource;
    private final LogPipeline log;
    private final SelfMetrics metrics;
    private final @Nullable ComponentSpans spans;
    private final @Nullable Push push;

    private RunningTelemetry(
            Map<String, Object> resource,
            LogPipeline log,
            SelfMetrics metrics,
            @Nullable ComponentSpans spans,
            @Nullable Push push) {
        this.resource = resource;
        this.log = log;
        this.metrics = metrics;
        this.spans = spans;
        this.push = push;
    }

    static SelfTelemetry start(
            TelemetryConfig config, BuildInfo build, Map<String, String> defaults)
            throws IOException {
        Map<String, Object> resource = ResourceAttributes.of(config.resource(), build, defaults);
        LogPipeline log = openLog(config, resource);
        ProcessLog.use(log);
        JulBridge.install();
        Logger logger = log.logger(SelfTelemetry.class.getName(), Map.of());
        warn(config, logger);
        try {
            return start(config, resource, log, logger);
        } catch (IOException e) {
            abandon(log);
            throw e;
        } catch (UncheckedIOException | IllegalArgumentException e) {
            abandon(log);
            throw new IOException(e.getMessage(), e); // a file or an address of OTLP
        }
    }

    private static void abandon(LogPipeline log) {
        ProcessLog.leave(log);
        log.close();
    }

    private static SelfTelemetry start(
            TelemetryConfig config, Map<String, Object> attributes, LogPipeline log, Logger logger)
            throws IOException {
        Resource resource = ResourceAttributes.sdk(attributes);
        Push push = pushes(config) ? new Push(resource) : null;
        if (config.metrics().level() == TelemetryMetrics.Level.NONE) {
            logger.info("Internal metrics telemetry disabled");
        }
        SelfMetrics metrics = startMetrics(config.metrics(), resource);
        ComponentSpans spans = null;
        if (push == null || !config.traces().enabled()) {
            logger.info("Internal trace telemetry disabled");
        } else {
            spans = push.traces(config.traces());
        }
        if (push != null && !config.logs().processors().isEmpty()) {
            log.exportTo(push.logs(config.logs()));
        }
        return new RunningTelemetry(attributes, log, metrics, spans, push);
    }

    private static LogPipeline openLog(TelemetryConfig config, Map<String, Object> resource)
            throws IOException {
        try {
            return LogPipeline.open(
                    config.logs(), resource, InstantSource.system(), LocalZone.find());
        } catch (IOException e) {
            throw new IOException("failed to create logger: " + e.getMessage(), e);
        }
    }

    private static SelfMetrics startMetrics(TelemetryMetrics config, Resource resource)
            throws IOException {
        try {
            return SelfMetrics.start(config, resource, Push::metrics, START_NANOS);
        } catch (IOException e) {
            throw new IOException("failed to create meter provider: " + e.getMessage(), e);
        }
    }

    private static boolean pushes(TelemetryConfig config) {
        return config.traces().enabled() || !config.logs().processors().isEmpty();
    }

    private static void warn(TelemetryConfig config, Logger logger) {
        TelemetryResource.Detection detection = config.resource().detection();
        if (detection != null && !detection.withoutEffect().isEmpty()) {
            logger.atWarn()
                    .addKeyValue("detectors", detection.withoutEffect())
                    .log("These resource detectors find nothing here");
        }
        if (!config.resource().legacy().isEmpty()) {
            logger.atWarn()
                    .addKeyValue(
                            "legacy_resource_attributes",
                            new TreeSet<>(config.resource().legacy().keySet()))
                    .log(
                            "Using legacy service.telemetry.resource inline map format; prefer"
                                    + " service.telemetry.resource.attributes (array of maps with"
                                    + " `name` and `value` keys)");
        }
    }

    @Override
    public Meter meter(String scope) {
        return metrics.meter(scope, "");
    }

    @Override
    public Meter componentMeter(String scope) {
        return metrics.meter(scope, "otelcol_");
    }

    @Override
    public Logger logger(String name, Map<String, ?> fields) {
        return log.logger(name, fields);
    }

    @Override
    public @Nullable Tracing tracing(Map<String, String> component) {
        return spans == null ? null : spans.of(component);
    }

    @Override
    public Map<String, Object> resource() {
        return resource;
    }

    @Override
    public List<Integer> prometheusPorts() {
        return metrics.ports();
    }

    @Override
    public void close() {
        metrics.close();
        log.exportTo(null);
        if (push != null) {
            push.close();
        }
        ProcessLog.leave(log);
        log.close();
    }
}
