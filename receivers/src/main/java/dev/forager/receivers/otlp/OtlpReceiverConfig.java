// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.otlp;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import dev.forager.transport.GrpcServerConfig;
import dev.forager.transport.HttpServerConfig;
import org.jspecify.annotations.Nullable;

/** Settings of the OTLP receiver. */
public record OtlpReceiverConfig(
        @Doc("The protocols that are served; a protocol is on when its key is there.")
                @Default("{}")
                Protocols protocols) {
    /** The protocols that are served. */
    public record Protocols(
            @Doc("OTLP/gRPC.") @Default("{endpoint: localhost:4317}")
                    @Nullable GrpcServerConfig grpc,
            @Doc("OTLP/HTTP, protobuf and JSON.") @Default("{}") @Nullable HttpProtocol http) {
        public Protocols {
            require(
                    grpc != null || http != null,
                    "must specify at least one protocol when using the OTLP receiver");
        }
    }

    /** OTLP/HTTP. */
    public record HttpProtocol(
            @Inline
                    @Default(
                            "{endpoint: localhost:4318, read_header_timeout: 0s, write_timeout: 0s}")
                    HttpServerConfig server,
            @Doc("Path for traces.") @Default("/v1/traces") String tracesUrlPath,
            @Doc("Path for metrics.") @Default("/v1/metrics") String metricsUrlPath,
            @Doc("Path for logs.") @Default("/v1/logs") String logsUrlPath) {
        public HttpProtocol {
            tracesUrlPath = absolute(tracesUrlPath, "/v1/traces");
            metricsUrlPath = absolute(metricsUrlPath, "/v1/metrics");
            logsUrlPath = absolute(logsUrlPath, "/v1/logs");
        }

        private static String absolute(String path, String whenEmpty) {
            if (path.isEmpty()) {
                return whenEmpty;
            }
            return path.startsWith("/") ? path : "/" + path;
        }
    }
}
