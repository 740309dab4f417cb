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
import dev.forager.testkit.LogRecorder;
import dev.forager.testkit.MetricRecorder;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.transport.GrpcServerConfig;
import dev.forager.transport.HttpServerConfig;
import dev.forager.transport.RequestInstruments;
import dev.forager.transport.client.GrpcClientConfig;
import dev.forager.transport.client.GrpcUnaryClient;
import dev.forager.transport.client.HttpClientConfig;
import dev.forager.transport.client.HttpSender;
import dev.forager.transport.client.HttpTarget;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names, labels and buckets of servers and clients, as a Go collector 0.165 shows them. */
class RequestMetricsTest {
    private final MetricRecorder metrics = new MetricRecorder();
    private final LogRecorder log = new TestSettings().log();
    private final Echo echo = new Echo();
    private @Nullable RunningServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(Duration.ofSeconds(10));
        }
        metrics.close();
    }

    private ServerSettings settings() {
        return new ServerSettings(
                "otlp", log.logger(), MemoryBudget.unlimited(), metrics.meter(), null);
    }

    private int startHttp() throws IOException {
        RunningServer started =
                HttpServer.of(
                                HttpServerConfig.listeningOn("127.0.0.1:0"),
                                settings(),
                                ErrorAnswers.STATUS)
                        .messages("/v1/traces", new HttpFormat("application/json", echo))
                        .start(new TestHost());
        server = started;
        return started.port();
    }

    private HttpSender sender(int port, String path) throws Exception {
        return HttpSender.open(
                        RecordBinder.read("{}", HttpClientConfig.class),
                        HttpTarget.parse("http://127.0.0.1:%d%s".formatted(port, path), "endpoint"),
                        new HttpSender.Form("application/json", null, "test", Map.of()),
                        null,
                        InstantSource.system(),
                        log.logger())
                .measuredBy(metrics.meter());
    }

    private List<String> labels(String name) {
        return metrics.histogram(name).stream()
                .map(
                        point -> {
                            var sorted = new TreeMap<String, Object>();
                            point.getAttributes()
                                    .forEach((key, value) -> sorted.put(key.getKey(), value));
                            return sorted.toString();
                        })
                .sorted()
                .toList();
    }

    private double sum(String name) {
        return metrics.histogram(name).stream().mapToDouble(HistogramPointData::getSum).sum();
    }

    @Test
    void http_showsRoutesButNoPathOfTheClient() throws Exception {
        int port = startHttp();
        HttpData[] body = {HttpData.ofUtf8("{\"a\": 1}")};
        try (HttpSender sender = sender(port, "/v1/traces")) {
            sender.post(body, Context.background());
        }
        try (HttpSender sender = sender(port, "/nothing")) {
            assertThatThrownBy(() -> sender.post(body, Context.background()))
                    .isInstanceOf(ConsumeException.class);
        }
        await().until(() -> metrics.histogram("http.server.request.duration").size() == 2);
        String server =
                "http.request.method=POST, http.response.status_code=%d, %snetwork.protocol.name=http,"
                        + " network.protocol.version=1.1, server.address=127.0.0.1, server.port="
                        + port
                        + ", url.scheme=http}";
        for (String name :
                List.of(
                        "http.server.request.duration",
                        "http.server.request.body.size",
                        "http.server.response.body.size")) {
            assertThat(labels(name))
                    .as(name)
                    .containsExactly(
                            "{" + server.formatted(200, "http.route=/v1/traces, "),
                            "{" + server.formatted(404, ""));
        }
        for (String name :
                List.of("http.client.request.duration", "http.client.request.body.size")) {
            assertThat(labels(name))
                    .as(name)
                    .containsExactly(
                            "{" + server.formatted(200, ""), "{" + server.formatted(404, ""));
        }
        // An unknown path is answered at the headers: whether its body was there by then is chance.
        assertThat(metrics.histogram("http.server.request.body.size"))
                .filteredOn(
                        point ->
                                Long.valueOf(200)
                                        .equals(
                                                point.getAttributes()
                                                        .get(RequestInstruments.STATUS)))
                .singleElement()
                .extracting(HistogramPointData::getSum)
                .isEqualTo(8.0);
        assertThat(sum("http.client.request.body.size")).isEqualTo(16);
        assertThat(metrics.histogram("http.server.request.duration").getFirst().getBoundaries())
                .startsWith(0.005, 0.01)
                .endsWith(7.5, 10.0);
        assertThat(metrics.histogram("http.server.request.body.size").getFirst().getBoundaries())
                .startsWith(0.0, 5.0)
                .endsWith(7500.0, 10_000.0);
    }

    @Test
    void rpc_showsMethodsAndStatus() throws Exception {
        RunningServer started =
                GrpcServer.of(GrpcServerConfig.listeningOn("127.0.0.1:0"), settings())
                        .unary("pack.Service", "Export", echo)
                        .start(new TestHost());
        server = started;
        int port = started.port();
        call(port, "/pack.Service/Export");
        echo.failure = new Retryable("full");
        assertThatThrownBy(() -> call(port, "/pack.Service/Export"))
                .isInstanceOf(ConsumeException.class);
        assertThatThrownBy(() -> call(port, "/pack.Other/Made"))
                .isInstanceOf(ConsumeException.class);
        await().until(() -> metrics.histogram("rpc.server.call.duration").size() == 3);
        String ending = ", rpc.system.name=grpc%s}";
        String ok = "rpc.method=pack.Service/Export, rpc.response.status_code=OK" + ending;
        String full =
                "{error.type=UNAVAILABLE, rpc.method=pack.Service/Export,"
                        + " rpc.response.status_code=UNAVAILABLE"
                        + ending;
        String other =
                "{error.type=UNIMPLEMENTED, rpc.method=%s,"
                        + " rpc.response.status_code=UNIMPLEMENTED"
                        + ending;
        assertThat(labels("rpc.server.call.duration"))
                .containsExactlyInAnyOrder(
                        "{" + ok.formatted(""), full.formatted(""), other.formatted("_OTHER", ""));
        String peer = ", server.address=127.0.0.1, server.port=" + port;
        assertThat(labels("rpc.client.call.duration"))
                .containsExactlyInAnyOrder(
                        "{" + ok.formatted(peer),
                        full.formatted(peer),
                        other.formatted("pack.Other/Made", peer));
    }

    private void call(int port, String method) throws Exception {
        var config =
                RecordBinder.read(
                        "{endpoint: \"127.0.0.1:%d\", tls: {insecure: true}}".formatted(port),
                        GrpcClientConfig.class);
        try (GrpcUnaryClient client =
                GrpcUnaryClient.open(config, method, "test", Map.of(), null, log.logger())
                        .measuredBy(metrics.meter())) {
            byte[] _ =
                    client.call(new HttpData[] {HttpData.wrap(new byte[5])}, Context.background());
        }
    }
}
