// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import org.jspecify.annotations.Nullable;

/** A service that cannot be, because of one of its components; the text is for the user. */
public abstract sealed class CulpritException extends Exception
        permits BuildException, StartException {
    private static final long serialVersionUID = 1;

    private final transient Culprit culprit;

    CulpritException(String message, Culprit culprit, @Nullable Throwable cause) {
        super(message, cause);
        this.culprit = culprit;
    }

    /** Because of whom. */
    public Culprit culprit() {
        return culprit;
    }
}
