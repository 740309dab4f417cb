// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus.exposition;

import dev.forager.pdata.GoFloat;
import dev.forager.prometheus.MetricType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Bounds of buckets and quantiles as labels. Stateless. */
public final class Bounds {
    /** From here on Go writes an exponent, with {@code %g} and the shortest digits. */
    private static final int MOST_DIGITS = 6;

    private Bounds() {}

    /** Whether a label of that name is the bound of a bucket or a quantile. */
    public static boolean isBound(MetricType type, String name) {
        return (type == MetricType.HISTOGRAM && name.equals("le"))
                || (type == MetricType.SUMMARY && name.equals("quantile"));
    }

    /** The value in the form of OpenMetrics; as it is where it is no number. */
    static String normal(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        try {
            return text(new Decimals().parse(bytes, 0, bytes.length));
        } catch (ExpositionException notANumber) {
            return value;
        }
    }

    /** A number as OpenMetrics writes bounds: {@code 1.0}, {@code 0.5}, {@code 1e+06}. */
    public static String text(double number) {
        if (!Double.isFinite(number)) {
            return GoFloat.plain(number);
        }
        if (number == 0) {
            return "0.0";
        }
        BigDecimal exact = GoFloat.shortest(number);
        int exponent = GoFloat.exponent(exact);
        if (exponent < -4 || exponent >= MOST_DIGITS) {
            return GoFloat.scientific(exact, 2);
        }
        String plain = exact.toPlainString();
        return plain.indexOf('.') >= 0 ? plain : plain + ".0";
    }
}
