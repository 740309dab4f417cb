// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.RequestHeaders;
import dev.forager.pipeline.Deadline;
import org.jspecify.annotations.Nullable;

/** A way to send a request to one address and to wait for the answer. Thread-safe. */
@FunctionalInterface
interface Exchange {
    /**
     * One request and its answer; sent again where the server cannot have seen it.
     *
     * @param body heap data, which may be sent more than once
     */
    Answer exchange(
            Endpoint endpoint, RequestHeaders headers, HttpData[] body, @Nullable Deadline deadline)
            throws NetworkException;

    /** Nanoseconds until a deadline; endless without one. */
    static long remainingNanos(@Nullable Deadline deadline) {
        return deadline == null ? Long.MAX_VALUE : deadline.remaining().toNanos();
    }

    /** The deadline has passed. */
    static NetworkException timeout(@Nullable Throwable cause) {
        return new NetworkException(
                NetworkException.Kind.TIMEOUT, "context deadline exceeded", cause);
    }

    /** The calling thread is to end; it stays interrupted. */
    static NetworkException interrupted(Throwable cause) {
        Thread.currentThread().interrupt();
        return new NetworkException(NetworkException.Kind.INTERRUPTED, "shutting down", cause);
    }
}
