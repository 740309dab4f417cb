// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.WireBody;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exporters of the OpenTelemetry SDK for Java as clients. */
class OtlpSdkExportersTest {
    private RunningReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = RunningReceiver.start();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    @ParameterizedTest
    @CsvSource({"grpc,none", "grpc,gzip", "http,none", "http,gzip"})
    void spans(String protocol, String compression) throws Exception {
        SpanExporter exporter =
                protocol.equals("grpc")
                        ? OtlpGrpcSpanExporter.builder()
                                .setEndpoint(receiver.grpcEndpoint())
                                .setCompression(compression)
                                .build()
                        : OtlpHttpSpanExporter.builder()
                                .setEndpoint(receiver.httpEndpoint() + "/v1/traces")
                                .setCompression(compression)
                                .build();
        try (var tracers =
                SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build()) {
            tracers.get("lib").spanBuilder("a span").setAttribute("k", "v").startSpan().end();
            assertThat(tracers.forceFlush().join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
        }
        Payload payload = received(Signal.TRACES, compression);
        var request = ExportTraceServiceRequest.parseFrom(payload.toByteArray());
        var span = request.getResourceSpans(0).getScopeSpans(0).getSpans(0);
        assertThat(span.getName()).isEqualTo("a span");
        assertThat(span.getAttributes(0).getValue().getStringValue()).isEqualTo("v");
    }

    @ParameterizedTest
    @CsvSource({"grpc,none", "grpc,gzip", "http,none", "http,gzip"})
    void metrics(String protocol, String compression) throws Exception {
        MetricExporter exporter =
                protocol.equals("grpc")
                        ? OtlpGrpcMetricExporter.builder()
                                .setEndpoint(receiver.grpcEndpoint())
                                .setCompression(compression)
                                .build()
                        : OtlpHttpMetricExporter.builder()
                                .setEndpoint(receiver.httpEndpoint() + "/v1/metrics")
                                .setCompression(compression)
                                .build();
        try (var meters =
                SdkMeterProvider.builder()
                        .registerMetricReader(PeriodicMetricReader.create(exporter))
                        .build()) {
            meters.get("lib")
                    .counterBuilder("requests")
                    .build()
                    .add(3, Attributes.of(AttributeKey.stringKey("k"), "v"));
            assertThat(meters.forceFlush().join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
        }
        Payload payload = received(Signal.METRICS, compression);
        var request = ExportMetricsServiceRequest.parseFrom(payload.toByteArray());
        var metric = request.getResourceMetrics(0).getScopeMetrics(0).getMetrics(0);
        assertThat(metric.getName()).isEqualTo("requests");
        assertThat(metric.getSum().getDataPoints(0).getAsInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"grpc,none", "grpc,gzip", "http,none", "http,gzip"})
    void logs(String protocol, String compression) throws Exception {
        LogRecordExporter exporter =
                protocol.equals("grpc")
                        ? OtlpGrpcLogRecordExporter.builder()
                                .setEndpoint(receiver.grpcEndpoint())
                                .setCompression(compression)
                                .build()
                        : OtlpHttpLogRecordExporter.builder()
                                .setEndpoint(receiver.httpEndpoint() + "/v1/logs")
                                .setCompression(compression)
                                .build();
        try (var loggers =
                SdkLoggerProvider.builder()
                        .addLogRecordProcessor(SimpleLogRecordProcessor.create(exporter))
                        .build()) {
            loggers.get("lib").logRecordBuilder().setBody("a line").emit();
            assertThat(loggers.forceFlush().join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
        }
        Payload payload = received(Signal.LOGS, compression);
        var request = ExportLogsServiceRequest.parseFrom(payload.toByteArray());
        var record = request.getResourceLogs(0).getScopeLogs(0).getLogRecords(0);
        assertThat(record.getBody().getStringValue()).isEqualTo("a line");
    }

    private Payload received(Signal signal, String compression) {
        Payload payload = receiver.sinks.sink(signal).payloads().getFirst();
        assertThat(payload.itemCount()).isEqualTo(1);
        WireBody body = payload.received();
        if (compression.equals("gzip")) {
            assertThat(body).extracting(WireBody::codec).isEqualTo(WireBody.Codec.GZIP);
        } else {
            assertThat(body).isNull();
        }
        return payload;
    }
}
