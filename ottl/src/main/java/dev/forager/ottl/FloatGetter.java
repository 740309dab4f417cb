// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.Value;
import org.jspecify.annotations.Nullable;

/** An argument that must be a floating point number; any other value, nil too, fails the item. */
public final class FloatGetter extends TypedGetter {
    FloatGetter(Getter source) {
        super(source);
    }

    /** The value for the item that the cursor stands on. */
    public double get(Cursor cursor) throws EvaluationException {
        return of(value(cursor));
    }

    static double of(@Nullable Object value) throws EvaluationException {
        if (value instanceof Value.Dbl typed) {
            return typed.value();
        }
        throw OttlValues.expected("float64", value);
    }
}
