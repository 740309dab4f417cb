// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.forager.pipeline.IpAddresses;
import dev.forager.pipeline.Tracing;
import dev.forager.transport.RequestInstruments;
import dev.forager.transport.StatusMapping;
import io.netty.util.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A span for each request of one server, where the collector traces itself: names and attributes of
 * the semantic conventions (<a
 * href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">HTTP</a>, <a
 * href="https://opentelemetry.io/docs/specs/semconv/rpc/rpc-spans/">RPC</a>) as a Go collector
 * 0.165 writes them. The span of the client becomes its parent where a propagator is configured.
 * Thread-safe.
 */
final class RequestSpans {
    /** The span of a request, for what happens behind it. */
    private static final AttributeKey<SpanContext> SPAN =
            AttributeKey.valueOf(RequestSpans.class, "SPAN");

    private static final TextMapGetter<HttpHeaders> HEADERS =
            new TextMapGetter<>() {
                @Override
                public @Nullable String get(@Nullable HttpHeaders headers, String name) {
                    return headers == null ? null : headers.get(HttpHeaderNames.of(name));
                }
            };

    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final Set<String> paths;
    private final boolean isRpc;

    private RequestSpans(
            Tracer tracer, TextMapPropagator propagator, Set<String> paths, boolean isRpc) {
        this.tracer = tracer;
        this.propagator = propagator;
        this.paths = paths;
        this.isRpc = isRpc;
    }

    /**
     * Of an HTTP server.
     *
     * @param routes the paths that it serves; others do not name a span
     */
    static @Nullable RequestSpans http(@Nullable Tracing tracing, Set<String> routes) {
        return tracing == null
                ? null
                : new RequestSpans(
                        tracing.tracers().get(RequestInstruments.HTTP_SCOPE),
                        tracing.propagator(),
                        routes,
                        false);
    }

    /** Of a gRPC server. */
    static @Nullable RequestSpans rpc(@Nullable Tracing tracing) {
        return tracing == null
                ? null
                : new RequestSpans(
                        tracing.tracers().get(RequestInstruments.RPC_SCOPE),
                        tracing.propagator(),
                        Set.of(),
                        true);
    }

    /** The span that {@link #begin} made of this request. */
    static @Nullable SpanContext of(ServiceRequestContext request) {
        return request.attr(SPAN);
    }

    /** A request has come; its span ends when the answer was written. */
    void begin(ServiceRequestContext request) {
        RequestHeaders headers = request.request().headers();
        SpanBuilder builder = isRpc ? call(request) : request(request, headers);
        InetSocketAddress local = request.localAddress();
        if (local.getAddress() != null) {
            builder.setAttribute(RequestInstruments.ADDRESS, IpAddresses.text(local.getAddress()))
                    .setAttribute(RequestInstruments.PORT, (long) local.getPort());
        }
        Span span =
                builder.setParent(propagator.extract(Context.root(), headers, HEADERS))
                        .setSpanKind(SpanKind.SERVER)
                        .startSpan();
        request.setAttr(SPAN, span.getSpanContext());
        var _ = request.log().whenComplete().thenAccept(log -> end(span, log));
    }

    private SpanBuilder call(ServiceRequestContext request) {
        String method = request.path().substring(1);
        return tracer.spanBuilder(method)
                .setAttribute(RequestInstruments.RPC_METHOD, method)
                .setAttribute(RequestInstruments.SYSTEM, "grpc");
    }

    private SpanBuilder request(ServiceRequestContext request, RequestHeaders headers) {
        String method = headers.method().name();
        String path = request.path();
        SpanBuilder builder =
                tracer.spanBuilder(paths.contains(path) ? method + " " + path : method)
                        .setAttribute(RequestInstruments.METHOD, method)
                        .setAttribute(
                                RequestInstruments.SCHEME,
                                request.sessionProtocol().isTls() ? "https" : "http")
                        .setAttribute("url.path", path)
                        .setAttribute(
                                RequestInstruments.VERSION,
                                request.sessionProtocol().isMultiplex() ? "2" : "1.1");
        InetSocketAddress peer = request.remoteAddress();
        if (peer.getAddress() != null) {
            builder.setAttribute("network.peer.address", IpAddresses.text(peer.getAddress()))
                    .setAttribute("network.peer.port", (long) peer.getPort())
                    .setAttribute("client.address", IpAddresses.text(request.clientAddress()));
        }
        String agent = headers.get(HttpHeaderNames.USER_AGENT);
        return agent == null ? builder : builder.setAttribute("user_agent.original", agent);
    }

    private void end(Span span, RequestLog log) {
        if (isRpc) {
            int code = RequestMetrics.code(log);
            span.setAttribute(RequestInstruments.RPC_STATUS, StatusMapping.nameOf(code));
            if (RequestMetrics.isServersFault(code)) {
                span.setStatus(StatusCode.ERROR);
            }
        } else {
            int status = log.responseHeaders().status().code();
            span.setAttribute("http.request.body.size", log.requestLength())
                    .setAttribute("http.response.body.size", log.responseLength())
                    .setAttribute(RequestInstruments.STATUS, (long) status);
            if (status >= 500) {
                span.setStatus(StatusCode.ERROR);
            }
        }
        span.end();
    }
}
