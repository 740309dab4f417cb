// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.Value;
import org.jspecify.annotations.Nullable;

/** An argument that must be an integer; any other value, nil too, fails the item. */
public final class IntGetter extends TypedGetter {
    IntGetter(Getter source) {
        super(source);
    }

    /** The value for the item that the cursor stands on. */
    public long get(Cursor cursor) throws EvaluationException {
        return of(value(cursor));
    }

    static long of(@Nullable Object value) throws EvaluationException {
        if (value instanceof Value.Int typed) {
            return typed.value();
        }
        throw OttlValues.expected("int64", value);
    }
}
