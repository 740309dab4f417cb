// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus.exposition;

import com.fasterxml.jackson.core.io.NumberInput;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads numbers as Go's {@code strconv.ParseFloat} does, but for its hexadecimal form and its
 * underscores, which the expositions do not have. Confined to one thread: it keeps a buffer.
 */
public final class Decimals {
    /** Every whole number up to here is a double. */
    private static final long MOST_EXACT = 1L << 53;

    /** Digits that fit into a long whatever they are. */
    private static final int MOST_DIGITS = 18;

    private static final int MOST_EXPONENT = 100_000;

    /** The powers of ten that are doubles themselves: one operation with them rounds once. */
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };

    private char[] chars = new char[32];

    /**
     * The number that a text is.
     *
     * @throws ExpositionException when it is none, or one that is out of range
     */
    public double parse(String text) throws ExpositionException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return parse(bytes, 0, bytes.length);
    }

    /** The number that these bytes are. */
    double parse(byte[] bytes, int start, int end) throws ExpositionException {
        int at = start;
        boolean isNegative = false;
        if (at < end && (bytes[at] == '-' || bytes[at] == '+')) {
            isNegative = bytes[at++] == '-';
        }
        long mantissa = 0;
        int digits = 0;
        int exponent = 0;
        boolean isShort = true;
        boolean hasDigits = false;
        boolean isFraction = false;
        for (; at < end; at++) {
            int c = bytes[at];
            if (c >= '0' && c <= '9') {
                hasDigits = true;
                if (digits < MOST_DIGITS) {
                    mantissa = mantissa * 10 + (c - '0');
                    digits += mantissa == 0 ? 0 : 1;
                    exponent -= isFraction ? 1 : 0;
                } else {
                    isShort = false;
                }
            } else if (c == '.' && !isFraction) {
                isFraction = true;
            } else {
                break;
            }
        }
        if (!hasDigits) {
            return word(bytes, start, end);
        }
        if (at < end) {
            exponent += exponent(bytes, start, at, end);
        }
        if (isShort && mantissa <= MOST_EXACT) {
            double exact = mantissa;
            if (mantissa == 0 || exponent == 0) {
                return isNegative ? -exact : exact;
            }
            if (exponent > 0 && exponent < POWERS.length) {
                return (isNegative ? -exact : exact) * POWERS[exponent];
            }
            if (exponent < 0 && exponent > -POWERS.length) {
                return (isNegative ? -exact : exact) / POWERS[-exponent];
            }
        }
        return slow(bytes, start, end);
    }

    private static int exponent(byte[] bytes, int start, int from, int end)
            throws ExpositionException {
        int at = from;
        if (bytes[at] != 'e' && bytes[at] != 'E') {
            throw invalid(bytes, start, end);
        }
        at++;
        boolean isNegative = false;
        if (at < end && (bytes[at] == '-' || bytes[at] == '+')) {
            isNegative = bytes[at++] == '-';
        }
        if (at == end) {
            throw invalid(bytes, start, end);
        }
        int value = 0;
        for (; at < end; at++) {
            int c = bytes[at];
            if (c < '0' || c > '9') {
                throw invalid(bytes, start, end);
            }
            value = Math.min(MOST_EXPONENT, value * 10 + (c - '0'));
        }
        return isNegative ? -value : value;
    }

    /** More digits, or a larger exponent, than one rounded operation can do. */
    private double slow(byte[] bytes, int start, int end) throws ExpositionException {
        int length = end - start;
        if (chars.length < length) {
            chars = new char[length];
        }
        for (int i = 0; i < length; i++) {
            chars[i] = (char) (bytes[start + i] & 0xff);
        }
        double value = NumberInput.parseDouble(chars, 0, length, true);
        if (Double.isInfinite(value)) {
            throw new ExpositionException(
                    "strconv.ParseFloat: parsing %s: value out of range"
                            .formatted(Quoted.of(bytes, start, end)));
        }
        return value;
    }

    private static double word(byte[] bytes, int start, int end) throws ExpositionException {
        if (end - start <= 9) {
            String word =
                    new String(bytes, start, end - start, StandardCharsets.ISO_8859_1)
                            .toLowerCase(Locale.ROOT);
            switch (word) {
                case "nan" -> {
                    return Double.NaN;
                }
                case "inf", "+inf", "infinity", "+infinity" -> {
                    return Double.POSITIVE_INFINITY;
                }
                case "-inf", "-infinity" -> {
                    return Double.NEGATIVE_INFINITY;
                }
                default -> {}
            }
        }
        throw invalid(bytes, start, end);
    }

    private static ExpositionException invalid(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == 'p' || bytes[i] == 'P' || bytes[i] == '_') {
                return new ExpositionException("unsupported character in float");
            }
        }
        return new ExpositionException(
                "strconv.ParseFloat: parsing %s: invalid syntax"
                        .formatted(Quoted.of(bytes, start, end)));
    }
}
