// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.testkit.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A file of each signal goes through receiver, processors and an OTLP exporter to a second receiver
 * and a file: what comes out is what went in, by every protocol and codec. The input files are in
 * the form in which the Go collector prints OTLP/JSON, so that text can be compared.
 */
class PassThroughIT {
    @TempDir Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "traces, otlp_grpc, none",
        "traces, otlp_http, gzip",
        "metrics, otlp_grpc, gzip",
        "metrics, otlp_http, zstd",
        "logs, otlp_grpc, zstd",
        "logs, otlp_http, none",
        "profiles, otlp_grpc, none",
        "profiles, otlp_http, gzip"
    })
    void telemetry_arrivesUnchanged(String signal, String exporter, String codec) throws Exception {
        String input = input(signal);
        int http = Ports.free();
        Path file = folder.resolve("out.json");
        try (var forager =
                RunningForager.ready(
                        config(signal, exporter, codec, http, file),
                        "--feature-gates=service.profilesSupport")) {
            String path = signal.equals("profiles") ? "/v1development/profiles" : "/v1/" + signal;
            var response = Http.postJson(http, path, input);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            Awaitility.await().until(() -> lines(file).size() == 1);
            forager.signal("TERM");
            assertThat(forager.exitCode()).as(forager.err()).isZero();
        }
        assertThat(lines(file)).containsExactly(input);
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static String input(String signal) throws IOException {
        try (var in = PassThroughIT.class.getResourceAsStream("/telemetry/" + signal + ".json")) {
            assertThat(in).as("telemetry/%s.json", signal).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static String config(
            String signal, String exporter, String codec, int http, Path file) {
        int grpcBack = Ports.free();
        int httpBack = Ports.free();
        String endpoint =
                exporter.equals("otlp_grpc")
                        ? "127.0.0.1:" + grpcBack
                        : "http://127.0.0.1:" + httpBack;
        return """
        receivers:
          otlp/front: {protocols: {http: {endpoint: "127.0.0.1:%d"}}}
          otlp/back: {protocols: {grpc: {endpoint: "127.0.0.1:%d"}, http: {endpoint: "127.0.0.1:%d"}}}
        processors:
          memory_limiter: {check_interval: 1s, limit_percentage: 90}
          batch: {timeout: 50ms}
        connectors: {forward: {}}
        exporters:
          %s: {endpoint: "%s", compression: %s, tls: {insecure: true}}
          file: {path: "%s"}
        service:
          telemetry: {metrics: {readers: [{pull: {exporter: {prometheus: {host: 127.0.0.1, port: %d}}}}]}}
          pipelines:
            %s/front: {receivers: [otlp/front], processors: [memory_limiter%s], exporters: [forward]}
            %s/middle: {receivers: [forward], exporters: [%s]}
            %s/back: {receivers: [otlp/back], exporters: [file]}
        """
                .formatted(
                        http,
                        grpcBack,
                        httpBack,
                        exporter,
                        endpoint,
                        codec,
                        file,
                        Ports.free(),
                        signal,
                        signal.equals("profiles") ? "" : ", batch",
                        signal,
                        exporter,
                        signal);
    }
}
