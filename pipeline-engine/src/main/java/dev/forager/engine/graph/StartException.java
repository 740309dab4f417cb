// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

/** A component that did not start; the text is for the user. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Culprit culprit;

    /** Which component, and why. */
    StartException(String message, Culprit culprit, Exception cause) {
        super(message, cause);
        this.culprit = culprit;
    }

    /** Which component. */
    public Culprit culprit() {
        return culprit;
    }
}
