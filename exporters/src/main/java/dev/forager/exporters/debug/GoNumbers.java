// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as Go's {@code fmt} and {@code encoding/json} write them (<a
 * href="https://pkg.go.dev/strconv#FormatFloat">strconv.FormatFloat</a>).
 */
final class GoNumbers {
    private GoNumbers() {}

    /** {@code %f}: six decimals, however large. */
    static String fixed(double value) {
        if (!Double.isFinite(value)) {
            return special(value, "+Inf", "-Inf");
        }
        String digits =
                new BigDecimal(Math.abs(value)).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
        return sign(value) + digits;
    }

    /** {@code %v}: the shortest digits; with an exponent below 1e-4 and from 1e6 on. */
    static String general(double value) {
        if (!Double.isFinite(value)) {
            return special(value, "+Inf", "-Inf");
        }
        BigDecimal digits = shortest(Math.abs(value));
        int exponent = exponent(digits);
        return sign(value)
                + (exponent < -4 || exponent >= 6
                        ? scientific(digits, exponent, 2)
                        : digits.toPlainString());
    }

    /** As JavaScript and JSON write it: with an exponent below 1e-6 and from 1e21 on. */
    static String json(double value) {
        if (!Double.isFinite(value)) {
            return special(value, "Infinity", "-Infinity");
        }
        BigDecimal digits = shortest(Math.abs(value));
        int exponent = exponent(digits);
        return sign(value)
                + (exponent < -6 || exponent >= 21
                        ? scientific(digits, exponent, 1)
                        : digits.toPlainString());
    }

    private static String special(double value, String positive, String negative) {
        return Double.isNaN(value) ? "NaN" : value > 0 ? positive : negative;
    }

    private static String sign(double value) {
        return Double.doubleToRawLongBits(value) < 0 ? "-" : "";
    }

    private static int exponent(BigDecimal digits) {
        return digits.signum() == 0 ? 0 : digits.precision() - digits.scale() - 1;
    }

    /**
     * The fewest digits that read back as {@code value}. {@link Double#toString} never gives fewer
     * than two.
     */
    private static BigDecimal shortest(double value) {
        var digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (digits.precision() == 2) {
            BigDecimal one = digits.round(new MathContext(1, RoundingMode.HALF_EVEN));
            if (one.doubleValue() == value) {
                return one;
            }
        }
        return digits;
    }

    private static String scientific(BigDecimal digits, int exponent, int exponentDigits) {
        String text = digits.unscaledValue().toString();
        String mantissa = text.length() == 1 ? text : text.charAt(0) + "." + text.substring(1);
        String power = Integer.toString(Math.abs(exponent));
        return mantissa
                + (exponent < 0 ? "e-" : "e+")
                + "0".repeat(Math.max(0, exponentDigits - power.length()))
                + power;
    }
}
