// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeadersBuilder;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.forager.transport.CorsConfig;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which web pages may send (<a href="https://fetch.spec.whatwg.org/#http-cors-protocol">the CORS
 * protocol</a>), with the answers of the library that the collector uses. Immutable.
 */
final class CorsPolicy {
    private static final Set<String> METHODS = Set.of("GET", "POST", "HEAD");
    private static final List<String> ALWAYS_ALLOWED =
            List.of("accept", "content-type", "x-requested-with", "origin");

    private final List<OriginPattern> origins;
    private final boolean anyOrigin;
    private final Set<String> headers = new TreeSet<>();
    private final boolean anyHeader;
    private final String exposed;
    private final int maxAge;

    CorsPolicy(CorsConfig config) {
        origins = config.allowedOrigins().stream().map(OriginPattern::of).toList();
        anyOrigin = config.allowedOrigins().contains("*");
        headers.addAll(ALWAYS_ALLOWED);
        config.allowedHeaders().forEach(name -> headers.add(name.toLowerCase(Locale.ROOT)));
        anyHeader = config.allowedHeaders().contains("*");
        exposed = String.join(", ", config.exposedHeaders());
        maxAge = config.maxAge();
    }

    /** An origin with at most one star for any text. */
    private record OriginPattern(String prefix, String suffix, boolean wild) {
        static OriginPattern of(String origin) {
            String lower = origin.toLowerCase(Locale.ROOT);
            int star = lower.indexOf('*');
            return star < 0
                    ? new OriginPattern(lower, "", false)
                    : new OriginPattern(lower.substring(0, star), lower.substring(star + 1), true);
        }

        boolean matches(String origin) {
            return wild
                    ? origin.length() >= prefix.length() + suffix.length()
                            && origin.startsWith(prefix)
                            && origin.endsWith(suffix)
                    : origin.equals(prefix);
        }
    }

    /** Whether a request only asks whether another one would be allowed. */
    static boolean isPreflight(RequestHeaders request) {
        return request.method() == HttpMethod.OPTIONS
                && request.contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
    }

    /** The answer to a preflight request: allowing headers, or none. */
    HttpResponse preflight(RequestHeaders request) {
        var answer = ResponseHeaders.builder(HttpStatus.NO_CONTENT);
        answer.add(
                HttpHeaderNames.VARY,
                "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
        String origin = request.get(HttpHeaderNames.ORIGIN);
        String method = request.get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD, "");
        String asked = request.get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS, "");
        if (origin != null && allows(origin) && METHODS.contains(method) && allowsHeaders(asked)) {
            allow(answer, origin);
            answer.add(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, method);
            if (!asked.isEmpty()) {
                answer.add(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, asked);
            }
            if (maxAge > 0) {
                answer.addInt(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, maxAge);
            }
        }
        return HttpResponse.of(answer.build());
    }

    /** Adds to any other answer, good or refused, what lets a script read it. */
    void mark(RequestHeaders request, HttpHeadersBuilder answer) {
        answer.add(HttpHeaderNames.VARY, "Origin");
        String origin = request.get(HttpHeaderNames.ORIGIN);
        if (origin != null && allows(origin)) {
            allow(answer, origin);
            if (!exposed.isEmpty()) {
                answer.add(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
            }
        }
    }

    private void allow(HttpHeadersBuilder answer, String origin) {
        answer.add(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, anyOrigin ? "*" : origin);
        answer.add(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }

    private boolean allows(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        for (OriginPattern pattern : origins) {
            if (pattern.matches(lower)) {
                return true;
            }
        }
        return false;
    }

    private boolean allowsHeaders(String asked) {
        if (anyHeader) {
            return true;
        }
        for (String name : asked.split(",", -1)) {
            String header = name.strip().toLowerCase(Locale.ROOT);
            if (!header.isEmpty() && !headers.contains(header)) {
                return false;
            }
        }
        return true;
    }
}
