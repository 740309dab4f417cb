// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

/** A component that did not start. */
public final class StartException extends CulpritException {
    private static final long serialVersionUID = 1;

    /** Which component, and why. */
    StartException(String message, Culprit culprit, Exception cause) {
        super(message, culprit, cause);
    }
}
