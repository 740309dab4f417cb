// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Floating point numbers that are not negative, as the verbs {@code f}, {@code e} and {@code g}.
 */
final class GoDecimal {
    /** From this exponent on the shortest form is scientific. */
    private static final int SHORTEST_LIMIT = 6;

    private GoDecimal() {}

    static String fixed(double number, int precision) {
        return new BigDecimal(number).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
    }

    static String scientific(double number, int precision) {
        BigDecimal rounded =
                new BigDecimal(number)
                        .round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        String digits = rounded.unscaledValue().toString();
        int exponent = rounded.signum() == 0 ? 0 : digits.length() - 1 - rounded.scale();
        String padded = digits + "0".repeat(Math.max(0, precision + 1 - digits.length()));
        return scientific(padded.substring(0, precision + 1), exponent);
    }

    private static String scientific(String digits, int exponent) {
        String mantissa =
                digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    /** Digits of base 16 and an exponent of base 2: {@code 0x1.4p+01}. */
    static String hexadecimal(double number) {
        String java = Double.toHexString(number).replace(".0p", "p");
        int p = java.indexOf('p');
        int exponent = Integer.parseInt(java.substring(p + 1));
        return "%sp%s%02d"
                .formatted(java.substring(0, p), exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    /** The shorter of both forms; without a precision as many digits as the number needs. */
    static String general(double number, int precision) {
        if (number == 0) {
            return "0";
        }
        boolean shortest = precision < 0;
        int wanted = Math.max(1, precision);
        BigDecimal decimal =
                shortest
                        ? new BigDecimal(Double.toString(number))
                        : new BigDecimal(number)
                                .round(new MathContext(wanted, RoundingMode.HALF_EVEN));
        BigDecimal stripped = decimal.stripTrailingZeros();
        String digits = stripped.unscaledValue().toString();
        int exponent = digits.length() - 1 - stripped.scale();
        int limit = shortest ? SHORTEST_LIMIT : wanted;
        if (!shortest && limit > digits.length() && digits.length() > exponent) {
            limit = digits.length();
        }
        return exponent < -4 || exponent >= limit
                ? scientific(digits, exponent)
                : stripped.toPlainString();
    }
}
