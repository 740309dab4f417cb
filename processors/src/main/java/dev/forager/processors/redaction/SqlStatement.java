// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.redaction;

import java.util.Locale;
import java.util.Set;

/**
 * Replaces literals of a SQL statement by {@code ?}: strings, numbers, booleans, NULL, numbered
 * parameters, and digits within names. White space and comments stay, as in the collector. Confined
 * to one statement; takes time in proportion to its length.
 */
final class SqlStatement {
    private static final char MASK = '?';
    private static final String MYSQL = "mysql";
    private static final Set<String> CONSTANTS = Set.of("TRUE", "FALSE", "NULL");
    private static final String OPERATORS = "+-*/=<>!&|^%~?@:#";
    private static final String PUNCTUATION = "(),;.:[]{}";
    private static final String IN_NAMES = "\".?$#/@!";

    private final String text;
    private final boolean isMysql;
    private final StringBuilder out;
    private int at;

    private SqlStatement(String text, boolean isMysql) {
        this.text = text;
        this.isMysql = isMysql;
        this.out = new StringBuilder(text.length());
    }

    /**
     * The sanitized statement.
     *
     * @param system {@code mysql} has strings in double quotes and comments behind {@code #}
     */
    static String sanitize(String statement, String system) {
        return new SqlStatement(statement, system.equals(MYSQL)).sanitize();
    }

    private String sanitize() {
        while (at < text.length()) {
            token(text.charAt(at));
        }
        return out.toString().strip();
    }

    private void token(char c) {
        char next = peek(1);
        if (isLetter(c)) {
            name();
        } else if (isDigit(c)) {
            number();
        } else if (c == '\'' || (c == '"' && isMysql)) {
            string(c);
        } else if (c == '"' || (c == '`' && isMysql)) {
            quotedName(c);
        } else if ((c == '-' && next == '-') || (c == '#' && isMysql)) {
            copyTo(indexOrEnd("\n", at));
        } else if (c == '/' && next == '*') {
            copyTo(Math.min(indexOrEnd("*/", at + 2) + 2, text.length()));
        } else if ((c == '+' || c == '-') && (isDigit(next) || next == '.')) {
            at++;
            decimal();
            out.append(MASK);
        } else if (c == '$') {
            dollar(next);
        } else if (c == '@' && (isNameChar(next) || next == '@')) {
            parameter();
        } else if (c != '*' && OPERATORS.indexOf(c) >= 0) {
            operator();
        } else {
            copyTo(at + 1);
        }
    }

    private char peek(int distance) {
        return at + distance < text.length() ? text.charAt(at + distance) : 0;
    }

    private void copyTo(int end) {
        out.append(text, at, end);
        at = end;
    }

    private int indexOrEnd(String what, int from) {
        int found = text.indexOf(what, from);
        return found < 0 ? text.length() : found;
    }

    private void name() {
        int start = at;
        while (at < text.length() && (isAsciiLetter(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        char behind = peek(0);
        boolean isWord = at == text.length() || isSpace(behind) || PUNCTUATION.indexOf(behind) >= 0;
        if (isWord && CONSTANTS.contains(text.substring(start, at).toUpperCase(Locale.ROOT))) {
            out.append(MASK);
            return;
        }
        while (at < text.length() && isInName(text.charAt(at))) {
            at++;
        }
        if (peek(0) == '(') {
            out.append(text, start, at);
        } else {
            appendWithoutDigits(start, at);
        }
    }

    private static boolean isInName(char c) {
        return isLetter(c) || isDigit(c) || IN_NAMES.indexOf(c) >= 0;
    }

    private void appendWithoutDigits(int start, int end) {
        boolean inDigits = false;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!isDigit(c)) {
                out.append(c);
            } else if (!inDigits) {
                out.append(MASK);
            }
            inDigits = isDigit(c);
        }
    }

    private void quotedName(char quote) {
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            copyTo(text.length());
        } else {
            appendWithoutDigits(at, end + 1);
            at = end + 1;
        }
    }

    private void string(char quote) {
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at + 1, text.length());
        out.append(MASK);
    }

    private void number() {
        char next = peek(1);
        if (text.charAt(at) == '0' && (next == 'x' || next == 'X')) {
            at += 2;
            while (Character.digit(peek(0), 16) >= 0 && peek(0) < 128) {
                at++;
            }
        } else if (text.charAt(at) == '0' && next >= '0' && next <= '7') {
            at += 2;
            while (peek(0) >= '0' && peek(0) <= '7') {
                at++;
            }
        } else {
            at++;
            decimal();
        }
        out.append(MASK);
    }

    private void decimal() {
        while (isDigit(peek(0)) || peek(0) == '.' || peek(0) == 'e' || peek(0) == 'E') {
            boolean isExponent = peek(0) == 'e' || peek(0) == 'E';
            at++;
            if (isExponent && (peek(0) == '+' || peek(0) == '-')) {
                at++;
            }
        }
    }

    /** {@code $1}, or a string between two equal {@code $tag$}s. */
    private void dollar(char next) {
        if (isDigit(next)) {
            at++;
            while (isDigit(peek(0))) {
                at++;
            }
            out.append(MASK);
            return;
        }
        int tagEnd = Math.min(indexOrEnd("$", at + 1) + 1, text.length());
        String tag = text.substring(at, tagEnd);
        int end = text.indexOf(tag, tagEnd);
        if (end < 0) {
            copyTo(text.length());
        } else if (tag.equals("$func$")) {
            String body = new SqlStatement(text.substring(tagEnd, end), isMysql).sanitize();
            out.append(tag).append(body).append(tag);
            at = end + tag.length();
        } else {
            out.append(MASK);
            at = end + tag.length();
        }
    }

    /** {@code @name} and {@code @@variable}. */
    private void parameter() {
        int end = at + 2;
        while (end < text.length() && isNameChar(text.charAt(end))) {
            end++;
        }
        copyTo(Math.min(end, text.length()));
    }

    private void operator() {
        char before = text.charAt(at);
        copyTo(at + 1);
        if (before == '-' && peek(0) == '>') {
            copyTo(at + (peek(1) == '>' ? 2 : 1));
            return;
        }
        while (OPERATORS.indexOf(peek(0)) >= 0
                && !(before == '=' && (peek(0) == '?' || peek(0) == '@'))) {
            before = peek(0);
            copyTo(at + 1);
        }
    }

    private static boolean isNameChar(char c) {
        return isLetter(c) || isDigit(c);
    }

    private static boolean isLetter(char c) {
        return isAsciiLetter(c) || c == '_' || (c > 127 && Character.isLetter(c));
    }

    private static boolean isAsciiLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
