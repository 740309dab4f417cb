// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.text;

import dev.forager.pdata.GoFloat;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Floating point numbers that are not negative, as the verbs {@code f}, {@code e} and {@code g}.
 */
final class GoDecimal {
    private GoDecimal() {}

    static String scientific(double number, int precision) {
        BigDecimal rounded =
                new BigDecimal(number)
                        .round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        String digits = rounded.unscaledValue().toString();
        String padded = digits + "0".repeat(Math.max(0, precision + 1 - digits.length()));
        return scientific(padded.substring(0, precision + 1), exponent(rounded));
    }

    private static int exponent(BigDecimal rounded) {
        return rounded.signum() == 0 ? 0 : GoFloat.exponent(rounded);
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

    /** The shorter of both forms, with as many digits as wanted. */
    static String general(double number, int precision) {
        if (number == 0) {
            return "0";
        }
        int wanted = Math.max(1, precision);
        BigDecimal digits =
                new BigDecimal(number)
                        .round(new MathContext(wanted, RoundingMode.HALF_EVEN))
                        .stripTrailingZeros();
        int exponent = GoFloat.exponent(digits);
        int limit = wanted;
        if (limit > digits.precision() && digits.precision() > exponent) {
            limit = digits.precision();
        }
        return exponent < -4 || exponent >= limit
                ? GoFloat.scientific(digits, 2)
                : digits.toPlainString();
    }
}
