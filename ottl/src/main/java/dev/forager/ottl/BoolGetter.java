// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.Value;
import org.jspecify.annotations.Nullable;

/** An argument that must be a boolean; any other value, nil too, fails the item. */
public final class BoolGetter extends TypedGetter {
    BoolGetter(Getter source) {
        super(source);
    }

    /** The value for the item that the cursor stands on. */
    public boolean get(Cursor cursor) throws EvaluationException {
        return of(value(cursor));
    }

    static boolean of(@Nullable Object value) throws EvaluationException {
        if (value instanceof Value.Bool typed) {
            return typed.value();
        }
        throw OttlValues.expected("bool", value);
    }
}
