// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

import dev.forager.pdata.Signal;
import java.util.ArrayList;
import java.util.List;

/**
 * One load and the configuration that all servers get.
 *
 * @param http OTLP/HTTP with protobuf instead of gRPC, on both sides
 * @param codec {@code none}, {@code gzip} or {@code zstd}, on both sides
 * @param batch items a request
 * @param work what is done in between
 * @param out what goes out
 */
record Scenario(Signal signal, boolean http, String codec, int batch, Work work, Out out) {
    /**
     * The protocol of the backend. Of remote write the samples are counted, not compared: that they
     * are the right ones is the matter of tests against a real Prometheus.
     */
    enum Out {
        OTLP("", ""),
        REMOTE_WRITE_1("prw1", "prometheus.WriteRequest"),
        REMOTE_WRITE_2("prw2", "io.prometheus.write.v2.Request");

        private final String word;
        private final String message;

        Out(String word, String message) {
            this.word = word;
            this.message = message;
        }
    }

    private static final int USUAL = 512;
    private static final int SMALL = 10;

    /** All scenarios, in the order of the table. */
    static List<Scenario> all() {
        var list = new ArrayList<Scenario>();
        for (Signal signal : List.of(Signal.TRACES, Signal.METRICS, Signal.LOGS)) {
            for (int batch : List.of(USUAL, SMALL)) {
                for (String codec : List.of("none", "gzip", "zstd")) {
                    list.add(passing(signal, false, codec, batch));
                }
                list.add(passing(signal, true, "none", batch));
                list.add(passing(signal, true, "gzip", batch));
            }
            list.add(working(signal, USUAL, Work.QUEUE));
        }
        for (Out out : List.of(Out.REMOTE_WRITE_1, Out.REMOTE_WRITE_2)) {
            list.add(new Scenario(Signal.METRICS, false, "none", USUAL, Work.PASS, out));
        }
        for (Signal signal : List.of(Signal.LOGS, Signal.TRACES)) {
            for (Work work : List.of(Work.ATTRIBUTES, Work.OTTL_1, Work.OTTL_4)) {
                list.add(working(signal, USUAL, work));
            }
        }
        list.add(working(Signal.LOGS, USUAL, Work.FILTER));
        list.add(working(Signal.TRACES, USUAL, Work.SPAN_METRICS));
        list.add(working(Signal.TRACES, USUAL, Work.TAIL_SAMPLING));
        for (int batch = 256; batch <= 8192; batch *= 2) {
            list.add(working(Signal.LOGS, batch, Work.RENAME));
        }
        return list;
    }

    private static Scenario passing(Signal signal, boolean http, String codec, int batch) {
        return new Scenario(signal, http, codec, batch, Work.PASS, Out.OTLP);
    }

    private static Scenario working(Signal signal, int batch, Work work) {
        return new Scenario(signal, false, "none", batch, work, Out.OTLP);
    }

    /** As {@code logs-grpc-none-b512-filter97}. */
    String name() {
        String to = isRemoteWrite() ? out.word : codec;
        String end = work.suffix().isEmpty() ? "" : "-" + work.suffix();
        return "%s-%s-%s-b%d%s".formatted(signal, http ? "http" : "grpc", to, batch, end);
    }

    /** Whether metrics leave as remote write. */
    boolean isRemoteWrite() {
        return out != Out.OTLP;
    }

    /** The configuration file for a server that listens on {@code in} and sends to {@code to}. */
    String config(int in, int to, int metricsPort) {
        return """
        receivers: {otlp: {protocols: {%s: {endpoint: "127.0.0.1:%d"%s}}}}
        processors: {%s}
        connectors: {%s}
        exporters: {%s}
        service:
          telemetry: {metrics: {readers: [{pull: {exporter: {prometheus: {host: 127.0.0.1, port: %d}}}}]}}
          pipelines: {%s}
        """
                .formatted(
                        http ? "http" : "grpc",
                        in,
                        http ? "" : ", max_recv_msg_size_mib: 64",
                        work.processors(signal),
                        work == Work.SPAN_METRICS
                                ? "spanmetrics: {metrics_flush_interval: 5s}"
                                : "",
                        exporter(to),
                        metricsPort,
                        pipelines());
    }

    private String exporter(int to) {
        if (isRemoteWrite()) {
            return """
            prometheusremotewrite: {endpoint: "http://127.0.0.1:%d/api/v1/write", protobuf_message: %s,
                tls: {insecure: true}, timeout: 60s, remote_write_queue: {enabled: false}}"""
                    .formatted(to, out.message);
        }
        String queue = work.isQueued() ? "" : ", sending_queue: {enabled: false}";
        String settings = "compression: " + codec + queue;
        return http
                ? "otlphttp: {endpoint: \"http://127.0.0.1:%d\", %s}".formatted(to, settings)
                : "otlp: {endpoint: \"127.0.0.1:%d\", tls: {insecure: true}, %s}"
                        .formatted(to, settings);
    }

    private String pipelines() {
        String last = isRemoteWrite() ? "prometheusremotewrite" : http ? "otlphttp" : "otlp";
        if (work == Work.SPAN_METRICS) {
            return "traces: {receivers: [otlp], exporters: [spanmetrics]}, metrics: {receivers: [spanmetrics], exporters: [%s]}"
                    .formatted(last);
        }
        return "%s: {receivers: [otlp], processors: [%s], exporters: [%s]}"
                .formatted(signal, work.order(), last);
    }

    /** The gRPC method of the signal's export service. */
    String grpcPath() {
        return grpcPath(signal);
    }

    /** The gRPC method of a signal's export service. */
    static String grpcPath(Signal signal) {
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
