// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.pdata;

import com.google.protobuf.ByteString;
import dev.forager.pdata.MalformedTelemetryException;
import dev.forager.pdata.OtlpJson;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds a span of about 450 bytes (ten attributes, ids, status) costs at the border: checked
 * as protobuf, read from JSON, written as JSON. Requests of 512 spans, eight of them in turn so
 * that branch prediction does not learn one by heart. A nanosecond a span is a CPU-second per
 * billion.
 *
 * <pre>{@code
 * ./mvnw -q -pl benchmarks -am install -DskipTests
 * ./mvnw -q -pl benchmarks dependency:build-classpath -Dmdep.outputFile=target/cp
 * java -XX:+UseSerialGC -cp "benchmarks/target/classes:$(cat benchmarks/target/cp)" \
 *     org.openjdk.jmh.Main ValidatorBenchmark -prof gc
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ValidatorBenchmark.SPANS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class ValidatorBenchmark {
    /** Spans of a request. */
    static final int SPANS = 512;

    private static final int VARIANTS = 8;

    private final byte[][] requests = new byte[VARIANTS][];
    private final byte[][] texts = new byte[VARIANTS][];
    private final Payload[] payloads = new Payload[VARIANTS];
    private int next;

    /** Prepares the requests. */
    public ValidatorBenchmark() {
        try {
            for (int i = 0; i < VARIANTS; i++) {
                requests[i] = request(new SplittableRandom(i));
                payloads[i] = Payload.parse(Signal.TRACES, requests[i], 0, requests[i].length);
                texts[i] = OtlpJson.toJson(payloads[i]);
            }
        } catch (MalformedTelemetryException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Structure, UTF-8 and count of a protobuf request. */
    @Benchmark
    public Payload checkProtobuf() throws MalformedTelemetryException {
        byte[] bytes = requests[turn()];
        return Payload.parse(Signal.TRACES, bytes, 0, bytes.length);
    }

    /** JSON to protobuf. */
    @Benchmark
    public byte[] readJson() throws MalformedTelemetryException {
        byte[] text = texts[turn()];
        return OtlpJson.toProtobuf(Signal.TRACES, text, 0, text.length);
    }

    /** Protobuf to JSON. */
    @Benchmark
    public byte[] writeJson() {
        return OtlpJson.toJson(payloads[turn()]);
    }

    private int turn() {
        next = (next + 1) % VARIANTS;
        return next;
    }

    private static byte[] request(SplittableRandom random) {
        ScopeSpans.Builder spans =
                ScopeSpans.newBuilder()
                        .setScope(InstrumentationScope.newBuilder().setName("io.example.http"));
        for (int i = 0; i < SPANS; i++) {
            spans.addSpans(span(random));
        }
        Resource resource =
                Resource.newBuilder()
                        .addAttributes(text("service.name", "checkout"))
                        .addAttributes(text("host.name", "ip-10-0-3-17"))
                        .build();
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(
                        ResourceSpans.newBuilder().setResource(resource).addScopeSpans(spans))
                .build()
                .toByteArray();
    }

    private static Span span(SplittableRandom random) {
        long start = 1_760_000_000_000_000_000L + random.nextInt(1_000_000_000);
        return Span.newBuilder()
                .setTraceId(id(random, 16))
                .setSpanId(id(random, 8))
                .setParentSpanId(id(random, 8))
                .setName("GET /api/v1/orders/{orderId}")
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + random.nextInt(50_000_000))
                .setFlags(257)
                .addAttributes(text("http.request.method", "GET"))
                .addAttributes(text("url.path", "/api/v1/orders/" + random.nextInt(1_000_000)))
                .addAttributes(text("server.address", "orders.example.internal"))
                .addAttributes(number("server.port", 8443))
                .addAttributes(
                        number("http.response.status_code", random.nextInt(9) == 0 ? 500 : 200))
                .addAttributes(text("network.protocol.version", "1.1"))
                .addAttributes(text("user_agent.original", "okhttp/4.12.0"))
                .addAttributes(text("client.address", "10.0.7." + random.nextInt(256)))
                .addAttributes(number("http.response.body.size", random.nextInt(100_000)))
                .addAttributes(text("thread.name", "worker-" + random.nextInt(64)))
                .setStatus(Status.newBuilder().setCodeValue(random.nextInt(2)))
                .build();
    }

    private static ByteString id(SplittableRandom random, int length) {
        byte[] id = new byte[length];
        random.nextBytes(id);
        return ByteString.copyFrom(id);
    }

    private static KeyValue text(String key, String value) {
        return attribute(key, AnyValue.newBuilder().setStringValue(value));
    }

    private static KeyValue number(String key, long value) {
        return attribute(key, AnyValue.newBuilder().setIntValue(value));
    }

    private static KeyValue attribute(String key, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }
}
