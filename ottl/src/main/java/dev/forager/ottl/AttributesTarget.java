// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.Value;
import org.jspecify.annotations.Nullable;

/** A path to a whole map of attributes, which editors change in place. */
public interface AttributesTarget extends Target {
    /** The live attributes of the item that the cursor stands on. */
    Attributes attributes(Cursor cursor) throws EvaluationException;

    @Override
    default Object get(Cursor cursor) throws EvaluationException {
        return attributes(cursor).toMap();
    }

    @Override
    default void set(Cursor cursor, @Nullable Object value) throws EvaluationException {
        switch (value) {
            case null -> attributes(cursor).clear();
            case Value.MapV map -> attributes(cursor).replaceBy(map);
            default ->
                    throw new EvaluationException(
                            "unsupported type provided for setting a pcommon.Map: "
                                    + OttlValues.typeName(value));
        }
    }
}
