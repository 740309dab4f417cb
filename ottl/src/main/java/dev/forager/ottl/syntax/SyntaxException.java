// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.syntax;

/** OTTL text that the grammar does not allow; says where. */
public final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    /** Offset of the offending char in the text. */
    private final int offset;

    private final boolean grammatical;

    private SyntaxException(String message, int offset, boolean grammatical) {
        super(message);
        this.offset = offset;
        this.grammatical = grammatical;
    }

    /** The text breaks the grammar: the message lacks the place, which the reader of it adds. */
    static SyntaxException grammar(String message, int offset) {
        return new SyntaxException(message, offset, true);
    }

    /** The text follows the grammar, but says what the language forbids. */
    static SyntaxException rule(String message, int offset) {
        return new SyntaxException(message, offset, false);
    }

    /** Offset of the offending char in the text; its length for a premature end. */
    public int offset() {
        return offset;
    }

    /** True if the grammar was broken, false if another rule of the language was. */
    public boolean isGrammatical() {
        return grammatical;
    }
}
