// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.edits;

import com.google.re2j.Pattern;
import dev.forager.pdata.Value;
import dev.forager.pdata.ValueText;
import org.jspecify.annotations.Nullable;

/** Types that a value can be converted to, by the rules of Go's strconv. */
enum Conversion {
    STRING {
        @Override
        boolean isDone(Value value) {
            return value instanceof Value.Str;
        }

        @Override
        Value convert(Value value) {
            return Value.of(ValueText.of(value));
        }
    },
    INT {
        @Override
        boolean isDone(Value value) {
            return value instanceof Value.Int;
        }

        @Override
        @Nullable Value convert(Value value) {
            return switch (value) {
                case Value.Dbl number -> Value.of(truncated(number.value()));
                case Value.Bool flag -> Value.of(flag.value() ? 1L : 0L);
                case Value.Str text -> integer(text.string());
                case Value.Int _ -> value;
                case Value.Bytes _, Value.Arr _, Value.MapV _, Value.StrIndex _, Value.Empty _ ->
                        null;
            };
        }
    },
    DOUBLE {
        @Override
        boolean isDone(Value value) {
            return value instanceof Value.Dbl;
        }

        @Override
        @Nullable Value convert(Value value) {
            return switch (value) {
                case Value.Int number -> Value.of((double) number.value());
                case Value.Bool flag -> Value.of(flag.value() ? 1.0 : 0.0);
                case Value.Str text -> floating(text.string());
                case Value.Dbl _ -> value;
                case Value.Bytes _, Value.Arr _, Value.MapV _, Value.StrIndex _, Value.Empty _ ->
                        null;
            };
        }
    };

    /** A longer text is no number (a double needs less than 800 digits to be exact). */
    private static final int MAX_DIGITS = 2000;

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final Pattern HEXADECIMAL =
            Pattern.compile(
                    "[+-]?0[xX]([0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)[pP][+-]?[0-9]+");
    private static final Pattern INFINITY = Pattern.compile("(?i)[+-]?inf(inity)?");

    /** Digits may be parted by single underscores. */
    private static final Pattern UNDERSCORE = Pattern.compile("([0-9a-fA-FxX])_([0-9a-fA-F])");

    /** Whether the value is of this type already. */
    abstract boolean isDone(Value value);

    /** The value as this type; null if that cannot be. */
    abstract @Nullable Value convert(Value value);

    /** The word in the configuration. */
    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** What does not fit becomes the least integer, as on the collector's usual processor. */
    private static long truncated(double number) {
        boolean fits = number >= -0x1p63 && number < 0x1p63;
        return fits ? (long) number : Long.MIN_VALUE;
    }

    private static @Nullable Value integer(String text) {
        if (text.length() > MAX_DIGITS || !INTEGER.matches(text)) {
            return null;
        }
        try {
            return Value.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return null; // more than 64 bits
        }
    }

    private static @Nullable Value floating(String text) {
        if (text.length() > MAX_DIGITS) {
            return null;
        }
        if (text.equalsIgnoreCase("nan")) {
            return Value.of(Double.NaN);
        }
        if (INFINITY.matches(text)) {
            return Value.of(
                    text.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        String digits =
                text.indexOf('_') < 0
                        ? text
                        : UNDERSCORE
                                .matcher(UNDERSCORE.matcher(text).replaceAll("$1$2"))
                                .replaceAll("$1$2");
        if (!DECIMAL.matches(digits) && !HEXADECIMAL.matches(digits)) {
            return null;
        }
        double number = Double.parseDouble(digits);
        return Double.isInfinite(number) ? null : Value.of(number);
    }
}
