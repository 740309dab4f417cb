// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.util.JsonFormat;
import dev.forager.config.RecordBinder;
import dev.forager.exporters.prometheusremotewrite.WireTypes;
import dev.forager.pdata.Signal;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.TestConsumers;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.Compressor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** A running receiver on a port of its own, and somebody who writes to it. */
final class WrittenTo implements AutoCloseable {
    static final String V1 = "application/x-protobuf";
    static final String V2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request";

    final TestSettings settings = new TestSettings();
    final TestConsumers next = TestConsumers.all();
    private final PrometheusRemoteWriteReceiver receiver;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Compressor snappy = Compressor.of(Compression.SNAPPY, Compressor.DEFAULT_LEVEL);

    WrittenTo(String... keys) throws Exception {
        String yaml = "endpoint: 127.0.0.1:0\n" + String.join("\n", keys);
        receiver =
                new PrometheusRemoteWriteReceiver(
                        RecordBinder.read(yaml, PrometheusRemoteWriteReceiverConfig.class),
                        settings.receiver("prometheus_remote_write"),
                        next);
        receiver.start(new TestHost());
    }

    CollectingConsumer sink() {
        return next.sink(Signal.METRICS);
    }

    String url() {
        return "http://127.0.0.1:%d/api/v1/write".formatted(receiver.port());
    }

    /** A message by its JSON. */
    static byte[] message(String type, String json) {
        var message = DynamicMessage.newBuilder(type.equals(V1) ? WireTypes.V1 : WireTypes.V2);
        try {
            JsonFormat.parser().merge(json, message);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return message.build().toByteArray();
    }

    HttpResponse<String> write(String type, String json) throws IOException {
        return post(type, message(type, json));
    }

    HttpResponse<String> post(String type, byte[] body) throws IOException {
        byte[] packed = snappy.compress(body, 0, body.length, 0);
        return send(packed, "Content-Type", type, "Content-Encoding", "snappy");
    }

    HttpResponse<String> send(byte[] body, String... headers) throws IOException {
        var request =
                HttpRequest.newBuilder(URI.create(url()))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What an answer of version 2.0 says was taken: samples, histograms, exemplars. */
    static List<String> written(HttpResponse<String> answer) {
        return List.of("samples", "histograms", "exemplars").stream()
                .map("x-prometheus-remote-write-%s-written"::formatted)
                .map(name -> answer.headers().firstValue(name).orElse("none"))
                .toList();
    }

    @Override
    public void close() {
        receiver.stop(Duration.ofSeconds(1));
        http.close();
    }
}
