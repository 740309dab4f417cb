// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.pdata;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.Key;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.MalformedTelemetryException;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Profiles;
import dev.forager.pdata.ResourceGroup;
import dev.forager.pdata.ScopeGroup;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Sizer;
import dev.forager.pdata.Span;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Traces;
import dev.forager.pdata.Value;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The codec by itself, in nanoseconds an item (1000 ns an item are one CPU-second per million), for
 * requests of 512 items, beside what protobuf-java takes to decode the same bytes.
 *
 * <p>Run, after {@code benchmarks/compare --help} has built the classes and written the class path:
 *
 * <pre>{@code
 * java -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" \
 *     org.openjdk.jmh.Main CodecBenchmark -prof gc
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
@OperationsPerInvocation(CodecBenchmark.ITEMS)
public class CodecBenchmark {
    static final int ITEMS = 512;

    private static final Key ENVIRONMENT = Key.of("deployment.environment.name");
    private static final Value PRODUCTION = Value.of("production");
    private static final Key STATUS = Key.of("http.response.status_code");
    private static final long SERVER_ERROR = 500;

    /** What is encoded. */
    @Param({"TRACES", "METRICS", "LOGS"})
    public Signal signal = Signal.TRACES;

    private byte[] bytes = {};
    private Payload payload = Payload.empty(Signal.TRACES);

    /** A request of {@value #ITEMS} items in five resources of two scopes each. */
    @Setup
    public void encode() {
        payload = SampleRequests.of(signal, ITEMS).seal();
        bytes = payload.toByteArray();
    }

    /** Checks structure and UTF-8 and counts. */
    @Benchmark
    public Payload parse() throws MalformedTelemetryException {
        return Payload.parse(signal, bytes, 0, bytes.length);
    }

    /** Looks at every container and edits nothing. */
    @Benchmark
    public Payload openAndSeal(Blackhole sink) {
        Telemetry telemetry = payload.open();
        for (ResourceGroup group : telemetry.resources()) {
            for (ScopeGroup scope : group.scopes()) {
                sink.consume(scope);
            }
        }
        return telemetry.seal();
    }

    /** One attribute more on every resource. */
    @Benchmark
    public Payload insertOnResources() {
        Telemetry telemetry = payload.open();
        for (ResourceGroup group : telemetry.resources()) {
            group.resource().attributes().put(ENVIRONMENT, PRODUCTION);
        }
        return telemetry.seal();
    }

    /** One attribute more on every item. */
    @Benchmark
    public Payload insertOnItems() {
        Telemetry telemetry = payload.open();
        forEachItem(telemetry, attributes -> attributes.put(ENVIRONMENT, PRODUCTION));
        return telemetry.seal();
    }

    /** Keeps one item in twenty, by an integer attribute. */
    @Benchmark
    public Payload removeIf() {
        Telemetry telemetry = payload.open();
        switch (telemetry) {
            case Traces traces -> traces.removeIf((r, s, span) -> isFine(span.attributes()));
            case Logs logs -> logs.removeIf((r, s, record) -> isFine(record.attributes()));
            case Metrics metrics ->
                    metrics.removeDataPointsIf((r, s, m, point) -> isFine(point.attributes()));
            case Profiles profiles -> profiles.removeIf((r, s, profile) -> true);
        }
        return telemetry.seal();
    }

    private static boolean isFine(Attributes attributes) {
        return attributes.getLong(STATUS, 0) < SERVER_ERROR;
    }

    /** Every item as an object. */
    @Benchmark
    public Telemetry decodeRecords(Blackhole sink) {
        Telemetry telemetry = payload.open();
        forEachItem(telemetry, sink::consume);
        return telemetry;
    }

    /** Every item as an object, and every attribute's value too. */
    @Benchmark
    public Telemetry decodeValues(Blackhole sink) {
        Telemetry telemetry = payload.open();
        forEachItem(
                telemetry,
                attributes -> {
                    for (KeyValue attribute : attributes) {
                        sink.consume(attribute.value());
                    }
                });
        return telemetry;
    }

    /** Parts of 100 items. */
    @Benchmark
    public List<Payload> splitByItems() {
        return payload.split(Sizer.ITEMS, 100);
    }

    /** Parts of a fifth of the bytes. */
    @Benchmark
    public List<Payload> splitByBytes() {
        return payload.split(Sizer.BYTES, bytes.length / 5);
    }

    /** Joins two and copies them out; a time per item of one. */
    @Benchmark
    public byte[] concatTwo() {
        return Payload.concat(List.of(payload, payload)).toByteArray();
    }

    /** The reference: decode with protobuf-java. */
    @Benchmark
    public MessageLite protobufDecode() throws InvalidProtocolBufferException {
        return switch (signal) {
            case TRACES -> ExportTraceServiceRequest.parseFrom(bytes);
            case METRICS -> ExportMetricsServiceRequest.parseFrom(bytes);
            case LOGS -> ExportLogsServiceRequest.parseFrom(bytes);
            case PROFILES -> ExportProfilesServiceRequest.parseFrom(bytes);
        };
    }

    private static void forEachItem(Telemetry telemetry, Consumer<Attributes> action) {
        switch (telemetry) {
            case Traces traces -> {
                for (Span span : traces.spans()) {
                    action.accept(span.attributes());
                }
            }
            case Metrics metrics -> {
                for (DataPoint point : metrics.dataPoints()) {
                    action.accept(point.attributes());
                }
            }
            case Logs logs -> {
                for (LogRecord record : logs.records()) {
                    action.accept(record.attributes());
                }
            }
            case Profiles profiles -> throw new IllegalStateException("profiles have no items");
        }
    }
}
