// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus.exposition;

/**
 * A place in the bytes of a text format, and the words that both formats are made of: blanks, names
 * and texts in quotes. Confined to one thread.
 */
abstract sealed class TextCursor permits TextExposition {
    final byte[] bytes;
    final int end;

    /** Where the cursor stands: behind the entry that was read last. */
    int at;

    /** Where the entry begins that was read last. */
    int start;

    TextCursor(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
    }

    final void skipBlanks() {
        while (at < end && isBlank(bytes[at])) {
            at++;
        }
    }

    static boolean isBlank(byte c) {
        return c == ' ' || c == '\t';
    }

    final void passLineEnd() {
        if (at < end) {
            at++;
        }
    }

    final int lineEnd(int from) {
        int place = from;
        while (place < end && bytes[place] != '\n') {
            place++;
        }
        return place;
    }

    final boolean starts(int from, String word) {
        if (from + word.length() > end) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    final void expect(char c, String what) throws ExpositionException {
        if (at >= end || bytes[at] != c) {
            throw unexpected(what);
        }
        at++;
    }

    /** The end of a name of letters, digits, underscores and, in metrics, colons. */
    final int nameEnd(int from, boolean mayHoldColons) {
        int place = from;
        while (place < end && isNameByte(bytes[place], place > from, mayHoldColons)) {
            place++;
        }
        return place;
    }

    private static boolean isNameByte(byte c, boolean mayBeDigit, boolean mayBeColon) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || (mayBeColon && c == ':')
                || (mayBeDigit && c >= '0' && c <= '9');
    }

    /** The place behind the closing quote; -1 where there is none. */
    final int stringEnd(int quote, boolean mayHoldLines) {
        for (int i = quote + 1; i < end; i++) {
            switch (bytes[i]) {
                case '"' -> {
                    return i + 1;
                }
                case '\\' -> i++;
                case '\n' -> {
                    if (!mayHoldLines) {
                        return -1;
                    }
                }
                default -> {}
            }
        }
        return -1;
    }

    final ExpositionException unexpected(String what) {
        String token =
                at >= end
                        ? "EOF"
                        : switch (bytes[at]) {
                            case '\n' -> "LINEBREAK";
                            case '{' -> "BOPEN";
                            case '}' -> "BCLOSE";
                            case ',' -> "COMMA";
                            case '=' -> "EQUAL";
                            default -> "INVALID";
                        };
        int stop = Math.min(end, at + 1);
        return new ExpositionException(
                "%s, got %s (\"%s\") while parsing: %s"
                        .formatted(
                                what,
                                Quoted.of(bytes, Math.min(at, stop), stop),
                                token,
                                Quoted.of(bytes, start, stop)));
    }
}
