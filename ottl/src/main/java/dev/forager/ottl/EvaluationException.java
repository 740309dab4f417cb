// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

/**
 * An item did not allow what a statement asks for: a wrong type, a missing element, an unreadable
 * text. Belongs to one item and says nothing about the next. Made for every such item, so it has no
 * stack trace.
 */
public final class EvaluationException extends Exception {
    private static final long serialVersionUID = 1;

    /** With upstream's text where upstream has one. */
    public EvaluationException(String message) {
        super(message, null, false, false);
    }
}
