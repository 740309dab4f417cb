// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import org.jspecify.annotations.Nullable;

/**
 * No answer came. The message is in Go's words, because operators search for them. Carries no stack
 * trace: it becomes a {@code Retryable}.
 */
final class NetworkException extends Exception {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** How far the request got. */
    enum Kind {
        /** There is no connection; the server has seen nothing. */
        CONNECT,
        /** There was one, and the TLS handshake failed. */
        HANDSHAKE,
        /** There was one without TLS, and the server does not speak HTTP/2. */
        PREFACE,
        /** The time is over. */
        TIMEOUT,
        /** The connection broke; the server may have seen the request. */
        BROKEN,
        /** The calling thread was interrupted. */
        INTERRUPTED
    }

    NetworkException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
