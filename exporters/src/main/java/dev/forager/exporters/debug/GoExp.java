// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

/**
 * The exponential function with the rounding of Go on amd64 with FMA, so that bounds of histogram
 * buckets agree in their last digit, too.
 *
 * <p>The method is N. Shibata's ("Efficient evaluation methods of elementary functions suitable for
 * SIMD computation", 2010): the argument is reduced by multiples of ln(2) and by 16, e^r - 1 is
 * summed up as a Taylor series, and squared four times as (y + 2)y.
 */
final class GoExp {
    /** ln(2) = {@code LN2_UPPER + LN2_LOWER}; the upper half has trailing zeros. */
    private static final double LN2_UPPER = 0x1.62e42fefa3000p-1;

    private static final double LN2_LOWER = 0x1.3de6af278ece6p-42;
    private static final double LOG2_E = 1.4426950408889634;

    /** From here on the result is infinite. */
    private static final double OVERFLOW = 709.782712893384;

    private GoExp() {}

    /** e to the power of {@code x}. */
    static double exp(double x) {
        if (Double.isNaN(x)) {
            return x;
        }
        if (x > OVERFLOW) {
            return Double.POSITIVE_INFINITY;
        }
        double multiple = Math.rint(x * LOG2_E);
        if (multiple < -1075) {
            return 0;
        }
        double rest = Math.fma(-multiple, LN2_UPPER, x);
        rest = Math.fma(-multiple, LN2_LOWER, rest) / 16;
        double y = rest * taylor(rest);
        y *= y + 2;
        y *= y + 2;
        y *= y + 2;
        y = Math.fma(y, y + 2, 1);
        return multiple >= 1024 ? Double.POSITIVE_INFINITY : Math.scalb(y, (int) multiple);
    }

    /** (e^x - 1) / x up to x^7 / 8!. */
    private static double taylor(double x) {
        double sum = 1.0 / 40_320;
        sum = Math.fma(sum, x, 1.0 / 5_040);
        sum = Math.fma(sum, x, 1.0 / 720);
        sum = Math.fma(sum, x, 1.0 / 120);
        sum = Math.fma(sum, x, 1.0 / 24);
        sum = Math.fma(sum, x, 1.0 / 6);
        sum = Math.fma(sum, x, 0.5);
        return Math.fma(sum, x, 1);
    }
}
