// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.linecorp.armeria.common.HttpData;
import dev.forager.config.RecordBinder;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.Tracing;
import dev.forager.testkit.LogRecorder;
import dev.forager.testkit.SpanRecorder;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.transport.GrpcServerConfig;
import dev.forager.transport.HttpServerConfig;
import dev.forager.transport.client.GrpcClientConfig;
import dev.forager.transport.client.GrpcUnaryClient;
import dev.forager.transport.client.HttpClientConfig;
import dev.forager.transport.client.HttpSender;
import dev.forager.transport.client.HttpTarget;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One request between our own client and server, traced on both sides. */
class RequestSpansTest {
    private final LogRecorder log = new TestSettings().log();
    private final SpanRecorder spans = new SpanRecorder();
    private final Echo echo = new Echo();

    @AfterEach
    void close() {
        spans.close();
    }

    private Tracing tracing(TextMapPropagator propagator) {
        return new Tracing(spans.provider(), propagator);
    }

    private ServerSettings settings(TextMapPropagator propagator) {
        return new ServerSettings(
                "otlp",
                log.logger(),
                MemoryBudget.unlimited(),
                MeterProvider.noop().get("none"),
                tracing(propagator));
    }

    private SpanData only(SpanKind kind) {
        await().until(() -> spans.spans().stream().anyMatch(span -> span.getKind() == kind));
        return spans.spans().stream()
                .filter(span -> span.getKind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> attributes(SpanData span) {
        var sorted = new TreeMap<String, Object>();
        span.getAttributes().forEach((key, value) -> sorted.put(key.getKey(), value));
        return sorted;
    }

    private void post(String path, TextMapPropagator propagator, Context context) throws Exception {
        RunningServer server =
                HttpServer.of(
                                HttpServerConfig.listeningOn("127.0.0.1:0"),
                                settings(propagator),
                                ErrorAnswers.STATUS)
                        .messages("/v1/traces", new HttpFormat("application/json", echo))
                        .start(new TestHost());
        String url = "http://127.0.0.1:%d%s".formatted(server.port(), path);
        try (HttpSender sender =
                HttpSender.open(
                                RecordBinder.read("{}", HttpClientConfig.class),
                                HttpTarget.parse(url, "endpoint"),
                                new HttpSender.Form("application/json", null, "agent", Map.of()),
                                null,
                                InstantSource.system(),
                                log.logger())
                        .tracedBy(tracing(propagator))) {
            sender.post(new HttpData[] {HttpData.ofUtf8("{\"a\": 1}")}, context);
        } finally {
            server.stop(Duration.ofSeconds(10));
        }
    }

    @Test
    void http_isOneTraceOnBothSides() throws Exception {
        Span outer = spans.provider().get("test").spanBuilder("outer").startSpan();
        post(
                "/v1/traces",
                W3CTraceContextPropagator.getInstance(),
                Context.background().withSpan(outer.getSpanContext()));
        SpanData sent = only(SpanKind.CLIENT);
        SpanData received = only(SpanKind.SERVER);
        assertThat(sent.getName()).isEqualTo("HTTP POST");
        assertThat(sent.getParentSpanId()).isEqualTo(outer.getSpanContext().getSpanId());
        assertThat(received.getName()).isEqualTo("POST /v1/traces");
        assertThat(received.getTraceId()).isEqualTo(outer.getSpanContext().getTraceId());
        assertThat(received.getParentSpanId()).isEqualTo(sent.getSpanId());
        assertThat(attributes(received))
                .containsEntry("http.request.method", "POST")
                .containsEntry("http.response.status_code", 200L)
                .containsEntry("http.request.body.size", 8L)
                .containsEntry("url.path", "/v1/traces")
                .containsEntry("url.scheme", "http")
                .containsEntry("user_agent.original", "agent")
                .containsEntry("network.protocol.version", "1.1")
                .containsEntry("client.address", "127.0.0.1")
                .containsEntry("server.address", "127.0.0.1")
                .containsKeys("server.port", "network.peer.address", "network.peer.port");
        assertThat(attributes(sent))
                .containsEntry("http.response.status_code", 200L)
                .containsKeys("url.full", "server.address", "server.port");
    }

    @Test
    void http_withoutPropagatorTheServerBeginsItsOwnTrace_andNoPathOfTheClientIsAName() {
        assertThatThrownBy(() -> post("/nothing", TextMapPropagator.noop(), Context.background()))
                .isInstanceOf(ConsumeException.class);
        SpanData sent = only(SpanKind.CLIENT);
        SpanData received = only(SpanKind.SERVER);
        assertThat(received.getName()).isEqualTo("POST");
        assertThat(received.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(received.getTraceId()).isNotEqualTo(sent.getTraceId());
        assertThat(sent.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void rpc_isOneTraceOnBothSides_andItsStatusIsToldOnBoth() throws Exception {
        TextMapPropagator w3c = W3CTraceContextPropagator.getInstance();
        RunningServer server =
                GrpcServer.of(GrpcServerConfig.listeningOn("127.0.0.1:0"), settings(w3c))
                        .unary("pack.Service", "Export", echo)
                        .start(new TestHost());
        var config =
                RecordBinder.read(
                        "{endpoint: \"127.0.0.1:%d\", tls: {insecure: true}}"
                                .formatted(server.port()),
                        GrpcClientConfig.class);
        echo.failure = new Retryable("full");
        try (GrpcUnaryClient client =
                GrpcUnaryClient.open(
                                config,
                                "/pack.Service/Export",
                                "agent",
                                Map.of(),
                                null,
                                log.logger())
                        .tracedBy(tracing(w3c))) {
            assertThatThrownBy(
                            () ->
                                    client.call(
                                            new HttpData[] {HttpData.wrap(new byte[5])},
                                            Context.background()))
                    .isInstanceOf(ConsumeException.class);
        } finally {
            server.stop(Duration.ofSeconds(10));
        }
        SpanData sent = only(SpanKind.CLIENT);
        SpanData received = only(SpanKind.SERVER);
        assertThat(received.getName()).isEqualTo("pack.Service/Export");
        assertThat(received.getParentSpanId()).isEqualTo(sent.getSpanId());
        for (SpanData span : List.of(sent, received)) {
            assertThat(attributes(span))
                    .containsEntry("rpc.system.name", "grpc")
                    .containsEntry("rpc.method", "pack.Service/Export")
                    .containsEntry("rpc.response.status_code", "UNAVAILABLE")
                    .containsEntry("server.address", "127.0.0.1")
                    .containsKey("server.port");
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        }
    }
}
