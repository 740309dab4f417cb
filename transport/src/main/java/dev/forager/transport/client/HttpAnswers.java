// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.RpcStatus;
import dev.forager.transport.StatusCodec;
import dev.forager.transport.StatusMapping;
import dev.forager.transport.client.NetworkException.Kind;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an answer over HTTP means to a sender of OTLP (<a
 * href="https://opentelemetry.io/docs/specs/otlp/#otlphttp-response">OTLP/HTTP response</a>).
 * Immutable.
 */
final class HttpAnswers {
    /** Longest delay that is passed on. Chosen. */
    private static final long MAX_DELAY_SECONDS = Duration.ofDays(1).toSeconds();

    private final HttpTarget target;
    private final InstantSource clock;

    HttpAnswers(HttpTarget target, InstantSource clock) {
        this.target = target;
        this.clock = clock;
    }

    /** The reply, when the answer is a success: its body plays no part in that. */
    HttpReply reply(Answer answer) throws ConsumeException {
        if (!answer.headers().status().isSuccess()) {
            throw refusal(answer);
        }
        return new HttpReply(mediaType(answer.headers()), answer.body(), answer.isWhole());
    }

    /** The answer as it is. */
    HttpOutcome outcome(Answer answer) {
        String delay = answer.headers().get(HttpHeaderNames.RETRY_AFTER);
        return new HttpOutcome(
                answer.headers(),
                answer.body(),
                delay == null ? null : retryAfter(answer.headers(), delay));
    }

    private static String mediaType(ResponseHeaders headers) {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE, "");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /**
     * Where to repeat the request: the answer asks for it with the same method and body. Redirects
     * that turn a POST into a GET are failures, since the data would be lost; so is one from https
     * to http, which would show it to everyone.
     *
     * @param from what the answer came from
     */
    static @Nullable HttpTarget redirect(Answer answer, HttpTarget from) {
        int code = answer.headers().status().code();
        String location = answer.headers().get(HttpHeaderNames.LOCATION);
        if ((code != 307 && code != 308) || location == null) {
            return null;
        }
        try {
            URI next = URI.create(from.toString()).resolve(location);
            HttpTarget there = HttpTarget.parse(next.toString(), "location");
            return from.isTls() && !there.isTls() ? null : there;
        } catch (IllegalArgumentException odd) {
            return null;
        }
    }

    private ConsumeException refusal(Answer answer) {
        int code = answer.headers().status().code();
        RpcStatus status = statusOf(answer);
        String text =
                "error exporting items, request to %s responded with HTTP Status Code %d"
                        .formatted(target, code);
        if (status != null) {
            text +=
                    ", Message=%s, Details=%s"
                            .formatted(
                                    status.message(),
                                    status.retryDelay() == null ? "[]" : "[google.rpc.RetryInfo]");
        }
        Duration delay = delay(answer.headers(), status);
        var downstream = new RpcStatus(StatusMapping.grpcCode(code), text, delay);
        return GrpcCode.failure(downstream, StatusMapping.isRetryableHttp(code), null);
    }

    /** Only errors have one; an empty body is an empty one. */
    private static @Nullable RpcStatus statusOf(Answer answer) {
        if (!answer.headers().status().isError()) {
            return null;
        }
        return mediaType(answer.headers()).equals("application/json")
                ? StatusJson.read(answer.body())
                : StatusCodec.ofProtobuf(answer.body());
    }

    /** Retry-After (RFC 9110 section 10.2.3) of the two codes that mean overload. */
    private @Nullable Duration delay(ResponseHeaders headers, @Nullable RpcStatus status) {
        int code = headers.status().code();
        if (code != 429 && code != 503) {
            return null;
        }
        String text = headers.get(HttpHeaderNames.RETRY_AFTER);
        if (text == null) {
            return status == null ? null : status.retryDelay();
        }
        return retryAfter(headers, text);
    }

    private @Nullable Duration retryAfter(ResponseHeaders headers, String text) {
        try {
            return Duration.ofSeconds(
                    Math.clamp(Long.parseLong(text.strip()), 0, MAX_DELAY_SECONDS));
        } catch (NumberFormatException e) {
            Long millis = headers.getTimeMillis(HttpHeaderNames.RETRY_AFTER);
            return millis == null ? null : until(Instant.ofEpochMilli(millis));
        }
    }

    private Duration until(Instant moment) {
        long seconds = Duration.between(clock.instant(), moment).toSeconds();
        return Duration.ofSeconds(Math.clamp(seconds, 0, MAX_DELAY_SECONDS));
    }

    /** The failure for an answer that did not come. */
    ConsumeException failure(NetworkException e) {
        if (e.kind() == Kind.INTERRUPTED) {
            return new Retryable(e.text(), Duration.ZERO, null, e.getCause());
        }
        String text =
                e.kind() == Kind.TIMEOUT
                        ? e.text() + " (Client.Timeout exceeded while awaiting headers)"
                        : e.text();
        return new Retryable(
                "failed to make an HTTP request: Post \"%s\": %s".formatted(target, text),
                Duration.ZERO,
                null,
                e.getCause());
    }
}
