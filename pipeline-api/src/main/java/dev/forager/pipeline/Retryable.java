// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The same data may be accepted later: a full queue, an unreachable backend, a memory limit. */
public final class Retryable extends ConsumeException {
    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    /** A failure that says nothing about when to try again. */
    public Retryable(String message) {
        this(message, Duration.ZERO, null, null);
    }

    /**
     * Creates a failure.
     *
     * @param retryAfter how long the sender should wait; {@link Duration#ZERO} leaves it to the
     *     sender
     */
    public Retryable(
            String message,
            Duration retryAfter,
            @Nullable RpcStatus downstream,
            @Nullable Throwable cause) {
        super(message, downstream, cause);
        this.retryAfter = retryAfter;
    }

    /** How long the sender should wait; {@link Duration#ZERO} where nothing was said. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
