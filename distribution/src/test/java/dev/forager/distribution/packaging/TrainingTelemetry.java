// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.packaging;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.Collections;

/** Export requests of ordinary size for the training run. Stateless. */
final class TrainingTelemetry {
    private static final Resource RESOURCE =
            Resource.newBuilder()
                    .addAttributes(attribute("service.name", "checkout"))
                    .addAttributes(attribute("k8s.pod.name", "checkout-7f9c5d7b6-x2x4z"))
                    .build();

    private TrainingTelemetry() {}

    static Message request(String signal, int items) {
        return switch (signal) {
            case "traces" ->
                    ExportTraceServiceRequest.newBuilder()
                            .addResourceSpans(
                                    ResourceSpans.newBuilder()
                                            .setResource(RESOURCE)
                                            .addScopeSpans(
                                                    ScopeSpans.newBuilder()
                                                            .addAllSpans(
                                                                    Collections.nCopies(
                                                                            items, span()))))
                            .build();
            case "metrics" ->
                    ExportMetricsServiceRequest.newBuilder()
                            .addResourceMetrics(
                                    ResourceMetrics.newBuilder()
                                            .setResource(RESOURCE)
                                            .addScopeMetrics(
                                                    ScopeMetrics.newBuilder()
                                                            .addMetrics(sum(items))
                                                            .addMetrics(histogram(items))))
                            .build();
            default ->
                    ExportLogsServiceRequest.newBuilder()
                            .addResourceLogs(
                                    ResourceLogs.newBuilder()
                                            .setResource(RESOURCE)
                                            .addScopeLogs(
                                                    ScopeLogs.newBuilder()
                                                            .addAllLogRecords(
                                                                    Collections.nCopies(
                                                                            items, log()))))
                            .build();
        };
    }

    /** OTLP/JSON; written by hand since protobuf's own JSON has ids in base64. */
    static String json(String signal, int items) {
        String attributes =
                "\"attributes\":[{\"key\":\"http.route\",\"value\":{\"stringValue\":\"/api/v1/cart\"}},"
                        + "{\"key\":\"http.status\",\"value\":{\"intValue\":\"200\"}}]";
        return switch (signal) {
            case "traces" ->
                    wrap(
                            "Spans",
                            "spans",
                            "{\"traceId\":\"5b8efff798038103d269b633813fc60c\","
                                    + "\"spanId\":\"eee19b7ec3c1b174\",\"name\":\"op\",\"kind\":2,"
                                    + "\"startTimeUnixNano\":\"1544712660000000000\","
                                    + "\"endTimeUnixNano\":\"1544712661000000000\","
                                    + attributes
                                    + "}",
                            items);
            case "metrics" ->
                    wrap(
                            "Metrics",
                            "metrics",
                            "{\"name\":\"m\",\"gauge\":{\"dataPoints\":[{\"asDouble\":1.5,"
                                    + "\"timeUnixNano\":\"1544712660000000000\","
                                    + attributes
                                    + "}]}}",
                            items);
            default ->
                    wrap(
                            "Logs",
                            "logRecords",
                            "{\"timeUnixNano\":\"1544712660000000000\",\"severityNumber\":9,"
                                    + "\"body\":{\"stringValue\":\"hello\"},"
                                    + attributes
                                    + "}",
                            items);
        };
    }

    private static String wrap(String kind, String list, String item, int items) {
        return "{\"resource%1$s\":[{\"resource\":{},\"scope%1$s\":[{\"scope\":{},\"%2$s\":[%3$s]}]}]}"
                .formatted(kind, list, String.join(",", Collections.nCopies(items, item)));
    }

    private static Span span() {
        return Span.newBuilder()
                .setTraceId(ByteString.copyFrom(new byte[16]))
                .setSpanId(ByteString.copyFrom(new byte[8]))
                .setName("GET /api/v1/cart")
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .setStartTimeUnixNano(1_544_712_660_000_000_000L)
                .setEndTimeUnixNano(1_544_712_661_000_000_000L)
                .addAttributes(attribute("http.route", "/api/v1/cart"))
                .addAttributes(attribute("user_agent.original", "Mozilla/5.0 \u00e4\u00f6\u00fc"))
                .build();
    }

    private static Metric sum(int points) {
        var point =
                NumberDataPoint.newBuilder()
                        .setTimeUnixNano(1_544_712_660_000_000_000L)
                        .setAsInt(5)
                        .addAttributes(attribute("http.route", "/api/v1/cart"))
                        .build();
        return Metric.newBuilder()
                .setName("requests")
                .setSum(Sum.newBuilder().addAllDataPoints(Collections.nCopies(points, point)))
                .build();
    }

    private static Metric histogram(int points) {
        var point =
                HistogramDataPoint.newBuilder()
                        .setTimeUnixNano(1_544_712_660_000_000_000L)
                        .setCount(3)
                        .setSum(6)
                        .addBucketCounts(1)
                        .addBucketCounts(2)
                        .addExplicitBounds(1.5)
                        .build();
        return Metric.newBuilder()
                .setName("duration")
                .setHistogram(
                        Histogram.newBuilder().addAllDataPoints(Collections.nCopies(points, point)))
                .build();
    }

    private static LogRecord log() {
        return LogRecord.newBuilder()
                .setTimeUnixNano(1_544_712_660_000_000_000L)
                .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_INFO)
                .setSeverityText("INFO")
                .setBody(AnyValue.newBuilder().setStringValue("Order placed in 12 ms"))
                .addAttributes(attribute("thread.name", "worker-3"))
                .build();
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
