// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The histograms of requests that the Go collector's instrumentation libraries make at level
 * detailed, with the names of the semantic conventions (<a
 * href="https://opentelemetry.io/docs/specs/semconv/http/http-metrics/">HTTP</a>, <a
 * href="https://opentelemetry.io/docs/specs/semconv/rpc/rpc-metrics/">RPC</a>). Labels come from
 * configurations and closed sets only: what a peer chooses is no label. Thread-safe.
 *
 * @param requestSize bytes of request bodies; null for RPC
 * @param responseSize bytes of response bodies; null where the Go collector has none
 */
public record RequestInstruments(
        DoubleHistogram duration,
        @Nullable LongHistogram requestSize,
        @Nullable LongHistogram responseSize) {
    /** Under this name the Go collector makes spans of HTTP. */
    public static final String HTTP_SCOPE =
            "go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp";

    /** Under this name the Go collector makes spans of calls. */
    public static final String RPC_SCOPE =
            "go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc";

    /** Method of HTTP. */
    public static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");

    /** Status of HTTP. */
    public static final AttributeKey<Long> STATUS =
            AttributeKey.longKey("http.response.status_code");

    /** The path that a server serves. */
    public static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");

    /** http or https. */
    public static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");

    /** Service and method of a call. */
    public static final AttributeKey<String> RPC_METHOD = AttributeKey.stringKey("rpc.method");

    /** Name of the gRPC code. */
    public static final AttributeKey<String> RPC_STATUS =
            AttributeKey.stringKey("rpc.response.status_code");

    /** What went wrong. */
    public static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    /** The server's address. */
    public static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");

    /** The server's port. */
    public static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");

    private static final AttributeKey<String> PROTOCOL =
            AttributeKey.stringKey("network.protocol.name");

    /** Version of HTTP. */
    public static final AttributeKey<String> VERSION =
            AttributeKey.stringKey("network.protocol.version");

    /** The kind of RPC. */
    public static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("rpc.system.name");

    /** Of the semantic conventions. */
    private static final List<Double> SECONDS =
            List.of(
                    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5,
                    10.0);

    /** What a Go collector 0.165 shows. */
    private static final List<Long> BYTES =
            List.of(
                    0L, 5L, 10L, 25L, 50L, 75L, 100L, 250L, 500L, 750L, 1000L, 2500L, 5000L, 7500L,
                    10_000L);

    /** Of an HTTP server; null where nobody reads them. */
    public static @Nullable RequestInstruments httpServer(Meter meter) {
        DoubleHistogram duration =
                duration(
                        meter, "http.server.request.duration", "Duration of HTTP server requests.");
        return duration.isEnabled()
                ? new RequestInstruments(
                        duration,
                        size(
                                meter,
                                "http.server.request.body.size",
                                "Size of HTTP server request bodies."),
                        size(
                                meter,
                                "http.server.response.body.size",
                                "Size of HTTP server response bodies."))
                : null;
    }

    /** Of an HTTP client; null where nobody reads them. */
    public static @Nullable RequestInstruments httpClient(Meter meter) {
        DoubleHistogram duration =
                duration(
                        meter, "http.client.request.duration", "Duration of HTTP client requests.");
        return duration.isEnabled()
                ? new RequestInstruments(
                        duration,
                        size(
                                meter,
                                "http.client.request.body.size",
                                "Size of HTTP client request bodies."),
                        null)
                : null;
    }

    /** Of a gRPC server; null where nobody reads them. */
    public static @Nullable RequestInstruments rpcServer(Meter meter) {
        return rpc(
                duration(
                        meter,
                        "rpc.server.call.duration",
                        "Measures the duration of an incoming Remote Procedure Call (RPC)."));
    }

    /** Of a gRPC client; null where nobody reads them. */
    public static @Nullable RequestInstruments rpcClient(Meter meter) {
        return rpc(
                duration(
                        meter,
                        "rpc.client.call.duration",
                        "Measures the duration of an outgoing Remote Procedure Call (RPC)."));
    }

    private static @Nullable RequestInstruments rpc(DoubleHistogram duration) {
        return duration.isEnabled() ? new RequestInstruments(duration, null, null) : null;
    }

    private static DoubleHistogram duration(Meter meter, String name, String help) {
        return meter.histogramBuilder(name)
                .setDescription(help)
                .setUnit("s")
                .setExplicitBucketBoundariesAdvice(SECONDS)
                .build();
    }

    private static LongHistogram size(Meter meter, String name, String help) {
        return meter.histogramBuilder(name)
                .ofLongs()
                .setDescription(help)
                .setUnit("By")
                .setExplicitBucketBoundariesAdvice(BYTES)
                .build();
    }

    /** Labels that every HTTP request has. */
    public static Attributes http(String method, boolean isHttp2, boolean isTls) {
        return Attributes.builder()
                .put(METHOD, method)
                .put(PROTOCOL, "http")
                .put(VERSION, isHttp2 ? "2" : "1.1")
                .put(SCHEME, isTls ? "https" : "http")
                .build();
    }

    /** Labels that every call has. */
    public static Attributes rpc(String method, int code) {
        return Attributes.builder()
                .put(RPC_METHOD, method)
                .put(RPC_STATUS, StatusMapping.nameOf(code))
                .put(SYSTEM, "grpc")
                .build();
    }

    /** One request has ended. */
    public void record(long nanos, long requestBytes, long responseBytes, Attributes labels) {
        duration.record(nanos / 1e9, labels);
        if (requestSize != null) {
            requestSize.record(requestBytes, labels);
        }
        if (responseSize != null) {
            responseSize.record(responseBytes, labels);
        }
    }
}
