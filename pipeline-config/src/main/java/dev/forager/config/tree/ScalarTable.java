// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config.tree;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a plain scalar means, by the rules of Go's yaml.v3 (its resolve.go), which are neither those
 * of YAML 1.1 nor of 1.2: {@code yes} is text, {@code 0123} octal, {@code 1_000} a number.
 */
final class ScalarTable {
    private static final BigInteger MAX_UNSIGNED = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    private static final BigInteger MIN_SIGNED = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX_SIGNED = BigInteger.valueOf(Long.MAX_VALUE);
    private static final Map<String, Resolved> WORDS = words();
    private static final Pattern FLOAT =
            Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern TIMESTAMP =
            Pattern.compile(
                    "(\\d{4})-(\\d{1,2})-(\\d{1,2})"
                            + "(?:(?:([Tt])| )(\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:\\.(\\d{1,9}))?"
                            + "(Z|[-+]\\d{2}:\\d{2})?)?");

    private ScalarTable() {}

    /**
     * A scalar's meaning.
     *
     * @param value as {@link ScalarNode#value}
     */
    record Resolved(ScalarNode.Type type, @Nullable Object value) {}

    /** The meaning of a plain scalar without a tag. */
    static Resolved resolve(String text) {
        if (text.isEmpty()) {
            return new Resolved(ScalarNode.Type.NULL, null);
        }
        char first = text.charAt(0);
        if (first == '.') {
            Resolved word = WORDS.get(text);
            return word != null ? word : floating(text, text);
        }
        if (first == '+' || first == '-' || (first >= '0' && first <= '9')) {
            return number(text);
        }
        Resolved word = WORDS.get(text);
        return word != null ? word : string(text);
    }

    private static Resolved number(String text) {
        Resolved word = WORDS.get(text);
        if (word != null) {
            return word;
        }
        OffsetDateTime time = timestamp(text);
        if (time != null) {
            return new Resolved(ScalarNode.Type.TIMESTAMP, time);
        }
        String plain = text.replace("_", "");
        BigInteger integer = integer(plain);
        if (integer != null) {
            if (integer.compareTo(MIN_SIGNED) >= 0 && integer.compareTo(MAX_SIGNED) <= 0) {
                return new Resolved(ScalarNode.Type.INT, integer.longValueExact());
            }
            // Go's ParseUint takes no sign.
            if (integer.signum() > 0
                    && integer.compareTo(MAX_UNSIGNED) <= 0
                    && plain.charAt(0) != '+') {
                return new Resolved(ScalarNode.Type.INT, integer);
            }
        }
        return floating(plain, text);
    }

    /** A number in the notation of Go source; null when it is none. */
    private static @Nullable BigInteger integer(String plain) {
        boolean negative = plain.startsWith("-");
        String digits = negative || plain.startsWith("+") ? plain.substring(1) : plain;
        int radix = 10;
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            radix =
                    switch (digits.charAt(1)) {
                        case 'x', 'X' -> 16;
                        case 'o', 'O', '0', '1', '2', '3', '4', '5', '6', '7' -> 8;
                        case 'b', 'B' -> 2;
                        default -> 0;
                    };
            boolean prefixed = Character.isLetter(digits.charAt(1));
            digits = digits.substring(prefixed ? 2 : 1);
        }
        if (radix == 0 || digits.isEmpty() || !areDigits(digits, radix)) {
            return null;
        }
        BigInteger value = new BigInteger(digits, radix);
        return negative ? value.negate() : value;
    }

    private static boolean areDigits(String text, int radix) {
        // Longer ones fit no integer type, and reading them takes quadratic time.
        if (text.length() > 100) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 'f' || Character.digit(c, radix) < 0) {
                return false;
            }
        }
        return true;
    }

    private static Resolved floating(String plain, String text) {
        if (plain.length() <= 1000 && FLOAT.matcher(plain).matches()) {
            double value = Double.parseDouble(plain);
            if (!Double.isInfinite(value)) {
                return new Resolved(ScalarNode.Type.FLOAT, value);
            }
        }
        return string(text);
    }

    private static @Nullable OffsetDateTime timestamp(String text) {
        Matcher matcher = TIMESTAMP.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        boolean hasTime = matcher.group(5) != null;
        String zone = matcher.group(9);
        // With a T there must be a zone, with a blank there must be none.
        if (hasTime && (matcher.group(4) != null) != (zone != null)) {
            return null;
        }
        try {
            return dateTime(matcher, hasTime).atOffset(ZoneOffset.of(zone == null ? "Z" : zone));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static LocalDateTime dateTime(Matcher matcher, boolean hasTime) {
        String fraction = matcher.group(8);
        return LocalDateTime.of(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                hasTime ? Integer.parseInt(matcher.group(5)) : 0,
                hasTime ? Integer.parseInt(matcher.group(6)) : 0,
                hasTime ? Integer.parseInt(matcher.group(7)) : 0,
                fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9)));
    }

    static Resolved string(String text) {
        return new Resolved(ScalarNode.Type.STRING, text);
    }

    private static Map<String, Resolved> words() {
        var map = new HashMap<String, Resolved>();
        put(map, ScalarNode.Type.BOOL, true, "true", "True", "TRUE");
        put(map, ScalarNode.Type.BOOL, false, "false", "False", "FALSE");
        put(map, ScalarNode.Type.NULL, null, "~", "null", "Null", "NULL");
        put(map, ScalarNode.Type.FLOAT, Double.NaN, ".nan", ".NaN", ".NAN");
        for (String sign : new String[] {"", "+", "-"}) {
            double value = sign.equals("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            put(map, ScalarNode.Type.FLOAT, value, sign + ".inf", sign + ".Inf", sign + ".INF");
        }
        return map;
    }

    private static void put(
            Map<String, Resolved> map,
            ScalarNode.Type type,
            @Nullable Object value,
            String... words) {
        for (String word : words) {
            map.put(word, new Resolved(type, value));
        }
    }
}
