// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.probabilisticsampler;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.Key;
import dev.forager.pdata.Value;
import dev.forager.processors.sampling.Threshold;
import org.jspecify.annotations.Nullable;

/** Thresholds that items ask for in their attributes. Stateless. */
final class Priority {
    private static final Key SAMPLING_PRIORITY = Key.of("sampling.priority");

    /** A number is not longer (chosen). */
    private static final int MAX_DIGITS = 400;

    private Priority() {}

    /** OpenTracing's hint, taken at its word: 0 drops a span, more keeps it. */
    static @Nullable Threshold ofSpan(Attributes attributes) {
        Value value = attributes.get(SAMPLING_PRIORITY);
        if (value == null) {
            return null;
        }
        return switch (value) {
            case Value.Int number -> ofNumber((double) number.value());
            case Value.Dbl number -> ofNumber(number.value());
            case Value.Str text -> ofNumber(number(text.string()));
            case Value.Bool _,
                    Value.Bytes _,
                    Value.Arr _,
                    Value.MapV _,
                    Value.StrIndex _,
                    Value.Empty _ ->
                    null;
        };
    }

    private static @Nullable Threshold ofNumber(double number) {
        if (number == 0) {
            return Threshold.NEVER;
        }
        return number > 0 ? Threshold.ALWAYS : null;
    }

    private static double number(String text) {
        boolean isNumber =
                !text.isEmpty()
                        && text.length() <= MAX_DIGITS
                        && text.chars().allMatch(c -> "+-.eE0123456789".indexOf(c) >= 0);
        try {
            return isNumber ? Double.parseDouble(text) : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** A percentage in an attribute of a log record. */
    static @Nullable Threshold ofLogRecord(Attributes attributes, Key key, int precision) {
        Value value = attributes.get(key);
        double percent =
                switch (value) {
                    case Value.Dbl number -> number.value();
                    case Value.Int number -> (double) number.value();
                    case null, default -> 0;
                };
        return Threshold.ofProbability(percent / 100, precision);
    }
}
