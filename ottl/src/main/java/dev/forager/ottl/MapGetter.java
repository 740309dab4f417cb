// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.Value;
import org.jspecify.annotations.Nullable;

/** An argument that must be a map; any other value, nil too, fails the item. */
public final class MapGetter extends TypedGetter {
    MapGetter(Getter source) {
        super(source);
    }

    /** The value for the item that the cursor stands on. */
    public Value.MapV get(Cursor cursor) throws EvaluationException {
        return of(value(cursor));
    }

    static Value.MapV of(@Nullable Object value) throws EvaluationException {
        if (value instanceof Value.MapV typed) {
            return typed;
        }
        throw OttlValues.expected("pcommon.Map", value);
    }
}
