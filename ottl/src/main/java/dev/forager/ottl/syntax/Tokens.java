// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.syntax;

import java.util.List;

/** The tokens of a text and the place that has been read to. Not thread-safe. */
final class Tokens {
    private final List<Token> tokens;
    private int at;

    Tokens(String text) throws SyntaxException {
        tokens = Lexer.tokens(text);
    }

    Token peek() {
        return tokens.get(at);
    }

    /** The token that many behind the next; the end stands for all that follow it. */
    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    boolean at(TokenKind kind) {
        return peek().is(kind);
    }

    boolean at(TokenKind kind, String text) {
        return at(kind) && peek().text().equals(text);
    }

    Token next() {
        Token token = peek();
        if (!token.is(TokenKind.END)) {
            at++;
        }
        return token;
    }

    boolean skip(TokenKind kind) {
        boolean there = at(kind);
        if (there) {
            next();
        }
        return there;
    }

    Token expect(TokenKind kind) throws SyntaxException {
        if (!at(kind)) {
            throw unexpected(kind.label());
        }
        return next();
    }

    /** Offset behind the token that was read last. */
    int lastEnd() {
        return at == 0 ? 0 : tokens.get(at - 1).end();
    }

    /** The next token cannot stand here. */
    SyntaxException unexpected(String expected) {
        Token token = peek();
        String text = token.is(TokenKind.END) ? "<EOF>" : token.text();
        return SyntaxException.grammar(
                "unexpected token %s (expected %s)".formatted(Quoting.quote(text), expected),
                token.start());
    }
}
