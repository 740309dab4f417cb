// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.Value;
import org.jspecify.annotations.Nullable;

/**
 * An argument that is taken as an integer: an int; a float, truncated; a boolean; a string of
 * decimal digits. Others fail the item.
 */
public final class IntLikeGetter extends TypedGetter {
    IntLikeGetter(Getter source) {
        super(source);
    }

    /** The value for the item that the cursor stands on; null for nil. */
    public @Nullable Long get(Cursor cursor) throws EvaluationException {
        return of(value(cursor));
    }

    static @Nullable Long of(@Nullable Object value) throws EvaluationException {
        return switch (value) {
            case null -> null;
            case Value.Int number -> number.value();
            case Value.Dbl number -> truncated(number.value());
            case Value.Bool flag -> flag.value() ? 1L : 0L;
            case Value.Str text -> GoNumbers.parseInt(text.string(), 10);
            default ->
                    throw new EvaluationException(
                            "unsupported type: " + OttlValues.typeName(value));
        };
    }

    /** What has no integer becomes the least one, as the Go collector does it on amd64. */
    private static long truncated(double number) {
        boolean fits = number >= Long.MIN_VALUE && number < 0x1p63;
        return fits ? (long) number : Long.MIN_VALUE;
    }
}
