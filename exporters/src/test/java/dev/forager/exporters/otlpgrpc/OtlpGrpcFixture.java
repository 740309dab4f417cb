// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.otlpgrpc;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.forager.config.RecordBinder;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An exporter and a server that keeps what it gets. */
abstract class OtlpGrpcFixture {
    static final ExportTraceServiceRequest REQUEST = request(3);

    @TempDir Path folder;

    final TestSettings settings = new TestSettings();
    final List<Exporter> started = new ArrayList<>();
    GrpcSink sink;

    @BeforeEach
    void open() throws Exception {
        sink = new GrpcSink();
    }

    @AfterEach
    void stop() {
        started.forEach(exporter -> exporter.stop(Duration.ofSeconds(1)));
        sink.close();
    }

    static ExportTraceServiceRequest request(int spans) {
        var scope = ScopeSpans.newBuilder();
        for (int i = 0; i < spans; i++) {
            scope.addSpans(Span.newBuilder().setName("span " + i).setStartTimeUnixNano(i));
        }
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
                .build();
    }

    static Payload payload(ExportTraceServiceRequest request) throws Exception {
        byte[] bytes = request.toByteArray();
        return Payload.parse(Signal.TRACES, bytes, 0, bytes.length);
    }

    Exporter start(String config) throws Exception {
        return start(config, new TestHost());
    }

    Exporter start(String config, TestHost host) throws Exception {
        var factory = new OtlpGrpcExporterFactory();
        Exporter exporter =
                factory.create(
                        RecordBinder.read(config, OtlpGrpcExporterConfig.class),
                        settings.exporter("otlp_grpc", Signal.TRACES));
        started.add(exporter);
        exporter.start(host);
        return exporter;
    }

    String plain(String more) {
        return "{endpoint: \"%s\", tls: {insecure: true}%s}".formatted(sink.endpoint(), more);
    }

    ConsumeException failureOf(Exporter exporter, Context context) {
        return catchThrowableOfType(
                ConsumeException.class, () -> exporter.export(payload(REQUEST), context));
    }

    ConsumeException failureOf(Exporter exporter) {
        return failureOf(exporter, Context.background());
    }
}
