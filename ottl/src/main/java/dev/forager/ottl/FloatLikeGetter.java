// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.Value;
import org.jspecify.annotations.Nullable;

/**
 * An argument that is taken as a floating point number: a float; an int; a boolean; a string that
 * is a number. Others fail the item.
 */
public final class FloatLikeGetter extends TypedGetter {
    FloatLikeGetter(Getter source) {
        super(source);
    }

    /** The value for the item that the cursor stands on; null for nil. */
    public @Nullable Double get(Cursor cursor) throws EvaluationException {
        return of(value(cursor));
    }

    static @Nullable Double of(@Nullable Object value) throws EvaluationException {
        return switch (value) {
            case null -> null;
            case Value.Dbl number -> number.value();
            case Value.Int number -> (double) number.value();
            case Value.Bool flag -> flag.value() ? 1.0 : 0.0;
            case Value.Str text -> GoNumbers.parseFloat(text.string());
            default ->
                    throw new EvaluationException(
                            "unsupported type: " + OttlValues.typeName(value));
        };
    }
}
