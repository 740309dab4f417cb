// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import dev.forager.pipeline.RpcStatus;

/**
 * A request that no consumer sees: the sender gets the status as it stands. Carries no stack trace,
 * since a hostile sender can cause any number of them.
 */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // Never serialised: an answer inside one process.
    private final RpcStatus status;

    /** A refusal with this answer. */
    public RefusedException(RpcStatus status) {
        super(status.message(), null, false, false);
        this.status = status;
    }

    /** A refusal without a hint when to try again. */
    public RefusedException(int grpcCode, String message) {
        this(new RpcStatus(grpcCode, message, null));
    }

    /** The answer. */
    public RpcStatus status() {
        return status;
    }
}
