// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * Durations in the notation of Go: {@code 1h30m}, {@code 1.5s}, {@code 200ms}, {@code -1s}, {@code
 * 0}. The range is that of 64 bits of nanoseconds, about 292 years.
 *
 * @see <a href="https://pkg.go.dev/time#ParseDuration">ParseDuration</a>
 */
public final class GoDuration {
    private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final int MAX_LENGTH = 200;

    private GoDuration() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException with Go's phrase, without the text
     */
    public static Duration parse(String text) {
        boolean isNegative = text.startsWith("-");
        String rest = isNegative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        if (rest.isEmpty() || rest.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("time: invalid duration");
        }
        BigDecimal nanos = BigDecimal.ZERO;
        for (int at = 0; at < rest.length(); ) {
            int unitAt = skipNumber(rest, at);
            int end = skipUnit(rest, unitAt);
            BigDecimal amount = amount(rest.substring(at, unitAt));
            if (unitAt == end) {
                throw new IllegalArgumentException("time: missing unit in duration");
            }
            nanos = nanos.add(amount.multiply(unit(rest.substring(unitAt, end))));
            at = end;
        }
        nanos = isNegative ? nanos.negate() : nanos;
        if (nanos.abs().compareTo(MAX) > 0) {
            throw new IllegalArgumentException("time: invalid duration");
        }
        return Duration.ofNanos(nanos.longValue());
    }

    private static int skipNumber(String text, int from) {
        int at = from;
        while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        return at;
    }

    private static int skipUnit(String text, int from) {
        int at = from;
        while (at < text.length() && !isDigit(text.charAt(at)) && text.charAt(at) != '.') {
            at++;
        }
        return at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static BigDecimal amount(String digits) {
        int dot = digits.indexOf('.');
        if (digits.isEmpty()
                || digits.equals(".")
                || (dot >= 0 && digits.indexOf('.', dot + 1) > dot)) {
            throw new IllegalArgumentException("time: invalid duration");
        }
        return new BigDecimal(digits.endsWith(".") ? digits + "0" : digits);
    }

    private static BigDecimal unit(String name) {
        return BigDecimal.valueOf(
                switch (name) {
                    case "ns" -> 1L;
                    case "us", "µs", "μs" -> 1_000L;
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    case "h" -> 3_600_000_000_000L;
                    default -> throw new IllegalArgumentException("time: unknown unit");
                });
    }

    /**
     * The text of {@code duration} as Go prints it: {@code 1m30s}, {@code 200ms}, {@code 0s}.
     *
     * @throws ArithmeticException beyond about 292 years
     */
    public static String of(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0s";
        }
        BigDecimal rest = BigDecimal.valueOf(nanos).abs();
        String sign = nanos < 0 ? "-" : "";
        if (rest.compareTo(BigDecimal.valueOf(1_000_000_000L)) < 0) {
            return sign + small(rest);
        }
        long seconds = rest.movePointLeft(9).longValue();
        String hours = seconds >= 3600 ? seconds / 3600 + "h" : "";
        String minutes = seconds >= 60 ? seconds / 60 % 60 + "m" : "";
        BigDecimal last = rest.movePointLeft(9).subtract(BigDecimal.valueOf(seconds / 60 * 60));
        return sign + hours + minutes + plain(last) + "s";
    }

    private static String small(BigDecimal nanos) {
        if (nanos.compareTo(BigDecimal.valueOf(1_000L)) < 0) {
            return plain(nanos) + "ns";
        }
        return nanos.compareTo(BigDecimal.valueOf(1_000_000L)) < 0
                ? plain(nanos.movePointLeft(3)) + "µs"
                : plain(nanos.movePointLeft(6)) + "ms";
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
