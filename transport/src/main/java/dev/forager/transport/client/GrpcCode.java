// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.RpcStatus;
import dev.forager.transport.StatusMapping;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a gRPC status means to a sender of OTLP. */
final class GrpcCode {
    private GrpcCode() {}

    /** The failure that this status is. */
    static ConsumeException failure(
            int code, String message, @Nullable Duration retryDelay, @Nullable Throwable cause) {
        var status = new RpcStatus(code, message, retryDelay);
        return failure(status, StatusMapping.isRetryable(status), cause);
    }

    /** The failure that this status is, in the Go collector's words. */
    static ConsumeException failure(
            RpcStatus status, boolean isRetryable, @Nullable Throwable cause) {
        String text = status.errorText();
        Duration delay = status.retryDelay();
        return isRetryable
                ? new Retryable(text, delay == null ? Duration.ZERO : delay, status, cause)
                : new Permanent(text, status, cause);
    }

    /**
     * The code for an answer that is not gRPC's (<a
     * href="https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md">mapping</a>).
     */
    static int ofHttpStatus(int status) {
        return switch (status) {
            case 400 -> StatusMapping.INTERNAL;
            case 401 -> StatusMapping.UNAUTHENTICATED;
            case 403 -> StatusMapping.PERMISSION_DENIED;
            case 404 -> StatusMapping.UNIMPLEMENTED;
            case 429, 502, 503, 504 -> StatusMapping.UNAVAILABLE;
            default -> StatusMapping.UNKNOWN;
        };
    }
}
