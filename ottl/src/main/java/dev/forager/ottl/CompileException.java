// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

/** Text that parses but cannot be compiled: an unknown name, a wrong argument. Says where. */
public final class CompileException extends Exception {
    private static final long serialVersionUID = 1;

    /** Offset of the offending char in the text. */
    private final int offset;

    /** With upstream's text where upstream has one. */
    public CompileException(String message, int offset) {
        super(message, null, false, false);
        this.offset = offset;
    }

    /** Offset of the offending char in the text. */
    public int offset() {
        return offset;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
