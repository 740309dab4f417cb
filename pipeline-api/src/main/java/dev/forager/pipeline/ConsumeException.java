// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * Telemetry was not taken over. There are two kinds only, because a sender can do two things only:
 * try again, or give up. Carries no stack trace: it is an answer to a sender, made once per refused
 * request.
 */
public abstract sealed class ConsumeException extends Exception permits Retryable, Permanent {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // Never serialised: an answer inside one process.
    private final @Nullable RpcStatus downstream;

    ConsumeException(String message, @Nullable RpcStatus downstream, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.downstream = downstream;
    }

    /** The text of the failure, for a log line and for the sender. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /**
     * The status that a server behind an exporter answered; travels back to the sender unchanged.
     */
    public final @Nullable RpcStatus downstream() {
        return downstream;
    }
}
