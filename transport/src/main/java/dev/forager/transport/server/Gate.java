// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.ClosedSessionException;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.forager.pipeline.AuthResult;
import dev.forager.pipeline.AuthenticationException;
import dev.forager.pipeline.RpcStatus;
import dev.forager.pipeline.ServerAuthenticator;
import dev.forager.transport.StatusMapping;
import io.netty.channel.ChannelPipeline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What every request passes, whatever its path: drain, CORS, authentication. It stands at the
 * server, so that no route, known or unknown, is reached around it. Thread-safe.
 */
final class Gate implements DecoratingHttpServiceFunction {
    private static final RpcStatus DRAINING =
            new RpcStatus(StatusMapping.UNAVAILABLE, "server is shutting down", null);

    private final ServerRuntime server;
    private final ErrorAnswers errors;
    private final @Nullable CorsPolicy cors;
    private final @Nullable ServerAuthenticator authenticator;
    private final Credentials credentials;
    private final @Nullable HttpTimeouts timeouts;
    private final @Nullable RequestMetrics metrics;
    private final @Nullable RequestSpans spans;
    private final AtomicInteger underWay = new AtomicInteger();
    private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();
    private volatile boolean draining;

    Gate(
            ServerRuntime server,
            ErrorAnswers errors,
            @Nullable CorsPolicy cors,
            @Nullable ServerAuthenticator authenticator,
            Credentials credentials,
            @Nullable HttpTimeouts timeouts,
            @Nullable RequestMetrics metrics,
            @Nullable RequestSpans spans) {
        this.server = server;
        this.errors = errors;
        this.cors = cors;
        this.authenticator = authenticator;
        this.credentials = credentials;
        this.timeouts = timeouts;
        this.metrics = metrics;
        this.spans = spans;
    }

    /** Watches a new connection. */
    void add(ChannelPipeline connection) {
        if (timeouts != null) {
            timeouts.add(connection);
        }
    }

    /** Refuses new requests from now on, retryably; those under way go on. */
    void drain() {
        draining = true;
        if (underWay.get() == 0) {
            drained.complete(null);
        }
    }

    boolean isDraining() {
        return draining;
    }

    /** Completes once every request is answered after {@link #drain}. */
    Future<@Nullable Void> drained() {
        return drained;
    }

    @Override
    public HttpResponse serve(
            HttpService delegate, ServiceRequestContext context, HttpRequest request)
            throws Exception {
        underWay.incrementAndGet();
        if (metrics != null) {
            metrics.watch(context);
        }
        if (spans != null) {
            spans.begin(context);
        }
        HttpResponse response;
        try {
            response = answer(delegate, context, request);
        } catch (Throwable e) {
            answered();
            throw e;
        }
        var _ = response.whenComplete().whenComplete((_, _) -> answered());
        if (timeouts != null) {
            timeouts.begin(context, request, response);
        }
        return response;
    }

    private void answered() {
        if (underWay.decrementAndGet() == 0 && draining) {
            drained.complete(null);
        }
    }

    private HttpResponse answer(
            HttpService delegate, ServiceRequestContext context, HttpRequest request)
            throws Exception {
        RequestHeaders headers = request.headers();
        if (cors != null) {
            if (CorsPolicy.isPreflight(headers)) {
                return cors.preflight(headers);
            }
            CorsPolicy policy = cors;
            context.mutateAdditionalResponseHeaders(answer -> policy.mark(headers, answer));
        }
        if (draining) {
            return goodbye(context, headers);
        }
        return authenticator == null
                ? delegate.serve(context, request)
                : authenticated(authenticator, delegate, context, request);
    }

    private HttpResponse goodbye(ServiceRequestContext context, RequestHeaders headers) {
        var closing = context.initiateConnectionShutdown();
        return closing.isCompletedExceptionally()
                ? HttpResponse.ofFailure(ClosedSessionException.get())
                : errors.answer(headers, DRAINING);
    }

    /** Checks on a virtual thread, since a password hash takes long, and goes on if it is sound. */
    private HttpResponse authenticated(
            ServerAuthenticator checker,
            HttpService delegate,
            ServiceRequestContext context,
            HttpRequest request) {
        var answer = new CompletableFuture<HttpResponse>();
        server.execute(
                () -> {
                    try {
                        AuthResult result = checker.authenticate(credentials.of(context, request));
                        context.setAttr(Peers.AUTH, result);
                    } catch (AuthenticationException e) {
                        answer.complete(refused(request, String.valueOf(e.getMessage())));
                        return;
                    } catch (RuntimeException | Error e) {
                        server.log().error("The authenticator failed: the request is refused", e);
                        answer.complete(refused(request, "authentication failed"));
                        return;
                    }
                    context.eventLoop().execute(() -> goOn(delegate, context, request, answer));
                });
        return HttpResponse.of(answer);
    }

    private HttpResponse refused(HttpRequest request, String message) {
        return errors.answer(
                request.headers(), new RpcStatus(StatusMapping.UNAUTHENTICATED, message, null));
    }

    private static void goOn(
            HttpService delegate,
            ServiceRequestContext context,
            HttpRequest request,
            CompletableFuture<HttpResponse> answer) {
        try {
            answer.complete(delegate.serve(context, request));
        } catch (Exception e) {
            answer.completeExceptionally(e);
        }
    }
}
