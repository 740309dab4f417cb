// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.forager.pipeline.IpAddresses;
import dev.forager.transport.RequestInstruments;
import dev.forager.transport.StatusMapping;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.Meter;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Measures the requests of one server, where somebody reads that. Thread-safe. */
final class RequestMetrics {
    private final RequestInstruments instruments;
    private final Set<String> methods;
    private final boolean isRpc;

    private RequestMetrics(RequestInstruments instruments, Set<String> methods, boolean isRpc) {
        this.instruments = instruments;
        this.methods = methods;
        this.isRpc = isRpc;
    }

    /**
     * Of an HTTP server.
     *
     * @param routes the paths that it serves; others are no labels
     */
    static @Nullable RequestMetrics http(Meter meter, Set<String> routes) {
        RequestInstruments instruments = RequestInstruments.httpServer(meter);
        return instruments == null ? null : new RequestMetrics(instruments, routes, false);
    }

    /**
     * Of a gRPC server.
     *
     * @param paths of its methods; others are no labels
     */
    static @Nullable RequestMetrics rpc(Meter meter, Set<String> paths) {
        RequestInstruments instruments = RequestInstruments.rpcServer(meter);
        return instruments == null ? null : new RequestMetrics(instruments, paths, true);
    }

    /** Measures one request; its figures are there when the answer was written. */
    void watch(ServiceRequestContext context) {
        var _ = context.log().whenComplete().thenAccept(this::record);
    }

    private void record(RequestLog log) {
        instruments.record(
                log.totalDurationNanos(),
                log.requestLength(),
                log.responseLength(),
                isRpc ? call(log) : request(log));
    }

    private Attributes request(RequestLog log) {
        HttpMethod method = log.requestHeaders().method();
        AttributesBuilder labels =
                RequestInstruments.http(
                                method == HttpMethod.UNKNOWN ? "_OTHER" : method.name(),
                                log.sessionProtocol().isMultiplex(),
                                log.sessionProtocol().isTls())
                        .toBuilder()
                        .put(
                                RequestInstruments.STATUS,
                                (long) log.responseHeaders().status().code());
        String path = log.context().path();
        if (methods.contains(path)) {
            labels.put(RequestInstruments.ROUTE, path);
        }
        // The client may name any host; the socket does not lie.
        InetSocketAddress local = ((ServiceRequestContext) log.context()).localAddress();
        if (local.getAddress() != null) {
            labels.put(RequestInstruments.ADDRESS, IpAddresses.text(local.getAddress()))
                    .put(RequestInstruments.PORT, (long) local.getPort());
        }
        return labels.build();
    }

    private Attributes call(RequestLog log) {
        String path = log.context().path();
        int code = code(log);
        Attributes labels =
                RequestInstruments.rpc(methods.contains(path) ? path.substring(1) : "_OTHER", code);
        return isServersFault(code)
                ? labels.toBuilder()
                        .put(RequestInstruments.ERROR, StatusMapping.nameOf(code))
                        .build()
                : labels;
    }

    static int code(RequestLog log) {
        String ending = log.responseTrailers().get("grpc-status");
        String text = ending == null ? log.responseHeaders().get("grpc-status") : ending;
        try {
            return text == null ? StatusMapping.UNKNOWN : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return StatusMapping.UNKNOWN;
        }
    }

    /** The codes that the semantic conventions call errors of a server. */
    static boolean isServersFault(int code) {
        return switch (code) {
            case StatusMapping.UNKNOWN,
                    StatusMapping.DEADLINE_EXCEEDED,
                    StatusMapping.UNIMPLEMENTED,
                    StatusMapping.INTERNAL,
                    StatusMapping.UNAVAILABLE,
                    StatusMapping.DATA_LOSS ->
                    true;
            default -> false;
        };
    }
}
