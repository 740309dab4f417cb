// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import dev.forager.config.RecordBinder;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Context;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A running exporter on a port of its own, and somebody who scrapes it. */
final class ScrapedExporter implements AutoCloseable {
    final TestSettings settings = new TestSettings();
    final AtomicLong nanos = new AtomicLong(1);
    private final PrometheusExporter exporter;
    private final HttpClient http = HttpClient.newHttpClient();

    ScrapedExporter(String... keys) throws Exception {
        List<String> lines = new ArrayList<>(List.of("endpoint: 127.0.0.1:0"));
        lines.addAll(List.of(keys));
        lines.removeIf(line -> line.strip().equals("{}"));
        exporter =
                new PrometheusExporter(
                        RecordBinder.read(String.join("\n", lines), PrometheusExporterConfig.class),
                        settings.exporter("prometheus", Signal.METRICS),
                        nanos::get);
        exporter.start(new TestHost());
    }

    int port() {
        return exporter.port();
    }

    /** Answers how many points were left out. */
    long export(Payload payload) {
        return exporter.export(payload, Context.background());
    }

    long exportJson(String json) {
        return export(TestTelemetry.fromJson(Signal.METRICS, json));
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    HttpResponse<byte[]> get(String... headers) throws IOException {
        var request =
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/metrics".formatted(exporter.port())));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The lines of the text but for comments. */
    List<String> samples() throws IOException {
        return text("*/*").lines().filter(line -> !line.startsWith("#")).toList();
    }

    String text(String accept) throws IOException {
        return new String(get("Accept", accept).body(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        exporter.stop(Duration.ofSeconds(1));
        http.close();
    }
}
