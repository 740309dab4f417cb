// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An argument that must be a duration; any other value, nil too, fails the item. */
public final class DurationGetter extends TypedGetter {
    DurationGetter(Getter source) {
        super(source);
    }

    /** The value for the item that the cursor stands on. */
    public Duration get(Cursor cursor) throws EvaluationException {
        return of(value(cursor));
    }

    static Duration of(@Nullable Object value) throws EvaluationException {
        if (value instanceof Duration typed) {
            return typed;
        }
        throw OttlValues.expected("duration", value);
    }
}
