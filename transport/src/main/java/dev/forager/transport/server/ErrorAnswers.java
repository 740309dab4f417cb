// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.forager.pipeline.RpcStatus;
import dev.forager.transport.StatusCodec;
import dev.forager.transport.StatusMapping;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How an HTTP server tells a sender that it refused. */
@FunctionalInterface
public interface ErrorAnswers {
    /**
     * OTLP/HTTP: {@code google.rpc.Status} in the encoding of the request, JSON where it has none.
     */
    ErrorAnswers STATUS = ErrorAnswers::status;

    /** A line of text, as Go's {@code http.Error} writes it. */
    ErrorAnswers TEXT = ErrorAnswers::text;

    /** The answer to a request with these headers. */
    HttpResponse answer(RequestHeaders request, RpcStatus status);

    private static HttpResponse status(RequestHeaders request, RpcStatus status) {
        boolean protobuf = MediaTypes.PROTOBUF.equals(MediaTypes.of(request));
        byte[] body = protobuf ? StatusCodec.toProtobuf(status) : StatusCodec.toJson(status);
        int code = StatusMapping.httpStatus(status.code());
        var headers =
                ResponseHeaders.builder(code)
                        .add(
                                HttpHeaderNames.CONTENT_TYPE,
                                protobuf ? MediaTypes.PROTOBUF : MediaTypes.JSON);
        Duration delay = status.retryDelay();
        if (delay != null && (code == 429 || code == 503)) {
            headers.add(HttpHeaderNames.RETRY_AFTER, Long.toString(wholeSeconds(delay)));
        }
        return HttpResponse.of(headers.build(), HttpData.wrap(body));
    }

    /** Rounded up: a sender that comes earlier is refused once more. */
    private static long wholeSeconds(Duration delay) {
        return delay.toSeconds() + (delay.toNanosPart() > 0 ? 1 : 0);
    }

    private static HttpResponse text(RequestHeaders request, RpcStatus status) {
        return plain(HttpStatus.valueOf(StatusMapping.httpStatus(status.code())), status.message());
    }

    /** The bytes of Go's {@code http.Error}: the text and a line feed. */
    static HttpResponse plain(HttpStatus status, String text) {
        return HttpResponse.of(
                ResponseHeaders.of(
                        status,
                        HttpHeaderNames.CONTENT_TYPE,
                        "text/plain; charset=utf-8",
                        HttpHeaderNames.X_CONTENT_TYPE_OPTIONS,
                        "nosniff"),
                HttpData.ofUtf8(text + "\n"));
    }

    /** Media types of OTLP/HTTP. */
    final class MediaTypes {
        /** OTLP as protobuf. */
        public static final String PROTOBUF = "application/x-protobuf";

        /** OTLP as JSON. */
        public static final String JSON = "application/json";

        private MediaTypes() {}

        /**
         * The media type of a request in lower case without parameters; null without a sound one.
         */
        static @Nullable String of(RequestHeaders request) {
            String value = request.get(HttpHeaderNames.CONTENT_TYPE);
            if (value == null || value.equals(PROTOBUF) || value.equals(JSON)) {
                return value;
            }
            int end = value.indexOf(';');
            if (end >= 0 && !MediaParameters.areSound(value, end)) {
                return null;
            }
            String type = end < 0 ? value : value.substring(0, end);
            return type.strip().toLowerCase(Locale.ROOT);
        }
    }
}
