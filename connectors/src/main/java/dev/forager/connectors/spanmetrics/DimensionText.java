// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import dev.forager.pdata.Value;
import dev.forager.pdata.ValueText;

/**
 * Values as the texts by which series are told apart: {@code 200} and {@code "200"} are one series.
 * The small integers and booleans that dimensions mostly have cost no string. Stateless.
 */
final class DimensionText {
    /** Covers every HTTP status code. */
    private static final Value.Str[] SMALL = new Value.Str[1000];

    private static final Value.Str TRUE = Value.Str.of("true");
    private static final Value.Str FALSE = Value.Str.of("false");

    static {
        for (int i = 0; i < SMALL.length; i++) {
            SMALL[i] = Value.Str.of(Integer.toString(i));
        }
    }

    private DimensionText() {}

    static Value.Str of(Value value) {
        if (value instanceof Value.Str text) {
            return text;
        }
        if (value instanceof Value.Int number
                && number.value() >= 0
                && number.value() < SMALL.length) {
            return SMALL[(int) number.value()];
        }
        if (value instanceof Value.Bool flag) {
            return flag.value() ? TRUE : FALSE;
        }
        return Value.Str.of(ValueText.of(value));
    }
}
