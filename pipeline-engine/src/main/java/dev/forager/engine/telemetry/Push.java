// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry;

import dev.forager.config.TelemetryLogs;
import dev.forager.config.TelemetryMetrics;
import dev.forager.config.TelemetryOtlp;
import dev.forager.config.TelemetryTraces;
import dev.forager.engine.telemetry.logging.LogPipeline;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Sends the collector's own telemetry over OTLP or to standard output, through the OpenTelemetry
 * SDK. Loads only where the configuration asks for it. Queues are bounded by the configuration.
 *
 * <p>A {@code simple} processor is one that sends each item by itself, on a thread of its own: the
 * SDK's of that name neither waits for an answer nor bounds the requests under way, and spans of
 * servers end on event loops.
 */
final class Push implements AutoCloseable {
    /** How long the last of it may take. */
    static final Duration FLUSH = Duration.ofSeconds(5);

    private final Resource resource;
    private final List<AutoCloseable> providers = new ArrayList<>();

    Push(Resource resource) {
        this.resource = resource;
    }

    /** A reader that sends at intervals. */
    static MetricReader metrics(TelemetryMetrics.Periodic config) {
        TelemetryOtlp otlp = config.exporter().otlp();
        return PeriodicMetricReader.builder(
                        otlp == null
                                ? ConsoleExporters.metrics(System.out)
                                : OtlpExporters.metrics(otlp))
                .setInterval(Duration.ofMillis(config.interval()))
                .build();
    }

    /** Makes spans that are sent. */
    ComponentSpans traces(TelemetryTraces config) {
        List<SpanProcessor> processors = config.processors().stream().map(Push::spans).toList();
        var made =
                new ComponentSpans(
                        resource,
                        processors,
                        propagator(config.propagators()),
                        Sampling.sampler(config.sampler()),
                        Sampling.limits(config.limits()));
        providers.add(made);
        return made;
    }

    /** Without names contexts do not travel. */
    private static TextMapPropagator propagator(List<String> names) {
        return TextMapPropagator.composite(
                names.stream()
                        .map(
                                name ->
                                        name.equals("b3")
                                                ? B3Propagator.injectingSingleHeader()
                                                : W3CTraceContextPropagator.getInstance())
                        .toList());
    }

    private static SpanProcessor spans(TelemetryTraces.Processor config) {
        TelemetryTraces.Simple simple = config.simple();
        if (simple != null) {
            return BatchSpanProcessor.builder(spans(simple.exporter().otlp()))
                    .setMaxExportBatchSize(1)
                    .build();
        }
        TelemetryTraces.Batch batch = java.util.Objects.requireNonNull(config.batch());
        return BatchSpanProcessor.builder(spans(batch.exporter().otlp()))
                .setScheduleDelay(Duration.ofMillis(batch.scheduleDelay()))
                .setExporterTimeout(Duration.ofMillis(batch.exportTimeout()))
                .setMaxQueueSize(batch.maxQueueSize())
                .setMaxExportBatchSize(Math.min(batch.maxExportBatchSize(), batch.maxQueueSize()))
                .build();
    }

    /** Takes log lines. */
    LogPipeline.LogExport logs(TelemetryLogs config) {
        var builder = SdkLoggerProvider.builder().setResource(resource);
        config.processors().forEach(processor -> builder.addLogRecordProcessor(logs(processor)));
        SdkLoggerProvider provider = builder.build();
        providers.add(() -> provider.shutdown().join(FLUSH.toMillis(), TimeUnit.MILLISECONDS));
        var logger = provider.get("go.opentelemetry.io/collector/service");
        return (time, level, message, fields, stack) ->
                logger.logRecordBuilder()
                        .setTimestamp(time)
                        .setSeverity(severity(level))
                        .setSeverityText(level.toString().toLowerCase(java.util.Locale.ROOT))
                        .setBody(message)
                        .setAllAttributes(attributes(fields, stack))
                        .emit();
    }

    private static LogRecordProcessor logs(TelemetryLogs.Processor config) {
        TelemetryLogs.Simple simple = config.simple();
        if (simple != null) {
            return BatchLogRecordProcessor.builder(logs(simple.exporter().otlp()))
                    .setMaxExportBatchSize(1)
                    .build();
        }
        TelemetryLogs.Batch batch = java.util.Objects.requireNonNull(config.batch());
        return BatchLogRecordProcessor.builder(logs(batch.exporter().otlp()))
                .setScheduleDelay(Duration.ofMillis(batch.scheduleDelay()))
                .setExporterTimeout(Duration.ofMillis(batch.exportTimeout()))
                .setMaxQueueSize(batch.maxQueueSize())
                .setMaxExportBatchSize(Math.min(batch.maxExportBatchSize(), batch.maxQueueSize()))
                .build();
    }

    private static Attributes attributes(
            Map<String, ? extends @Nullable Object> fields, @Nullable String stack) {
        AttributesBuilder builder = Attributes.builder();
        fields.forEach(
                (key, value) -> {
                    if (value instanceof Throwable error) {
                        builder.put(key, String.valueOf(error.getMessage()));
                    } else if (value != null) {
                        ResourceAttributes.put(builder, key, value);
                    }
                });
        if (stack != null) {
            builder.put("exception.stacktrace", stack);
        }
        return builder.build();
    }

    private static Severity severity(Level level) {
        return switch (level) {
            case TRACE -> Severity.TRACE;
            case DEBUG -> Severity.DEBUG;
            case INFO -> Severity.INFO;
            case WARN -> Severity.WARN;
            case ERROR -> Severity.ERROR;
        };
    }

    /** Null stands for the console: the configuration knows no third kind. */
    private static SpanExporter spans(@Nullable TelemetryOtlp otlp) {
        return otlp == null ? ConsoleExporters.spans(System.out) : OtlpExporters.spans(otlp);
    }

    private static LogRecordExporter logs(@Nullable TelemetryOtlp otlp) {
        return otlp == null ? ConsoleExporters.logs(System.out) : OtlpExporters.logs(otlp);
    }

    @Override
    public void close() {
        for (AutoCloseable provider : providers) {
            try {
                provider.close();
            } catch (Exception e) {
                throw new IllegalStateException("telemetry of the collector did not stop", e);
            }
        }
    }
}
