// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.Value;
import org.jspecify.annotations.Nullable;

/**
 * An argument that is taken as a boolean: a boolean; a number, true unless 0; a string such as
 * {@code true}, {@code F} or {@code 1}. Others fail the item.
 */
public final class BoolLikeGetter extends TypedGetter {
    BoolLikeGetter(Getter source) {
        super(source);
    }

    /** The value for the item that the cursor stands on; null for nil. */
    public @Nullable Boolean get(Cursor cursor) throws EvaluationException {
        return of(value(cursor));
    }

    static @Nullable Boolean of(@Nullable Object value) throws EvaluationException {
        return switch (value) {
            case null -> null;
            case Value.Bool flag -> flag.value();
            case Value.Int number -> number.value() != 0;
            case Value.Dbl number -> number.value() != 0;
            case Value.Str text -> GoNumbers.parseBool(text.string());
            default ->
                    throw new EvaluationException(
                            "unsupported type: " + OttlValues.typeName(value));
        };
    }
}
