// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.math.BigDecimal;

/**
 * Numbers as Go prints them with {@code strconv.AppendFloat(f, 'g', -1, 64)}, the form of Go's
 * Prometheus library: the fewest digits that give the number back, with an exponent below 1e-4 and
 * from 1e+06 on. Stateless.
 */
public final class GoFloat {
    private static final double LEAST_SCIENTIFIC = 1e6;

    private GoFloat() {}

    /** The text of a count. Counts beyond 2^53 lose digits, as in Go, where all are floats. */
    public static String of(long value) {
        return of((double) value);
    }

    /** The text of a number; {@code NaN}, {@code +Inf}, {@code -Inf}. */
    public static String of(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (Math.abs(value) < LEAST_SCIENTIFIC && value == (int) value) {
            return Integer.toString((int) value);
        }
        BigDecimal shortest = ValueText.shortest(value);
        String digits = shortest.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        String sign = value < 0 ? "-" : "";
        if (exponent < -4 || exponent >= 6) {
            return sign + scientific(digits, exponent);
        }
        return shortest.toPlainString();
    }

    private static String scientific(String digits, int exponent) {
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
        return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
    }
}
