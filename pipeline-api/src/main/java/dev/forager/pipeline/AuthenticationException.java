// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

/** A request without valid credentials: HTTP 401, gRPC UNAUTHENTICATED. */
public final class AuthenticationException extends Exception {
    private static final long serialVersionUID = 1;

    /** A refusal whose text goes to the caller. */
    public AuthenticationException(String message) {
        super(message, null, false, false);
    }
}
