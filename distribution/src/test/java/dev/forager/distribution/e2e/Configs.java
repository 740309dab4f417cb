// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.e2e;

/** Configurations that tests share. Stateless. */
final class Configs {
    private Configs() {}

    /**
     * OTLP in over gRPC and HTTP, everything to {@code exporter}; own metrics on {@code
     * metricsPort}.
     */
    static String otlpTo(
            int grpc, int http, int metricsPort, String exporter, String exporterConfig) {
        return """
        receivers:
          otlp:
            protocols:
              grpc: {endpoint: "127.0.0.1:%d"}
              http: {endpoint: "127.0.0.1:%d"}
        exporters:
          %s: %s
        service:
          telemetry: {metrics: {readers: [{pull: {exporter: {prometheus: {host: 127.0.0.1, port: %d}}}}]}}
          pipelines:
            traces: {receivers: [otlp], exporters: [%s]}
            metrics: {receivers: [otlp], exporters: [%s]}
            logs: {receivers: [otlp], exporters: [%s]}
        """
                .formatted(
                        grpc,
                        http,
                        exporter,
                        exporterConfig,
                        metricsPort,
                        exporter,
                        exporter,
                        exporter);
    }
}
