// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.time;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.forager.ottl.EvaluationException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;

/**
 * Durations as Go writes and reads them: {@code 1h2m3.5s}, {@code -250ms}.
 *
 * @see <a href="https://pkg.go.dev/time#ParseDuration">time.ParseDuration</a>
 */
public final class GoDurations {
    private static final Map<String, Long> UNITS =
            Map.of(
                    "ns", 1L,
                    "us", 1_000L,
                    "\u00b5s", 1_000L,
                    "\u03bcs", 1_000L,
                    "ms", 1_000_000L,
                    "s", 1_000_000_000L,
                    "m", 60_000_000_000L,
                    "h", 3_600_000_000_000L);

    /** Longer ones are out of range or absurdly precise. */
    private static final int MAX_LENGTH = 256;

    private GoDurations() {}

    /** Reads a duration; fractions of a nanosecond are cut off. */
    public static Duration parse(String text) throws EvaluationException {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        if (rest.isEmpty() || rest.length() > MAX_LENGTH) {
            throw invalid(text);
        }
        BigInteger total = BigInteger.ZERO;
        int at = 0;
        while (at < rest.length()) {
            int unit = numberEnd(rest, at);
            if (unit == at || rest.substring(at, unit).equals(".")) {
                throw invalid(text);
            }
            int end = unitEnd(rest, unit);
            total = total.add(nanos(rest.substring(at, unit), rest.substring(unit, end), text));
            at = end;
        }
        return duration(negative ? total.negate() : total, text);
    }

    private static Duration duration(BigInteger nanos, String text) throws EvaluationException {
        if (nanos.bitLength() > Long.SIZE - 1) {
            throw invalid(text);
        }
        return Duration.ofNanos(nanos.longValueExact());
    }

    private static int numberEnd(String text, int from) {
        int at = from;
        boolean dot = false;
        while (at < text.length()
                && (isDigit(text.charAt(at)) || (text.charAt(at) == '.' && !dot))) {
            dot |= text.charAt(at) == '.';
            at++;
        }
        return at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int unitEnd(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '.' && !isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static BigInteger nanos(String number, String unit, String text)
            throws EvaluationException {
        if (unit.isEmpty()) {
            throw new EvaluationException("time: missing unit in duration " + quoted(text));
        }
        Long factor = UNITS.get(unit);
        if (factor == null) {
            throw new EvaluationException(
                    "time: unknown unit %s in duration %s".formatted(quoted(unit), quoted(text)));
        }
        String digits = number.endsWith(".") ? number.substring(0, number.length() - 1) : number;
        return new BigDecimal(digits).multiply(BigDecimal.valueOf(factor)).toBigInteger();
    }

    /** As Go's package time quotes: what is not printable ASCII is shown byte by byte. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (byte each : text.getBytes(UTF_8)) {
            if (each == '"' || each == '\\') {
                out.append('\\').append((char) each);
            } else if (each >= ' ') {
                out.append((char) each);
            } else {
                out.append("\\x%02x".formatted(each));
            }
        }
        return out.append('"').toString();
    }

    private static EvaluationException invalid(String text) {
        return new EvaluationException("time: invalid duration " + quoted(text));
    }

    /** A length in nanoseconds as Go writes it: {@code 1h0m0.5s}, {@code 1.5µs}, {@code 0s}. */
    public static String format(long nanos) {
        BigDecimal size = new BigDecimal(nanos).abs();
        String sign = nanos < 0 ? "-" : "";
        if (nanos == 0) {
            return "0s";
        }
        if (size.compareTo(BigDecimal.valueOf(1_000_000_000L)) < 0) {
            long small = Math.abs(nanos);
            return sign
                    + (small < 1_000
                            ? small + "ns"
                            : small < 1_000_000
                                    ? plain(size.movePointLeft(3)) + "\u00b5s"
                                    : plain(size.movePointLeft(6)) + "ms");
        }
        BigDecimal minute = BigDecimal.valueOf(60);
        BigDecimal seconds = size.movePointLeft(9);
        long minutes = seconds.divideToIntegralValue(minute).longValueExact();
        String tail = plain(seconds.remainder(minute)) + "s";
        if (minutes == 0) {
            return sign + tail;
        }
        return sign + (minutes < 60 ? "" : minutes / 60 + "h") + minutes % 60 + "m" + tail;
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
