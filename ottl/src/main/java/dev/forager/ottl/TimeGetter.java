// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** An argument that must be a time; any other value, nil too, fails the item. */
public final class TimeGetter extends TypedGetter {
    TimeGetter(Getter source) {
        super(source);
    }

    /** The moment for the item that the cursor stands on, wherever it was. */
    public Instant get(Cursor cursor) throws EvaluationException {
        return of(value(cursor));
    }

    /** The time at its place; UTC where it has none. */
    public ZonedDateTime zoned(Cursor cursor) throws EvaluationException {
        return value(cursor) instanceof ZonedDateTime zoned
                ? zoned
                : get(cursor).atZone(ZoneOffset.UTC);
    }

    /** The moment or, where it has a place other than UTC, a {@link ZonedDateTime}. */
    public Object time(Cursor cursor) throws EvaluationException {
        return value(cursor) instanceof ZonedDateTime zoned ? zoned : get(cursor);
    }

    static Instant of(@Nullable Object value) throws EvaluationException {
        if (value instanceof Instant typed) {
            return typed;
        }
        if (value instanceof ZonedDateTime zoned) {
            return zoned.toInstant();
        }
        throw OttlValues.expected("time", value);
    }
}
