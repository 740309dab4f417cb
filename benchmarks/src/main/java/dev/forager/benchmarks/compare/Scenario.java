// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

import dev.forager.pdata.Signal;
import java.util.ArrayList;
import java.util.List;

/**
 * One load and the configuration that both servers get.
 *
 * @param name {@code signal-protocol-codec-bN[-queue]}
 * @param http OTLP/HTTP with protobuf instead of gRPC, on both sides
 * @param codec {@code none}, {@code gzip} or {@code zstd}, on both sides
 * @param batch items a request
 * @param queued default sending queue and batch processor: the acknowledgement comes early
 */
record Scenario(String name, Signal signal, boolean http, String codec, int batch, boolean queued) {
    /** Items a second of queued scenarios: a closed loop would only fill the queue. */
    static final int QUEUED_RATE = 50_000;

    /** All scenarios, in the order of the table. */
    static List<Scenario> all() {
        var list = new ArrayList<Scenario>();
        for (Signal signal : List.of(Signal.TRACES, Signal.METRICS, Signal.LOGS)) {
            for (String codec : List.of("none", "gzip", "zstd")) {
                list.add(of(signal, false, codec, 512, false));
            }
            list.add(of(signal, true, "none", 512, false));
            list.add(of(signal, true, "gzip", 512, false));
            list.add(of(signal, false, "none", 10, false));
            list.add(of(signal, false, "gzip", 10, false));
            list.add(of(signal, false, "none", 512, true));
        }
        return list;
    }

    private static Scenario of(
            Signal signal, boolean http, String codec, int batch, boolean queued) {
        String name =
                "%s-%s-%s-b%d%s"
                        .formatted(
                                signal,
                                http ? "http" : "grpc",
                                codec,
                                batch,
                                queued ? "-queue" : "");
        return new Scenario(name, signal, http, codec, batch, queued);
    }

    /** The configuration file for a server that listens on {@code in} and sends to {@code out}. */
    String config(int in, int out, int metricsPort) {
        String protocol = http ? "http" : "grpc";
        String exporter = http ? "otlp_http" : "otlp_grpc";
        String endpoint = (http ? "http://127.0.0.1:" : "127.0.0.1:") + out;
        String tls = http ? "" : ", tls: {insecure: true}";
        String queue = queued ? "" : ", sending_queue: {enabled: false}";
        return """
        receivers: {otlp: {protocols: {%s: {endpoint: "127.0.0.1:%d"}}}}
        processors: {%s}
        exporters: {%s: {endpoint: "%s", compression: %s%s%s}}
        service:
          telemetry: {metrics: {readers: [{pull: {exporter: {prometheus: {host: 127.0.0.1, port: %d}}}}]}}
          pipelines:
            %s: {receivers: [otlp], processors: [%s], exporters: [%s]}
        """
                .formatted(
                        protocol,
                        in,
                        queued ? "batch: {}" : "",
                        exporter,
                        endpoint,
                        codec,
                        tls,
                        queue,
                        metricsPort,
                        signal,
                        queued ? "batch" : "",
                        exporter);
    }

    /** The gRPC method of the signal's export service. */
    String grpcPath() {
        return switch (signal) {
            case TRACES -> "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
            case METRICS -> "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";
            case LOGS -> "/opentelemetry.proto.collector.logs.v1.LogsService/Export";
            case PROFILES -> throw new IllegalStateException("profiles have no scenario");
        };
    }

    /** The OTLP/HTTP path of the signal. */
    String httpPath() {
        return "/v1/" + signal;
    }
}
