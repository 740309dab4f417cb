// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.Value;
import org.jspecify.annotations.Nullable;

/** An argument that must be a string; any other value, nil too, fails the item. */
public final class StringGetter extends TypedGetter {
    StringGetter(Getter source) {
        super(source);
    }

    /** The characters, for the item that the cursor stands on. */
    public String get(Cursor cursor) throws EvaluationException {
        return text(cursor).string();
    }

    /** The UTF-8 bytes, for the item that the cursor stands on: no string is made. */
    public Value.Str text(Cursor cursor) throws EvaluationException {
        return of(value(cursor));
    }

    /** The string of a constant argument; null for any other. */
    public @Nullable String constant() {
        return constantValue() instanceof Value.Str text ? text.string() : null;
    }

    static Value.Str of(@Nullable Object value) throws EvaluationException {
        if (value instanceof Value.Str text) {
            return text;
        }
        throw OttlValues.expected("string", value);
    }
}
