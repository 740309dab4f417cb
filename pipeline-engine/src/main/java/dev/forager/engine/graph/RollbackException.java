// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

/** A reload that failed, after which the former components did not start again either. */
public final class RollbackException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why the reload failed; what happened then is suppressed in it. */
    RollbackException(Exception failure) {
        super(failure.getMessage(), failure);
    }
}
