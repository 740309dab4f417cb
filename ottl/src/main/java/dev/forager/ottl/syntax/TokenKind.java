// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.syntax;

/** What a {@link Token} is. The names in quotes are what error texts call it. */
enum TokenKind {
    BYTES("<bytes>"),
    FLOAT("<float>"),
    INT("<int>"),
    STRING("<string>"),
    NIL("\"nil\""),
    NOT("\"not\""),
    OR("\"or\""),
    AND("\"and\""),
    COMPARISON("<opcomparison>"),
    ARROW("\"=>\""),
    PLUS_MINUS("<opaddsub>"),
    TIMES_DIVIDE("<opmultdiv>"),
    BOOLEAN("<boolean>"),
    EQUAL("\"=\""),
    LEFT_PAREN("\"(\""),
    RIGHT_PAREN("\")\""),
    LEFT_BRACE("\"{\""),
    RIGHT_BRACE("\"}\""),
    LEFT_BRACKET("\"[\""),
    RIGHT_BRACKET("\"]\""),
    COLON("\":\""),
    COMMA("\",\""),
    DOT("\".\""),
    UPPERCASE("<uppercase>"),
    LOWERCASE("<lowercase>"),
    UNDERSCORE("\"_\""),
    END("end of text");

    private final String label;

    TokenKind(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
