// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config.tree;

/**
 * Lays the text of a scalar beside the way it is written: five YAML styles, folded lines, escapes,
 * and the {@code $$} of references. Where the two part (a reference was replaced), the rest counts
 * as standing there. Confined to one call.
 */
final class ScalarAlignment {
    private final String written;
    private final String text;
    private final char style;
    private final int indent;
    private int at;

    ScalarAlignment(String written, String text) {
        this.written = written;
        this.text = text;
        at = behindProperties();
        style = at < written.length() ? written.charAt(at) : ' ';
        if (isBlock()) {
            at = Math.min(written.length(), Math.max(at, written.indexOf('\n', at) + 1));
            indent = blockIndent();
            skipIndent();
        } else {
            indent = Integer.MAX_VALUE;
            at += isQuoted() ? 1 : 0;
        }
    }

    private boolean isBlock() {
        return style == '|' || style == '>';
    }

    private boolean isQuoted() {
        return style == '"' || style == '\'';
    }

    /** Behind anchors and tags, which belong to the scalar's event. */
    private int behindProperties() {
        int begin = 0;
        while (begin < written.length()
                && (written.charAt(begin) == '&' || written.charAt(begin) == '!')) {
            while (begin < written.length() && !Character.isWhitespace(written.charAt(begin))) {
                begin++;
            }
            while (begin < written.length() && Character.isWhitespace(written.charAt(begin))) {
                begin++;
            }
        }
        return begin;
    }

    /** What was cut from each line: of the first that is not empty, all that its text lacks. */
    private int blockIndent() {
        String line =
                written.substring(at).lines().filter(it -> !it.isBlank()).findFirst().orElse("");
        String first = text.lines().filter(it -> !it.isBlank()).findFirst().orElse("");
        return Math.max(0, leading(line) - leading(first));
    }

    private static int leading(String line) {
        return line.length() - line.stripLeading().length();
    }

    /** Where the char at {@code offset} of the text is written. */
    int offset(int offset) {
        int done = 0;
        while (done < offset) {
            int step = isBreak(0) ? lineBreak(done) : character(done);
            if (step < 0) {
                return at;
            }
            done += step;
        }
        if (isBreak(0) && done < text.length() && !Character.isWhitespace(text.charAt(done))) {
            lineBreak(done);
        }
        return at;
    }

    private char peek(int ahead) {
        return at + ahead < written.length() ? written.charAt(at + ahead) : 0;
    }

    /** Whether the line ends here but for blanks, which only blocks keep. */
    private boolean isBreak(int ahead) {
        int next = at + ahead;
        while (!isBlock() && next < written.length() && isBlank(written.charAt(next))) {
            next++;
        }
        return next < written.length() && "\r\n".indexOf(written.charAt(next)) >= 0;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** Takes all breaks in a row; gives how many chars of the text they became. */
    private int lineBreak(int from) {
        while (isBreak(0)) {
            at = written.indexOf('\n', at) + 1;
            if (at == 0) {
                at = written.length();
            }
            skipIndent();
        }
        int end = from;
        while (end < text.length() && text.charAt(end) == '\n') {
            end++;
        }
        boolean folded = end == from && end < text.length() && text.charAt(end) == ' ';
        return end - from + (folded ? 1 : 0);
    }

    private void skipIndent() {
        for (int i = 0; i < indent && isBlank(peek(0)); i++) {
            at++;
        }
    }

    /** Takes a char and what it is written as; gives the chars of the text, -1 if they differ. */
    private int character(int from) {
        char wanted = text.charAt(from);
        if (peek(0) == '$' && wanted == '$') {
            return dollars(from);
        }
        if (style == '"' && peek(0) == '\\') {
            return escape(from);
        }
        if (peek(0) != wanted || at >= written.length()) {
            return -1;
        }
        at += style == '\'' && wanted == '\'' ? 2 : 1;
        return 1;
    }

    /** Two of them may be one. */
    private int dollars(int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) == '$') {
            end++;
        }
        while (peek(0) == '$') {
            at++;
        }
        return end - from;
    }

    private int escape(int from) {
        if (isBreak(1)) {
            at++;
            at = written.indexOf('\n', at) + 1;
            skipIndent();
            return 0;
        }
        at +=
                switch (peek(1)) {
                    case 'x' -> 4;
                    case 'u' -> 6;
                    case 'U' -> 10;
                    default -> 2;
                };
        at = Math.min(at, written.length());
        return Character.charCount(text.codePointAt(from));
    }
}
