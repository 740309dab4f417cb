// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.syntax;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/**
 * Reads the inside of a Go string literal. Escapes may name single bytes, so the result is gathered
 * in UTF-8; bytes that are none become U+FFFD.
 */
final class Unquoter {
    private static final String SIMPLE = "abfnrtv\\\"";
    private static final String MEANING = "\u0007\b\f\n\r\t\u000b\\\"";

    private final String body;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int at;

    Unquoter(String body) {
        this.body = body;
    }

    /** False if an escape is malformed. */
    boolean read() {
        while (at < body.length()) {
            int point = body.codePointAt(at);
            at += Character.charCount(point);
            if (point != '\\') {
                append(point);
            } else if (!escape()) {
                return false;
            }
        }
        return true;
    }

    String result() {
        return out.toString(UTF_8);
    }

    private void append(int point) {
        out.writeBytes(Character.toString(point).getBytes(UTF_8));
    }

    private boolean escape() {
        if (at >= body.length()) {
            return false;
        }
        char kind = body.charAt(at++);
        int simple = SIMPLE.indexOf(kind);
        if (simple >= 0) {
            out.write(MEANING.charAt(simple));
            return true;
        }
        return switch (kind) {
            case 'x' -> writeByte(digits(2, 16));
            case 'u' -> writePoint(digits(4, 16));
            case 'U' -> writePoint(digits(8, 16));
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                at--;
                yield writeByte(digits(3, 8));
            }
            default -> false;
        };
    }

    /** The number that the next digits are; -1 if there are not as many. */
    private long digits(int count, int radix) {
        if (at + count > body.length()) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < count; i++) {
            int digit = Character.digit(body.charAt(at++), radix);
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }

    private boolean writeByte(long value) {
        if (value < 0 || value > 255) {
            return false;
        }
        out.write((int) value);
        return true;
    }

    private boolean writePoint(long value) {
        if (value < 0
                || value > Character.MAX_CODE_POINT
                || (value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE)) {
            return false;
        }
        append((int) value);
        return true;
    }
}
