// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import dev.forager.engine.graph.Reason;

/** A collector that could not start or had to end; the text is for the user, the exit code is 1. */
public final class CollectorException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why. */
    public CollectorException(String message) {
        super(message);
    }

    private CollectorException(String message, Exception cause) {
        super(message, cause);
    }

    /** The same with the text of {@code cause}. */
    static CollectorException of(Exception cause) {
        return of(Reason.of(cause), cause);
    }

    /** With a text of its own. */
    static CollectorException of(String message, Exception cause) {
        return new CollectorException(message, cause);
    }
}
