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
 * @param out what goes out
 */
record Scenario(
        String name,
        Signal signal,
        boolean http,
        String codec,
        int batch,
        boolean queued,
        Out out) {
    /**
     * The protocol of the backend. Of remote write the samples are counted, not compared: that they
     * are the right ones is the matter of tests against a real Prometheus.
     */
    enum Out {
        OTLP(""),
        REMOTE_WRITE_1("prometheus.WriteRequest"),
        REMOTE_WRITE_2("io.prometheus.write.v2.Request");

        private final String message;

        Out(String message) {
            this.message = message;
        }
    }

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
        list.add(remoteWrite("metrics-grpc-prw1-b512", Out.REMOTE_WRITE_1));
        list.add(remoteWrite("metrics-grpc-prw2-b512", Out.REMOTE_WRITE_2));
        return list;
    }

    private static Scenario remoteWrite(String name, Out out) {
        return new Scenario(name, Signal.METRICS, false, "none", 512, false, out);
    }

    /** Whether metrics leave as remote write. */
    boolean isRemoteWrite() {
        return out != Out.OTLP;
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
        return new Scenario(name, signal, http, codec, batch, queued, Out.OTLP);
    }

    private String remoteWriteConfig(int in, int to, int metricsPort) {
        return """
        receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:%d"}}}}
        exporters:
          prometheusremotewrite:
            endpoint: "http://127.0.0.1:%d/api/v1/write"
            protobuf_message: %s
            tls: {insecure: true}
            timeout: 60s
            remote_write_queue: {enabled: false}
        service:
          telemetry: {metrics: {readers: [{pull: {exporter: {prometheus: {host: 127.0.0.1, port: %d}}}}]}}
          pipelines: {metrics: {receivers: [otlp], exporters: [prometheusremotewrite]}}
        """
                .formatted(in, to, out.message, metricsPort);
    }

    /** The configuration file for a server that listens on {@code in} and sends to {@code to}. */
    String config(int in, int to, int metricsPort) {
        if (isRemoteWrite()) {
            return remoteWriteConfig(in, to, metricsPort);
        }
        String protocol = http ? "http" : "grpc";
        String exporter = http ? "otlp_http" : "otlp_grpc";
        String endpoint = (http ? "http://127.0.0.1:" : "127.0.0.1:") + to;
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
