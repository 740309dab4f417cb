// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import dev.forager.pipeline.ClientAuthenticator;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Tracing;
import dev.forager.pipeline.config.SecretMap;
import dev.forager.transport.RequestInstruments;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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

    /** Servers that requests are redirected to; further ones are not followed. Chosen. */
    private static final int MAX_OTHERS = 16;

    private final HttpRoute first;
    private final HttpAnswers answers;
    private final RequestHeaders headers;
    private final @Nullable ClientAuthenticator authenticator;
    private final @Nullable CookieStore cookies;
    private final RouteOpener opener;
    private final Map<String, HttpRoute> others = new HashMap<>();
    private boolean isClosed;
    private volatile @Nullable RequestInstruments instruments;
    private volatile @Nullable CallSpans spans;

    /** Finds the way to a server that a request is redirected to. */
    private interface RouteOpener {
        HttpRoute open(HttpTarget target) throws IOException;
    }

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
            HttpRoute first,
            RouteOpener opener,
            Form form,
            @Nullable ClientAuthenticator authenticator,
            InstantSource clock) {
        this.first = first;
        this.opener = opener;
        this.authenticator = authenticator;
        answers = new HttpAnswers(first.target(), clock);
        headers = headers(config.headers(), first.target(), form);
        cookies = config.cookies() == null ? null : new CookieStore(first.target());
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
        RouteOpener opener =
                there -> HttpRoute.open(config, there, MAX_ANSWER_BYTES, log, environment);
        return new HttpSender(config, opener.open(target), opener, form, authenticator, clock);
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
     * One request; 307 and 308 are followed.
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

    private Answer followed(RequestHeaders asked, HttpData[] body, Context context)
            throws ConsumeException {
        RequestHeaders request = asked;
        HttpRoute route = first;
        HttpTarget target = first.target();
        for (int redirects = 0; ; redirects++) {
            Answer answer = traced(route, request, body, context);
            if (cookies != null && route == first) {
                cookies.keep(answer.headers());
            }
            HttpTarget next =
                    redirects < MAX_REDIRECTS ? HttpAnswers.redirect(answer, target) : null;
            HttpRoute there = next == null ? null : route(next);
            if (next == null || there == null) {
                return answer;
            }
            request = redirected(request, target, next);
            route = there;
            target = next;
        }
    }

    /** Null where there are too many, or its TLS files cannot be read any more. */
    private @Nullable HttpRoute route(HttpTarget target) {
        if (target.isSameServer(first.target())) {
            return first;
        }
        synchronized (others) {
            HttpRoute known = others.get(target.origin());
            if (known != null || isClosed || others.size() >= MAX_OTHERS) {
                return known;
            }
            try {
                HttpRoute opened = opener.open(target);
                others.put(target.origin(), opened);
                return opened;
            } catch (IOException e) {
                return null;
            }
        }
    }

    /** As Go's http.Client: who the sender is stays between it and the hosts that it knows. */
    private RequestHeaders redirected(RequestHeaders request, HttpTarget from, HttpTarget to) {
        RequestHeadersBuilder changed = request.toBuilder().path(to.path());
        if (!to.isSameServer(from)) {
            changed.scheme(to.isTls() ? "https" : "http").authority(to.authority());
        }
        if (!to.isWithin(first.target().host())) {
            changed.removeAndThen(HttpHeaderNames.AUTHORIZATION)
                    .removeAndThen(HttpHeaderNames.COOKIE);
        }
        return changed.build();
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

    private Answer traced(HttpRoute route, RequestHeaders request, HttpData[] body, Context context)
            throws ConsumeException {
        CallSpans traced = spans;
        if (traced == null) {
            return measured(route, request, body, context.deadline());
        }
        Span span =
                traced.begin("HTTP POST", context)
                        .setAttribute(RequestInstruments.METHOD, "POST")
                        .setAttribute("url.full", request.uri().toString())
                        .setAttribute(RequestInstruments.ADDRESS, route.target().host())
                        .setAttribute(RequestInstruments.PORT, (long) route.target().port())
                        .setAttribute(RequestInstruments.VERSION, route.isHttp2() ? "2" : "1.1");
        try {
            Answer answer = measured(route, traced.carry(span, request), body, context.deadline());
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

    private Answer measured(
            HttpRoute route, RequestHeaders request, HttpData[] body, @Nullable Deadline deadline)
            throws ConsumeException {
        RequestInstruments measure = instruments;
        if (measure == null) {
            return call(route, request, body, deadline);
        }
        long start = System.nanoTime();
        Long status = null;
        try {
            Answer answer = call(route, request, body, deadline);
            status = (long) answer.headers().status().code();
            return answer;
        } finally {
            long bytes = 0;
            for (HttpData piece : body) {
                bytes += piece.length();
            }
            measure.record(System.nanoTime() - start, bytes, 0, labels(route, status));
        }
    }

    private static Attributes labels(HttpRoute route, @Nullable Long status) {
        AttributesBuilder labels =
                RequestInstruments.http("POST", route.isHttp2(), route.target().isTls()).toBuilder()
                        .put(RequestInstruments.ADDRESS, route.target().host())
                        .put(RequestInstruments.PORT, (long) route.target().port());
        return status == null
                ? labels.put(RequestInstruments.ERROR, "_OTHER").build()
                : labels.put(RequestInstruments.STATUS, status).build();
    }

    private Answer call(
            HttpRoute route, RequestHeaders request, HttpData[] body, @Nullable Deadline deadline)
            throws ConsumeException {
        try {
            return route.call(request, body, deadline);
        } catch (NetworkException e) {
            throw answers.failure(e);
        }
    }

    /** Where this sends to. */
    public HttpTarget target() {
        return first.target();
    }

    /** Reads the files of its TLS section again, for new connections. */
    public void reread() {
        first.reread();
        synchronized (others) {
            others.values().forEach(HttpRoute::reread);
        }
    }

    /** Closes the connections; calls under way fail as retryable. */
    @Override
    public void close() {
        first.close();
        synchronized (others) {
            isClosed = true;
            others.values().forEach(HttpRoute::close);
        }
    }
}
