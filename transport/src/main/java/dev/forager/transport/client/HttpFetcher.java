// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import dev.forager.pipeline.ClientAuthenticator;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.config.InvalidConfigException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Gets documents from any URL, with the settings of an HTTP client: TLS, proxy, headers,
 * authentication. Meant for what is fetched now and then: every call has a connection of its own.
 * Thread-safe; a call blocks its thread, which should be a virtual one.
 */
public final class HttpFetcher {
    /** As Go's http.Client. */
    private static final int MAX_REDIRECTS = 10;

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final HttpClientConfig config;
    private final Limits limits;
    private final String userAgent;
    private final @Nullable ClientAuthenticator authenticator;
    private final Logger log;

    /**
     * How long and how much.
     *
     * @param timeout of a call with all its redirects; zero is none
     * @param maxBytes of a document
     */
    public record Limits(Duration timeout, int maxBytes) {}

    /** A fetcher. */
    public HttpFetcher(
            HttpClientConfig config,
            Limits limits,
            String userAgent,
            @Nullable ClientAuthenticator authenticator,
            Logger log) {
        this.config = config;
        this.limits = limits;
        this.userAgent = userAgent;
        this.authenticator = authenticator;
        this.log = log;
    }

    /**
     * One document. Redirects are followed; headers of the configuration and credentials go to the
     * first server only.
     *
     * @throws IOException when there is no answer, or another one than 200, or too much of it
     */
    public byte[] get(String url) throws IOException {
        Deadline deadline = limits.timeout.isZero() ? null : Deadline.after(limits.timeout);
        HttpTarget first = target(url);
        HttpTarget target = first;
        String from = url;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            boolean isFirst = target.authority().equals(first.authority());
            Answer answer = call(target, isFirst, deadline);
            int status = answer.headers().status().code();
            String location = answer.headers().get(HttpHeaderNames.LOCATION);
            if (!REDIRECTS.contains(status) || location == null) {
                return body(answer);
            }
            from = resolved(from, location);
            target = target(from);
        }
        throw new IOException(
                "request failed: stopped after %d redirects".formatted(MAX_REDIRECTS));
    }

    private static String resolved(String from, String location) throws IOException {
        try {
            return URI.create(from).resolve(location).toString();
        } catch (IllegalArgumentException e) {
            throw new IOException("request failed: bad redirect to " + location, e);
        }
    }

    private static HttpTarget target(String url) throws IOException {
        try {
            return HttpTarget.parse(url, "url");
        } catch (InvalidConfigException e) {
            throw new IOException("failed to create request: " + e.getMessage(), e);
        }
    }

    private byte[] body(Answer answer) throws IOException {
        if (!answer.headers().status().equals(HttpStatus.OK)) {
            throw new IOException("unexpected status code: " + answer.headers().status().code());
        }
        if (!answer.isWhole()) {
            throw new IOException(
                    answer.cut() == null
                            ? "failed to read response body: more than %d bytes"
                                    .formatted(limits.maxBytes)
                            : "failed to read response body: " + answer.cut().getMessage());
        }
        return answer.body();
    }

    private Answer call(HttpTarget target, boolean isFirst, @Nullable Deadline deadline)
            throws IOException {
        try (HttpRoute route =
                HttpRoute.open(config, target, limits.maxBytes, log, System.getenv())) {
            return route.call(headers(target, isFirst), new HttpData[0], deadline);
        } catch (NetworkException e) {
            throw new IOException(
                    "request failed: Get \"%s\": %s".formatted(target.authority(), e.text()), e);
        }
    }

    private RequestHeaders headers(HttpTarget target, boolean isFirst) throws IOException {
        RequestHeadersBuilder headers =
                RequestHeaders.builder(HttpMethod.GET, target.path())
                        .scheme(target.isTls() ? "https" : "http")
                        .authority(target.authority())
                        .set(HttpHeaderNames.USER_AGENT, userAgent);
        if (target.credentials() != null) {
            headers.set(HttpHeaderNames.AUTHORIZATION, target.credentials());
        }
        if (isFirst) {
            config.headers()
                    .values()
                    .forEach(
                            (name, value) ->
                                    HeaderValues.set(
                                            headers,
                                            name.toLowerCase(Locale.ROOT),
                                            value.reveal()));
            credentials().forEach((name, value) -> HeaderValues.set(headers, name, value));
        }
        return headers.build();
    }

    private Map<String, String> credentials() throws IOException {
        if (authenticator == null) {
            return Map.of();
        }
        try {
            return authenticator.headers();
        } catch (ConsumeException e) {
            throw new IOException("failed to create request: " + e.getMessage(), e);
        }
    }
}
