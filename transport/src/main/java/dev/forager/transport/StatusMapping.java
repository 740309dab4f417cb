// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.RpcStatus;
import java.time.Duration;

/**
 * The one place where failures, gRPC codes and HTTP codes are turned into each other, by the rules
 * of OTLP (<a href="https://opentelemetry.io/docs/specs/otlp/#failures">failures</a>, <a
 * href="https://opentelemetry.io/docs/specs/otlp/#failures-1">over HTTP</a>) and the collector's
 * tables.
 */
public final class StatusMapping {
    /**
     * {@code google.rpc.Code} as numbers: <a
     * href="https://grpc.io/docs/guides/status-codes/">list</a>.
     */
    public static final int OK = 0;

    public static final int CANCELLED = 1;
    public static final int UNKNOWN = 2;
    public static final int INVALID_ARGUMENT = 3;
    public static final int DEADLINE_EXCEEDED = 4;
    public static final int PERMISSION_DENIED = 7;
    public static final int RESOURCE_EXHAUSTED = 8;
    public static final int ABORTED = 10;
    public static final int OUT_OF_RANGE = 11;
    public static final int UNIMPLEMENTED = 12;
    public static final int INTERNAL = 13;
    public static final int UNAVAILABLE = 14;
    public static final int DATA_LOSS = 15;
    public static final int UNAUTHENTICATED = 16;

    private static final String[] NAMES = {
        "OK",
        "CANCELLED",
        "UNKNOWN",
        "INVALID_ARGUMENT",
        "DEADLINE_EXCEEDED",
        "NOT_FOUND",
        "ALREADY_EXISTS",
        "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION",
        "ABORTED",
        "OUT_OF_RANGE",
        "UNIMPLEMENTED",
        "INTERNAL",
        "UNAVAILABLE",
        "DATA_LOSS",
        "UNAUTHENTICATED"
    };

    private StatusMapping() {}

    /** The name of a gRPC code, as metrics show it; UNKNOWN for what is none. */
    public static String nameOf(int grpcCode) {
        return grpcCode >= 0 && grpcCode < NAMES.length ? NAMES[grpcCode] : NAMES[UNKNOWN];
    }

    /**
     * What a server answers for a failure of the pipeline: the status of the server behind it where
     * there was one, else UNAVAILABLE or INTERNAL. The text is the whole one where the status was
     * only a part of it, as that of Go's {@code status.FromError}.
     */
    public static RpcStatus statusOf(ConsumeException failure) {
        Duration delay =
                switch (failure) {
                    case Retryable retryable ->
                            retryable.retryAfter().isPositive() ? retryable.retryAfter() : null;
                    case Permanent _ -> null;
                };
        RpcStatus downstream = failure.downstream();
        if (downstream == null) {
            int code =
                    switch (failure) {
                        case Retryable _ -> UNAVAILABLE;
                        case Permanent _ -> INTERNAL;
                    };
            return new RpcStatus(code, failure.getMessage(), delay);
        }
        return new RpcStatus(
                downstream.code(),
                failure.getMessage().equals(downstream.errorText())
                        ? downstream.message()
                        : failure.getMessage(),
                downstream.retryDelay() != null ? downstream.retryDelay() : delay);
    }

    /**
     * Whether OTLP allows to send again; RESOURCE_EXHAUSTED only where the server names a delay.
     */
    public static boolean isRetryable(RpcStatus status) {
        return switch (status.code()) {
            case CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS ->
                    true;
            case RESOURCE_EXHAUSTED -> status.retryDelay() != null;
            default -> false;
        };
    }

    /** The HTTP status that carries a gRPC code to an OTLP/HTTP sender. */
    public static int httpStatus(int grpcCode) {
        return switch (grpcCode) {
            case CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS -> 503;
            case RESOURCE_EXHAUSTED -> 429;
            case INVALID_ARGUMENT -> 400;
            case UNAUTHENTICATED -> 401;
            case PERMISSION_DENIED -> 403;
            case UNIMPLEMENTED -> 404;
            default -> 500;
        };
    }

    /** The gRPC code of an HTTP error without a status body. */
    public static int grpcCode(int httpStatus) {
        return switch (httpStatus) {
            case 400 -> INVALID_ARGUMENT;
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 404 -> UNIMPLEMENTED;
            case 429 -> RESOURCE_EXHAUSTED;
            case 502, 503, 504 -> UNAVAILABLE;
            default -> UNKNOWN;
        };
    }

    /** Whether an OTLP/HTTP sender may send again after this status. */
    public static boolean isRetryableHttp(int httpStatus) {
        return switch (httpStatus) {
            case 429, 502, 503, 504 -> true;
            default -> false;
        };
    }
}
