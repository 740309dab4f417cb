// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.client.proxy.ProxyConfig;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.SessionProtocol;
import dev.forager.pipeline.ClientAuthenticator;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Tracing;
import dev.forager.pipeline.config.SecretMap;
import dev.forager.transport.RequestInstruments;
import dev.forager.transport.TlsClientConfig;
import dev.forager.transport.TlsMaterial;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Posts bodies to one URL. Thread-safe. A call blocks its thread, which should be a virtual one.
 * Connections are opened by the first call; http URLs are spoken to in HTTP/1.1, https URLs in what
 * the server chooses.
 */
public final class HttpSender implements AutoCloseable {
    /** Most bytes of an answer that are read, as upstream. */
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    /** As Go's http.Client. */
    private static final int MAX_REDIRECTS = 10;

    private final HttpTarget target;
    private final boolean isHttp2;
    private final Connections connections;
    private final Caller caller;
    private final HttpAnswers answers;
    private final RequestHeaders headers;
    private final @Nullable ClientAuthenticator authenticator;
    private final @Nullable CookieStore cookies;
    private final @Nullable Semaphore permits;
    private volatile @Nullable RequestInstruments instruments;
    private volatile @Nullable CallSpans spans;

    /**
     * What is the same for every request of a sender.
     *
     * @param contentType of the bodies
     * @param contentEncoding of the bodies; null where they are sent as they are
     * @param userAgent where the configured headers have none
     * @param fixed headers that the configuration cannot change
     */
    public record Form(
            String contentType,
            @Nullable String contentEncoding,
            String userAgent,
            Map<String, String> fixed) {}

    private HttpSender(
            HttpClientConfig config,
            HttpTarget target,
            Form form,
            ProxyConfig proxy,
            @Nullable ClientAuthenticator authenticator,
            @Nullable TlsMaterial tls,
            InstantSource clock) {
        this.target = target;
        this.authenticator = authenticator;
        SessionProtocol protocol = protocol(config, target);
        isHttp2 = protocol == SessionProtocol.HTTPS;
        connections = new Connections(options(config, protocol, tls, proxy));
        caller =
                new Caller(
                        connections, addresses(config, target, protocol, proxy), MAX_ANSWER_BYTES);
        answers = new HttpAnswers(target, clock);
        headers = headers(config.headers(), target, form);
        cookies = config.cookies() == null ? null : new CookieStore(target);
        permits =
                config.maxConnsPerHost() == 0 || protocol == SessionProtocol.HTTPS
                        ? null
                        : new Semaphore(config.maxConnsPerHost());
    }

    /**
     * A sender to one URL.
     *
     * @throws IOException when TLS files cannot be read
     * @throws IllegalArgumentException when a configured header cannot be sent
     */
    public static HttpSender open(
            HttpClientConfig config,
            HttpTarget target,
            Form form,
            @Nullable ClientAuthenticator authenticator,
            InstantSource clock,
            Logger log)
            throws IOException {
        return open(config, target, form, authenticator, clock, log, System.getenv());
    }

    /** As the other, with another environment to look for a proxy in. */
    static HttpSender open(
            HttpClientConfig config,
            HttpTarget target,
            Form form,
            @Nullable ClientAuthenticator authenticator,
            InstantSource clock,
            Logger log,
            Map<String, String> environment)
            throws IOException {
        TlsClientConfig settings = config.tls();
        TlsMaterial tls = target.isTls() ? TlsMaterial.forClient(settings, log) : null;
        ProxyConfig proxy =
                ProxyChoice.of(
                        config.proxyUrl(),
                        target.isTls(),
                        target.host(),
                        target.port(),
                        environment);
        return new HttpSender(config, target, form, proxy, authenticator, tls, clock);
    }

    static SessionProtocol protocol(HttpClientConfig config, HttpTarget target) {
        if (!target.isTls()) {
            return SessionProtocol.H1C;
        }
        return config.forceAttemptHttp2() ? SessionProtocol.HTTPS : SessionProtocol.H1;
    }

    static Connections.Options options(
            HttpClientConfig config,
            SessionProtocol protocol,
            @Nullable TlsMaterial tls,
            ProxyConfig proxy) {
        return new Connections.Options(
                protocol,
                tls,
                proxy,
                config.idleTimeout(),
                config.http2ReadIdleTimeout(),
                config.keepsConnections(),
                false);
    }

    static Addresses addresses(
            HttpClientConfig config,
            HttpTarget target,
            SessionProtocol protocol,
            ProxyConfig proxy) {
        PlainProxy plain = PlainProxy.of(protocol, proxy);
        if (plain != null) {
            return plain.addresses();
        }
        if (proxy.proxyType().isForwardProxy()) {
            return Addresses.behindProxy(target.host(), target.port());
        }
        String name = config.tls().serverNameOverride();
        return Addresses.ofHost(
                target.host(), target.port(), name == null ? target.host() : name, false);
    }

    private static RequestHeaders headers(SecretMap configured, HttpTarget target, Form form) {
        RequestHeadersBuilder headers =
                RequestHeaders.builder(HttpMethod.POST, target.path())
                        .scheme(target.isTls() ? "https" : "http")
                        .authority(target.authority())
                        .set(HttpHeaderNames.CONTENT_TYPE, form.contentType)
                        .set(HttpHeaderNames.USER_AGENT, form.userAgent);
        if (form.contentEncoding != null) {
            headers.set(HttpHeaderNames.CONTENT_ENCODING, form.contentEncoding);
        }
        if (target.credentials() != null) {
            headers.set(HttpHeaderNames.AUTHORIZATION, target.credentials());
        }
        configured
                .values()
                .forEach(
                        (name, value) -> {
                            String lower = name.toLowerCase(Locale.ROOT);
                            if (lower.equals("host")) {
                                headers.authority(value.reveal());
                            } else {
                                HeaderValues.set(headers, lower, value.reveal());
                            }
                        });
        form.fixed.forEach(headers::set);
        return headers.build();
    }

    /** Measures requests from now on. */
    public HttpSender measuredBy(Meter meter) {
        instruments = RequestInstruments.httpClient(meter);
        return this;
    }

    /** Makes a span of each request from now on. */
    public HttpSender tracedBy(@Nullable Tracing tracing) {
        spans = tracing == null ? null : CallSpans.of(tracing, RequestInstruments.HTTP_SCOPE);
        return this;
    }

    /**
     * One request; 307 and 308 are followed on the same host.
     *
     * @param body encoded as {@link Form} says; heap data, which may be sent more than once
     * @param context says how long to wait, and what this is part of
     * @throws ConsumeException when the answer is not a success, or none came
     */
    public HttpReply post(HttpData[] body, Context context) throws ConsumeException {
        return answers.reply(followed(signed(), body, context));
    }

    /**
     * As {@link #post}, for protocols that say themselves what an answer means: every answer is
     * given back.
     *
     * @param more headers of this request alone, names in lower case
     * @throws ConsumeException when no answer came
     */
    public HttpOutcome exchange(HttpData[] body, Map<String, String> more, Context context)
            throws ConsumeException {
        RequestHeaders request = signed();
        if (!more.isEmpty()) {
            RequestHeadersBuilder changed = request.toBuilder();
            more.forEach((name, value) -> HeaderValues.set(changed, name, value));
            request = changed.build();
        }
        return answers.outcome(followed(request, body, context));
    }

    private Answer followed(RequestHeaders first, HttpData[] body, Context context)
            throws ConsumeException {
        RequestHeaders request = first;
        for (int redirects = 0; ; redirects++) {
            Answer answer = traced(request, body, context);
            if (cookies != null) {
                cookies.keep(answer.headers());
            }
            String path = redirects < MAX_REDIRECTS ? answers.redirectedPath(answer) : null;
            if (path == null) {
                return answer;
            }
            request = request.toBuilder().path(path).build();
        }
    }

    private RequestHeaders signed() throws ConsumeException {
        if (authenticator == null && cookies == null) {
            return headers;
        }
        RequestHeadersBuilder signed = headers.toBuilder();
        if (cookies != null) {
            cookies.addTo(signed);
        }
        if (authenticator != null) {
            Map<String, String> credentials = authenticator.headers();
            credentials.forEach((name, value) -> HeaderValues.set(signed, name, value));
        }
        return signed.build();
    }

    private Answer traced(RequestHeaders request, HttpData[] body, Context context)
            throws ConsumeException {
        CallSpans traced = spans;
        if (traced == null) {
            return measured(request, body, context.deadline());
        }
        Span span =
                traced.begin("HTTP POST", context)
                        .setAttribute(RequestInstruments.METHOD, "POST")
                        .setAttribute("url.full", target.toString())
                        .setAttribute(RequestInstruments.ADDRESS, target.host())
                        .setAttribute(RequestInstruments.PORT, (long) target.port())
                        .setAttribute(RequestInstruments.VERSION, isHttp2 ? "2" : "1.1");
        try {
            Answer answer = measured(traced.carry(span, request), body, context.deadline());
            int status = answer.headers().status().code();
            span.setAttribute(RequestInstruments.STATUS, (long) status);
            if (status >= 400) {
                span.setStatus(StatusCode.ERROR);
            }
            return answer;
        } catch (ConsumeException failure) {
            span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
            throw failure;
        } finally {
            span.end();
        }
    }

    private Answer measured(RequestHeaders request, HttpData[] body, @Nullable Deadline deadline)
            throws ConsumeException {
        RequestInstruments measure = instruments;
        if (measure == null) {
            return call(request, body, deadline);
        }
        long start = System.nanoTime();
        Long status = null;
        try {
            Answer answer = call(request, body, deadline);
            status = (long) answer.headers().status().code();
            return answer;
        } finally {
            long bytes = 0;
            for (HttpData piece : body) {
                bytes += piece.length();
            }
            measure.record(System.nanoTime() - start, bytes, 0, labels(status));
        }
    }

    private Attributes labels(@Nullable Long status) {
        AttributesBuilder labels =
                RequestInstruments.http("POST", isHttp2, target.isTls()).toBuilder()
                        .put(RequestInstruments.ADDRESS, target.host())
                        .put(RequestInstruments.PORT, (long) target.port());
        return status == null
                ? labels.put(RequestInstruments.ERROR, "_OTHER").build()
                : labels.put(RequestInstruments.STATUS, status).build();
    }

    private Answer call(RequestHeaders request, HttpData[] body, @Nullable Deadline deadline)
            throws ConsumeException {
        try {
            if (permits == null) {
                return caller.call(request, body, deadline);
            }
            acquire(permits, deadline);
            try {
                return caller.call(request, body, deadline);
            } finally {
                permits.release();
            }
        } catch (NetworkException e) {
            throw answers.failure(e);
        }
    }

    private static void acquire(Semaphore permits, @Nullable Deadline deadline)
            throws NetworkException {
        long nanos = deadline == null ? Long.MAX_VALUE : deadline.remaining().toNanos();
        try {
            if (!permits.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
                throw new NetworkException(
                        NetworkException.Kind.TIMEOUT,
                        "context deadline exceeded while waiting for a connection"
                                + " (max_conns_per_host)",
                        null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NetworkException(NetworkException.Kind.INTERRUPTED, "shutting down", e);
        }
    }

    /** Where this sends to. */
    public HttpTarget target() {
        return target;
    }

    /** Reads the files of its TLS section again, for new connections. */
    public void reread() {
        connections.reread();
    }

    /** Closes the connections; calls under way fail as retryable. */
    @Override
    public void close() {
        connections.close();
    }
}
