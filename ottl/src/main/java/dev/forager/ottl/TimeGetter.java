// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An argument that must be a time; any other value, nil too, fails the item. */
public final class TimeGetter extends TypedGetter {
    TimeGetter(Getter source) {
        super(source);
    }

    /** The value for the item that the cursor stands on. */
    public Instant get(Cursor cursor) throws EvaluationException {
        return of(value(cursor));
    }

    static Instant of(@Nullable Object value) throws EvaluationException {
        if (value instanceof Instant typed) {
            return typed;
        }
        throw OttlValues.expected("time", value);
    }
}
