// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as the proto3 JSON mapping writes them: an integer may be a number or a string, may have
 * an exponent or a zero fraction, and is exact or refused, never wrapped or rounded. Stateless.
 */
final class JsonNumbers {
    private static final BigInteger MAX_UINT64 =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);
    private static final BigInteger MIN_INT64 = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX_INT64 = BigInteger.valueOf(Long.MAX_VALUE);

    /** Longer texts are no numbers: parsing costs the square of the length. As Jackson's limit. */
    private static final int MAX_TEXT = 1000;

    /** More digits before the point than any integer type has: not worth computing. */
    private static final int MAX_INTEGER_DIGITS = 40;

    private JsonNumbers() {}

    /** The smallest integer of a kind, in words for a message too. */
    static BigInteger min(SchemaKind kind) {
        return switch (kind) {
            case UINT32, FIXED32, UINT64, FIXED64 -> BigInteger.ZERO;
            case INT32, SINT32, ENUM -> BigInteger.valueOf(Integer.MIN_VALUE);
            default -> MIN_INT64;
        };
    }

    /** The largest integer of a kind. */
    static BigInteger max(SchemaKind kind) {
        return switch (kind) {
            case UINT32, FIXED32 -> BigInteger.valueOf(0xffff_ffffL);
            case UINT64, FIXED64 -> MAX_UINT64;
            case INT32, SINT32, ENUM -> BigInteger.valueOf(Integer.MAX_VALUE);
            default -> MAX_INT64;
        };
    }

    /** Whether a value that fits a {@code long} fits the kind. */
    static boolean fits(SchemaKind kind, long value) {
        return switch (kind) {
            case UINT32, FIXED32 -> value >>> Integer.SIZE == 0;
            case UINT64, FIXED64 -> value >= 0;
            case INT32, SINT32, ENUM -> value == (int) value;
            default -> true;
        };
    }

    /** The value of up to 18 digits and nothing else, which is what senders write; else -1. */
    static long plain(char[] chars, int offset, int length) {
        if (length == 0 || length > 18) {
            return -1;
        }
        long value = 0;
        for (int i = offset; i < offset + length; i++) {
            int digit = chars[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** The integer that the text stands for, as its 64 bits; null where it is none of the kind. */
    static @Nullable Long integer(SchemaKind kind, String text) {
        BigInteger value = isDecimal(text) ? exact(new BigDecimal(text)) : null;
        return value == null || value.compareTo(min(kind)) < 0 || value.compareTo(max(kind)) > 0
                ? null
                : Long.valueOf(value.longValue());
    }

    /** The double that the text stands for; null where it is none, or beyond the largest. */
    static @Nullable Double real(String text) {
        if (isDecimal(text)) {
            double value = Double.parseDouble(text);
            return Double.isInfinite(value) ? null : Double.valueOf(value);
        }
        if (text.length() > "-infinity".length()) {
            return null;
        }
        // Go takes these in any case, with a sign and abbreviated.
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "infinity", "+infinity", "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-infinity", "-inf" -> Double.NEGATIVE_INFINITY;
            default -> null;
        };
    }

    private static @Nullable BigInteger exact(BigDecimal value) {
        if (value.signum() == 0) {
            return BigInteger.ZERO;
        }
        // An exponent such as 1e999999999 must not be written out.
        long digits = (long) value.precision() - value.scale();
        if (digits <= 0 || digits > MAX_INTEGER_DIGITS) {
            return null;
        }
        BigDecimal plain = value.stripTrailingZeros();
        return plain.scale() > 0 ? null : plain.toBigIntegerExact();
    }

    /** An optional minus, digits, an optional fraction, an optional exponent of up to 9 digits. */
    private static boolean isDecimal(String text) {
        if (text.length() > MAX_TEXT) {
            return false;
        }
        int p = text.startsWith("-") ? 1 : 0;
        int behind = digits(text, p);
        if (behind == p) {
            return false;
        }
        p = behind;
        if (p < text.length() && text.charAt(p) == '.') {
            behind = digits(text, p + 1);
            if (behind == p + 1) {
                return false;
            }
            p = behind;
        }
        if (p < text.length() && (text.charAt(p) | 0x20) == 'e') {
            int sign = p + 1 < text.length() && "+-".indexOf(text.charAt(p + 1)) >= 0 ? 1 : 0;
            behind = digits(text, p + 1 + sign);
            int count = behind - (p + 1 + sign);
            if (count == 0 || count > 9) {
                return false;
            }
            p = behind;
        }
        return p == text.length();
    }

    private static int digits(String text, int start) {
        int p = start;
        while (p < text.length() && text.charAt(p) >= '0' && text.charAt(p) <= '9') {
            p++;
        }
        return p;
    }
}
