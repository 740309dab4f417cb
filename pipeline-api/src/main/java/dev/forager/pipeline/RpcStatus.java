// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A {@code google.rpc.Status} as a server answered it.
 *
 * @param code gRPC status code, 0 to 16
 * @param message the developer-facing text
 * @param retryDelay the delay of a {@code google.rpc.RetryInfo} detail, where there was one
 */
public record RpcStatus(int code, String message, @Nullable Duration retryDelay) {}
