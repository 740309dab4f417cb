// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schema;

/** Data that cannot be translated, or a schema that cannot be had. Has no stack trace. */
final class TranslationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean isLasting;

    /** The same data would fail again. */
    TranslationException(String message) {
        this(message, true);
    }

    private TranslationException(String message, boolean isLasting) {
        super(message, null, false, false);
        this.isLasting = isLasting;
    }

    /** A failure that may be over later, as of a server that does not answer. */
    static TranslationException passing(String message) {
        return new TranslationException(message, false);
    }

    /** Whether a later attempt would fail for the same reason. */
    boolean isLasting() {
        return isLasting;
    }

    /** The text. */
    String text() {
        return String.valueOf(getMessage());
    }
}
