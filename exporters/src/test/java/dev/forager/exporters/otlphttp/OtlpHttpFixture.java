// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.otlphttp;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.forager.config.RecordBinder;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.DecodeLimits;
import dev.forager.transport.codec.Decompressor;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An exporter and a server that keeps what it gets. */
abstract class OtlpHttpFixture {
    static final ExportTraceServiceRequest REQUEST =
            ExportTraceServiceRequest.newBuilder()
                    .addResourceSpans(
                            ResourceSpans.newBuilder()
                                    .addScopeSpans(
                                            ScopeSpans.newBuilder()
                                                    .addSpans(Span.newBuilder().setName("op"))))
                    .build();
    static final Map<String, String> PROTO = Map.of("Content-Type", "application/x-protobuf");

    final TestClock clock = new TestClock();
    final TestSettings settings = new TestSettings(clock);
    final List<Exporter> started = new ArrayList<>();
    HttpSink sink;

    @BeforeEach
    void open() throws Exception {
        sink = new HttpSink();
    }

    @AfterEach
    void stop() {
        started.forEach(exporter -> exporter.stop(Duration.ofSeconds(1)));
        sink.close();
    }

    static Payload payload() throws Exception {
        byte[] bytes = REQUEST.toByteArray();
        return Payload.parse(Signal.TRACES, bytes, 0, bytes.length);
    }

    Exporter start(String config) throws Exception {
        return start(config, Signal.TRACES);
    }

    Exporter start(String config, Signal signal) throws Exception {
        Exporter exporter =
                new OtlpHttpExporterFactory()
                        .create(
                                RecordBinder.read(config, OtlpHttpExporterConfig.class),
                                settings.exporter("otlp_http", signal));
        started.add(exporter);
        exporter.start(new TestHost());
        return exporter;
    }

    Exporter plain() throws Exception {
        return start("{endpoint: \"%s\"}".formatted(sink.url()));
    }

    static ConsumeException failureOf(Exporter exporter) {
        return catchThrowableOfType(
                ConsumeException.class, () -> exporter.export(payload(), Context.background()));
    }

    static byte[] inflated(HttpSink.Received received) throws Exception {
        String encoding = received.headers().getFirst("Content-Encoding");
        byte[] body = received.body();
        return encoding == null
                ? body
                : Decompressor.decompress(
                                requireNonNull(Compression.ofWireName(encoding)),
                                body,
                                0,
                                body.length,
                                DecodeLimits.ofBytes(1 << 20))
                        .toByteArray();
    }
}
