// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.syntax;

/**
 * A piece of OTTL text.
 *
 * @param kind what it is
 * @param text as written
 * @param start offset of its first char
 */
record Token(TokenKind kind, String text, int start) {
    int end() {
        return start + text.length();
    }

    boolean is(TokenKind other) {
        return kind == other;
    }
}
