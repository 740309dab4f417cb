// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.packaging;

import com.github.luben.zstd.Zstd;
import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;

/** Requests in every protocol, codec and signal, several at a time. Confined to one thread. */
final class TrainingLoad {
    private static final int IN_FLIGHT = 16;
    private static final int ITEMS = 100;
    private static final Map<String, String> SERVICES =
            Map.of(
                    "traces", "trace.v1.TraceService",
                    "metrics", "metrics.v1.MetricsService",
                    "logs", "logs.v1.LogsService");

    private final int[] ports;
    private final List<Runnable> requests = new ArrayList<>();
    private final List<CompletableFuture<?>> due = new ArrayList<>();

    TrainingLoad(int[] ports) {
        this.ports = ports;
    }

    void run(Duration duration) throws IOException {
        try (var factory = ClientFactory.builder().build()) {
            for (int server = 0; server <= 4; server += 2) {
                WebClient grpc = client(factory, "h2c", ports[server]);
                WebClient http = client(factory, "h1c", ports[server + 1]);
                for (String signal : SERVICES.keySet()) {
                    prepare(grpc, http, signal);
                }
            }
            WebClient status = client(factory, "h1c", ports[10]);
            status.get("/metrics").aggregate().join();
            client(factory, "h1c", ports[8]).get("/").aggregate().join();
            long end = System.nanoTime() + duration.toNanos();
            for (int i = 0; System.nanoTime() < end; i++) {
                requests.get(i % requests.size()).run();
                if (due.size() == IN_FLIGHT) {
                    CompletableFuture.allOf(due.toArray(CompletableFuture[]::new)).join();
                    due.clear();
                }
            }
            status.get("/metrics").aggregate().join();
        }
    }

    private static WebClient client(ClientFactory factory, String protocol, int port) {
        return WebClient.builder(protocol + "://127.0.0.1:" + port).factory(factory).build();
    }

    private void prepare(WebClient grpc, WebClient http, String signal) throws IOException {
        byte[] message = TrainingTelemetry.request(signal, ITEMS).toByteArray();
        byte[] small = TrainingTelemetry.request(signal, 1).toByteArray();
        byte[] json = TrainingTelemetry.json(signal, ITEMS).getBytes(StandardCharsets.UTF_8);
        String method = "/opentelemetry.proto.collector." + SERVICES.get(signal) + "/Export";
        addGrpc(grpc, method, "identity", message, false);
        addGrpc(grpc, method, "identity", small, false);
        addGrpc(grpc, method, "gzip", gzip(message), true);
        addGrpc(grpc, method, "zstd", Zstd.compress(message), true);
        addHttp(http, signal, "application/x-protobuf", "identity", message);
        addHttp(http, signal, "application/x-protobuf", "gzip", gzip(message));
        addHttp(http, signal, "application/json", "identity", json);
    }

    private void addGrpc(
            WebClient client, String method, String encoding, byte[] body, boolean packed) {
        byte[] frame =
                ByteBuffer.allocate(body.length + 5)
                        .put((byte) (packed ? 1 : 0))
                        .putInt(body.length)
                        .put(body)
                        .array();
        var headers =
                RequestHeaders.builder(HttpMethod.POST, method)
                        .set("content-type", "application/grpc")
                        .set("te", "trailers")
                        .set("grpc-encoding", encoding)
                        .build();
        add(client, headers, frame);
    }

    private void addHttp(
            WebClient client, String signal, String type, String encoding, byte[] body) {
        var headers =
                RequestHeaders.builder(HttpMethod.POST, "/v1/" + signal).set("content-type", type);
        if (!encoding.equals("identity")) {
            headers.set("content-encoding", encoding);
        }
        add(client, headers.build(), body);
    }

    private void add(WebClient client, RequestHeaders headers, byte[] body) {
        requests.add(
                () ->
                        due.add(
                                client.execute(HttpRequest.of(headers, HttpData.wrap(body.clone())))
                                        .aggregate()
                                        .handle((response, failure) -> response)));
    }

    private static byte[] gzip(byte[] message) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(message);
        }
        return out.toByteArray();
    }
}
