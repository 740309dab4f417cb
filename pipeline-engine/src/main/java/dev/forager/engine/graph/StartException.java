// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

/** A component that did not start; the text is for the user. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1;

    /** Which component, and why. */
    public StartException(String message, Exception cause) {
        super(message, cause);
    }
}
