// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.RpcStatus;
import dev.forager.transport.StatusMapping;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks of the headers of gRPC requests. */
final class GrpcRequests {
    private static final AsciiString TIMEOUT = AsciiString.cached("grpc-timeout");
    private static final AsciiString BINARY = AsciiString.cached("-bin");
    private static final String PREFIX = "application/grpc";

    /** PROTOCOL-HTTP2: TimeoutValue is at most eight digits. */
    private static final int MAX_TIMEOUT_DIGITS = 8;

    private GrpcRequests() {}

    /** The answer to what is no gRPC request; null when it is one. */
    static @Nullable HttpResponse mismatch(RequestHeaders headers) {
        if (!isGrpc(headers)) {
            String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
            return GrpcAnswers.error(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    new RpcStatus(
                            StatusMapping.INVALID_ARGUMENT,
                            "invalid gRPC request content-type \"%s\""
                                    .formatted(type == null ? "" : type),
                            null));
        }
        if (headers.method() != HttpMethod.POST) {
            return GrpcAnswers.error(
                    HttpStatus.METHOD_NOT_ALLOWED,
                    new RpcStatus(
                            StatusMapping.INTERNAL,
                            "Received a HEADERS frame with :method \"%s\" which should be POST"
                                    .formatted(headers.method()),
                            null));
        }
        return null;
    }

    /** Whether its type is {@code application/grpc}, alone or with {@code +proto} or parameters. */
    static boolean isGrpc(RequestHeaders headers) {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
        if (type == null || !type.startsWith(PREFIX)) {
            return false;
        }
        String rest = type.substring(PREFIX.length());
        return rest.isEmpty() || rest.startsWith("+proto") || rest.charAt(0) == ';';
    }

    /** When the client stops waiting; null where it does not say. */
    static @Nullable Deadline deadline(RequestHeaders headers) throws RefusedException {
        String text = headers.get(TIMEOUT);
        return text == null ? null : Deadline.after(timeout(text));
    }

    /**
     * Refuses what came, or failed, after the time that its client gave it.
     *
     * @throws RefusedException with what the client says to itself
     */
    static void checkTime(@Nullable Deadline deadline) throws RefusedException {
        if (deadline != null && deadline.isPast()) {
            throw new RefusedException(
                    StatusMapping.DEADLINE_EXCEEDED, "context deadline exceeded");
        }
    }

    private static Duration timeout(String text) throws RefusedException {
        int digits = text.length() - 1;
        if (digits < 1 || digits > MAX_TIMEOUT_DIGITS) {
            throw malformedTimeout(
                    "transport: timeout string is too %s: \"%s\""
                            .formatted(digits < 1 ? "short" : "long", text));
        }
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw malformedTimeout(
                        "strconv.ParseUint: parsing \"%s\": invalid syntax"
                                .formatted(text.substring(0, digits)));
            }
            value = value * 10 + digit;
        }
        ChronoUnit unit =
                switch (text.charAt(digits)) {
                    case 'H' -> ChronoUnit.HOURS;
                    case 'M' -> ChronoUnit.MINUTES;
                    case 'S' -> ChronoUnit.SECONDS;
                    case 'm' -> ChronoUnit.MILLIS;
                    case 'u' -> ChronoUnit.MICROS;
                    case 'n' -> ChronoUnit.NANOS;
                    default ->
                            throw malformedTimeout(
                                    "transport: timeout unit is not recognized: \"%s\""
                                            .formatted(text));
                };
        return Duration.of(value, unit);
    }

    private static RefusedException malformedTimeout(String problem) {
        return new RefusedException(StatusMapping.INTERNAL, "malformed grpc-timeout: " + problem);
    }

    /** Binary headers hold base64, padded or not. */
    static void checkBinaryHeaders(RequestHeaders headers) throws RefusedException {
        for (Map.Entry<AsciiString, String> header : headers) {
            if (header.getKey().endsWith(BINARY)) {
                checkBase64(header);
            }
        }
    }

    private static void checkBase64(Map.Entry<AsciiString, String> header) throws RefusedException {
        try {
            // Several values may share a line, separated by commas.
            for (String value : header.getValue().split(",", -1)) {
                Base64.getDecoder().decode(value.strip());
            }
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    StatusMapping.INTERNAL,
                    "malformed binary metadata in header \"%s\"".formatted(header.getKey()));
        }
    }
}
