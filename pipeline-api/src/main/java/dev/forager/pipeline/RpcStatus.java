// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code google.rpc.Status} as a server answered it.
 *
 * @param code gRPC status code, 0 to 16
 * @param message the developer-facing text
 * @param retryDelay the delay of a {@code google.rpc.RetryInfo} detail, where there was one
 */
public record RpcStatus(int code, String message, @Nullable Duration retryDelay) {
    /**
     * Names of gRPC for Go by number (<a
     * href="https://pkg.go.dev/google.golang.org/grpc/codes#Code.String">codes</a>).
     */
    private static final List<String> NAMES =
            List.of(
                    "OK",
                    "Canceled",
                    "Unknown",
                    "InvalidArgument",
                    "DeadlineExceeded",
                    "NotFound",
                    "AlreadyExists",
                    "PermissionDenied",
                    "ResourceExhausted",
                    "FailedPrecondition",
                    "Aborted",
                    "OutOfRange",
                    "Unimplemented",
                    "Internal",
                    "Unavailable",
                    "DataLoss",
                    "Unauthenticated");

    /** The name of the code as Go prints it. */
    public String codeName() {
        return code >= 0 && code < NAMES.size() ? NAMES.get(code) : "Code(%d)".formatted(code);
    }

    /** The status as the text of an error of gRPC for Go. */
    public String errorText() {
        return "rpc error: code = %s desc = %s".formatted(codeName(), message);
    }
}
