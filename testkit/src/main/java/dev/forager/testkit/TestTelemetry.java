// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.forager.pdata.MalformedTelemetryException;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.profiles.v1development.Profile;
import io.opentelemetry.proto.profiles.v1development.ProfilesDictionary;
import io.opentelemetry.proto.profiles.v1development.Sample;
import io.opentelemetry.proto.profiles.v1development.Stack;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.ByteBuffer;

/**
 * Telemetry of an imagined shop, made by the reference encoder. The same arguments give the same
 * bytes. Stateless.
 */
public final class TestTelemetry {
    /** 2026-01-01T00:00:00Z, as {@link TestClock#START}. */
    private static final long START_NANOS = 1_767_225_600_000_000_000L;

    private static final long SECOND = 1_000_000_000L;

    private TestTelemetry() {}

    /** {@code spans} server spans of one resource and scope. */
    public static Payload traces(int spans) {
        return of(Signal.TRACES, spans);
    }

    /** One sum with {@code points} data points. */
    public static Payload metrics(int points) {
        return of(Signal.METRICS, points);
    }

    /** {@code records} log records of one resource and scope. */
    public static Payload logs(int records) {
        return of(Signal.LOGS, records);
    }

    /** One profile with {@code samples} samples. */
    public static Payload profiles(int samples) {
        return of(Signal.PROFILES, samples);
    }

    /** Telemetry of {@code signal} with this number of items. */
    public static Payload of(Signal signal, int items) {
        return parse(signal, bytes(signal, items));
    }

    /** The export request of {@link #of}. */
    public static byte[] bytes(Signal signal, int items) {
        return request(signal, items).toByteArray();
    }

    /** Telemetry written as OTLP/JSON, read by the reference implementation. */
    public static Payload fromJson(Signal signal, String json) {
        return parse(signal, ReferenceJson.toProtobuf(signal, json));
    }

    /** The telemetry as indented OTLP/JSON, written by the reference implementation. */
    public static String toJson(Payload payload) {
        return ReferenceJson.toJson(payload.signal(), bytesOf(payload));
    }

    /** The export request of a payload in one array. */
    public static byte[] bytesOf(Payload payload) {
        var out = ByteBuffer.allocate(payload.byteSize());
        payload.forEachSegment(out::put);
        return out.array();
    }

    private static Payload parse(Signal signal, byte[] request) {
        try {
            return Payload.parse(signal, request, 0, request.length);
        } catch (MalformedTelemetryException e) {
            throw new AssertionError("a request of the reference encoder was refused", e);
        }
    }

    private static Message request(Signal signal, int items) {
        return switch (signal) {
            case TRACES -> traceRequest(items);
            case METRICS -> metricsRequest(items);
            case LOGS -> logsRequest(items);
            case PROFILES -> profilesRequest(items);
        };
    }

    private static Message traceRequest(int spans) {
        var request = ExportTraceServiceRequest.newBuilder();
        var resource = request.addResourceSpansBuilder().setResource(shop());
        var scope = resource.addScopeSpansBuilder().setScope(scope());
        for (int i = 0; i < spans; i++) {
            scope.addSpans(span(i));
        }
        return request.build();
    }

    private static Span span(int number) {
        long start = START_NANOS + number * SECOND;
        return Span.newBuilder()
                .setTraceId(id(16, 1 + number / 8))
                .setSpanId(id(8, 1 + number))
                .setName("GET /cart/" + number)
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + SECOND / 10)
                .addAttributes(text("http.request.method", "GET"))
                .addAttributes(text("url.path", "/cart/" + number))
                .addAttributes(number("http.response.status_code", number % 10 == 9 ? 500 : 200))
                .setStatus(Status.newBuilder().setCodeValue(number % 10 == 9 ? 2 : 0))
                .build();
    }

    private static Message metricsRequest(int points) {
        var request = ExportMetricsServiceRequest.newBuilder();
        var resource = request.addResourceMetricsBuilder().setResource(shop());
        var scope = resource.addScopeMetricsBuilder().setScope(scope());
        var sum =
                Sum.newBuilder()
                        .setIsMonotonic(true)
                        .setAggregationTemporality(
                                AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        for (int i = 0; i < points; i++) {
            sum.addDataPoints(
                    NumberDataPoint.newBuilder()
                            .setStartTimeUnixNano(START_NANOS)
                            .setTimeUnixNano(START_NANOS + SECOND)
                            .setAsInt(i)
                            .addAttributes(text("shelf", "s" + i)));
        }
        if (points > 0) {
            scope.addMetrics(
                    Metric.newBuilder().setName("shop.items").setUnit("{item}").setSum(sum));
        }
        return request.build();
    }

    private static Message logsRequest(int records) {
        var request = ExportLogsServiceRequest.newBuilder();
        var resource = request.addResourceLogsBuilder().setResource(shop());
        var scope = resource.addScopeLogsBuilder().setScope(scope());
        for (int i = 0; i < records; i++) {
            scope.addLogRecords(
                    LogRecord.newBuilder()
                            .setTimeUnixNano(START_NANOS + i * SECOND)
                            .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_INFO)
                            .setSeverityText("INFO")
                            .setBody(AnyValue.newBuilder().setStringValue("order " + i + " paid"))
                            .addAttributes(number("order.id", i))
                            .setTraceId(id(16, 1 + i))
                            .setSpanId(id(8, 1 + i)));
        }
        return request.build();
    }

    private static Message profilesRequest(int samples) {
        var request = ExportProfilesServiceRequest.newBuilder();
        request.setDictionary(
                ProfilesDictionary.newBuilder()
                        .addStringTable("")
                        .addStringTable("cpu")
                        .addStringTable("nanoseconds")
                        .addStackTable(Stack.getDefaultInstance()));
        var resource = request.addResourceProfilesBuilder().setResource(shop());
        var scope = resource.addScopeProfilesBuilder().setScope(scope());
        var profile = Profile.newBuilder().setProfileId(id(16, 1)).setTimeUnixNano(START_NANOS);
        for (int i = 0; i < samples; i++) {
            profile.addSamples(
                    Sample.newBuilder().addValues(i + 1L).addTimestampsUnixNano(START_NANOS + i));
        }
        scope.addProfiles(profile);
        return request.build();
    }

    private static Resource shop() {
        return Resource.newBuilder()
                .addAttributes(text("service.name", "shop"))
                .addAttributes(text("host.name", "shop-1"))
                .build();
    }

    private static InstrumentationScope scope() {
        return InstrumentationScope.newBuilder().setName("test").setVersion("1.0").build();
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static KeyValue number(String key, long value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setIntValue(value))
                .build();
    }

    private static ByteString id(int length, long number) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(length).putLong(length - Long.BYTES, number).array());
    }
}
