// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Cuts OTTL text into tokens, by the ordered rules of the <a
 * href="https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/pkg/ottl/grammar.go">reference
 * lexer</a>. A name of mixed case is several tokens; white space separates and means nothing.
 * Linear in the length of the text.
 */
final class Lexer {
    private static final Map<String, TokenKind> KEYWORDS =
            Map.of(
                    "nil", TokenKind.NIL,
                    "not", TokenKind.NOT,
                    "or", TokenKind.OR,
                    "and", TokenKind.AND,
                    "true", TokenKind.BOOLEAN,
                    "false", TokenKind.BOOLEAN);

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    /** The tokens of {@code text}, with an {@link TokenKind#END} behind them. */
    static List<Token> tokens(String text) throws SyntaxException {
        Lexer lexer = new Lexer(text);
        while (lexer.skipSpace()) {
            lexer.next();
        }
        lexer.tokens.add(new Token(TokenKind.END, "", text.length()));
        return lexer.tokens;
    }

    private boolean skipSpace() {
        while (at < text.length() && " \t\n\r\f\u000b".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length();
    }

    private void next() throws SyntaxException {
        char first = text.charAt(at);
        if (isDigit(first) || (first == '.' && isDigit(peek(1)))) {
            number();
        } else if (first == '"') {
            string();
        } else if (isLower(first)) {
            lowercase();
        } else if (isUpper(first)) {
            add(TokenKind.UPPERCASE, run(c -> isUpper(c) || isDigit(c) || c == '_'));
        } else {
            symbol(first);
        }
    }

    private void number() {
        int digits = at;
        if (text.charAt(at) == '0' && peek(1) == 'x' && isHex(peek(2))) {
            digits += 2;
            while (isHex(charAt(digits))) {
                digits++;
            }
            add(TokenKind.BYTES, digits);
            return;
        }
        while (isDigit(charAt(digits))) {
            digits++;
        }
        if (charAt(digits) != '.') {
            add(TokenKind.INT, digits);
            return;
        }
        digits++;
        while (isDigit(charAt(digits))) {
            digits++;
        }
        add(TokenKind.FLOAT, exponentEnd(digits));
    }

    private int exponentEnd(int from) {
        int p = from;
        if (charAt(p) != 'e' && charAt(p) != 'E') {
            return from;
        }
        p++;
        if (charAt(p) == '+' || charAt(p) == '-') {
            p++;
        }
        int digits = p;
        while (isDigit(charAt(p))) {
            p++;
        }
        return p == digits ? from : p;
    }

    private void string() throws SyntaxException {
        int p = at + 1;
        while (p < text.length() && text.charAt(p) != '"') {
            p += text.charAt(p) == '\\' ? 2 : 1;
        }
        if (p >= text.length()) {
            throw invalid();
        }
        add(TokenKind.STRING, p + 1);
    }

    private void lowercase() {
        int end = run(c -> isLower(c) || isDigit(c) || c == '_');
        // A word ends where neither letter, digit nor underscore follows.
        TokenKind keyword = isUpper(charAt(end)) ? null : KEYWORDS.get(text.substring(at, end));
        add(keyword == null ? TokenKind.LOWERCASE : keyword, end);
    }

    private void symbol(char first) throws SyntaxException {
        switch (first) {
            case '=' -> {
                switch (peek(1)) {
                    case '=' -> add(TokenKind.COMPARISON, at + 2);
                    case '>' -> add(TokenKind.ARROW, at + 2);
                    default -> add(TokenKind.EQUAL, at + 1);
                }
            }
            case '<', '>' -> add(TokenKind.COMPARISON, peek(1) == '=' ? at + 2 : at + 1);
            case '!' -> {
                if (peek(1) != '=') {
                    throw invalid();
                }
                add(TokenKind.COMPARISON, at + 2);
            }
            case '+', '-' -> add(TokenKind.PLUS_MINUS, at + 1);
            case '*', '/' -> add(TokenKind.TIMES_DIVIDE, at + 1);
            case '(' -> add(TokenKind.LEFT_PAREN, at + 1);
            case ')' -> add(TokenKind.RIGHT_PAREN, at + 1);
            case '{' -> add(TokenKind.LEFT_BRACE, at + 1);
            case '}' -> add(TokenKind.RIGHT_BRACE, at + 1);
            case '[' -> add(TokenKind.LEFT_BRACKET, at + 1);
            case ']' -> add(TokenKind.RIGHT_BRACKET, at + 1);
            case ':' -> add(TokenKind.COLON, at + 1);
            case ',' -> add(TokenKind.COMMA, at + 1);
            case '.' -> add(TokenKind.DOT, at + 1);
            case '_' -> {
                char after = peek(1);
                if (isLower(after) || isUpper(after) || isDigit(after) || after == '_') {
                    throw invalid();
                }
                add(TokenKind.UNDERSCORE, at + 1);
            }
            default -> throw invalid();
        }
    }

    private SyntaxException invalid() {
        String rest = text.substring(at, Math.min(text.length(), at + 10));
        return SyntaxException.grammar("invalid input text %s".formatted(Quoting.quote(rest)), at);
    }

    private void add(TokenKind kind, int end) {
        tokens.add(new Token(kind, text.substring(at, end), at));
        at = end;
    }

    private int run(CharTest test) {
        int p = at + 1;
        while (p < text.length() && test.matches(text.charAt(p))) {
            p++;
        }
        return p;
    }

    private char peek(int ahead) {
        return charAt(at + ahead);
    }

    /** The char, or NUL behind the end. */
    private char charAt(int index) {
        return index < text.length() ? text.charAt(index) : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    /** Which chars belong to a run. */
    @FunctionalInterface
    private interface CharTest {
        boolean matches(char c);
    }
}
