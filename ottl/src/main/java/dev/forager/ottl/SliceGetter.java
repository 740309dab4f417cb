// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An argument that must be a list; any other value, nil too, fails the item. */
public final class SliceGetter extends TypedGetter {
    SliceGetter(Getter source) {
        super(source);
    }

    /** The value for the item that the cursor stands on. */
    public Value.Arr get(Cursor cursor) throws EvaluationException {
        return of(value(cursor));
    }

    static Value.Arr of(@Nullable Object value) throws EvaluationException {
        if (value instanceof Value.Arr array) {
            return array;
        }
        if (value instanceof List<?> list && OttlValues.toValue(list) instanceof Value.Arr array) {
            return array;
        }
        throw OttlValues.expected("pcommon.Slice", value);
    }
}
