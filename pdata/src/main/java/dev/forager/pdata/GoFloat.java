// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as Go prints them. Those that are none are {@code NaN}, {@code +Inf} and {@code -Inf};
 * zero keeps its sign. Stateless.
 *
 * @see <a href="https://pkg.go.dev/strconv#FormatFloat">strconv.FormatFloat</a>
 */
public final class GoFloat {
    private static final double LEAST_SCIENTIFIC = 1e6;

    /** Below this, doubles are so far apart that one digit may tell them. */
    private static final double FEW_BITS = 1e-320;

    private GoFloat() {}

    /** The text of a count. Counts beyond 2^53 lose digits, as in Go, where all are floats. */
    public static String of(long value) {
        return of((double) value);
    }

    /**
     * The fewest digits that give the number back, with an exponent below 1e-4 and from 1e+06 on:
     * {@code g}, the form of {@code %v} and of Go's Prometheus library.
     */
    public static String of(double value) {
        if (Math.abs(value) < LEAST_SCIENTIFIC && value == (int) value && value != 0) {
            return Integer.toString((int) value);
        }
        if (!Double.isFinite(value) || value == 0) {
            return plain(value);
        }
        BigDecimal shortest = shortest(value);
        int exponent = exponent(shortest);
        return exponent < -4 || exponent >= 6 ? scientific(shortest, 2) : shortest.toPlainString();
    }

    /** The fewest digits that give the number back, without an exponent: {@code f}. */
    public static String plain(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        return shortest(value).toPlainString();
    }

    /** So many decimals, however large the number is: {@code %.6f}. */
    public static String fixed(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return plain(value);
        }
        String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        return sign
                + new BigDecimal(Math.abs(value))
                        .setScale(decimals, RoundingMode.HALF_EVEN)
                        .toPlainString();
    }

    /**
     * The fewest digits that give a finite number back. Java never writes fewer than two, where one
     * may do for the smallest numbers.
     */
    public static BigDecimal shortest(double value) {
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (Math.abs(value) >= FEW_BITS || value == 0) {
            return digits;
        }
        BigDecimal one = digits.round(new MathContext(1, RoundingMode.HALF_EVEN));
        return one.doubleValue() == value ? one.stripTrailingZeros() : digits;
    }

    /** The exponent of digits without trailing zeros when one of them stands before the point. */
    public static int exponent(BigDecimal digits) {
        return digits.precision() - digits.scale() - 1;
    }

    /** Digits without trailing zeros with an exponent of at least so many digits: {@code e}. */
    public static String scientific(BigDecimal digits, int exponentDigits) {
        String text = digits.unscaledValue().abs().toString();
        int exponent = exponent(digits);
        String power = Integer.toString(Math.abs(exponent));
        return (digits.signum() < 0 ? "-" : "")
                + text.charAt(0)
                + (text.length() > 1 ? "." + text.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + "0".repeat(Math.max(0, exponentDigits - power.length()))
                + power;
    }
}
