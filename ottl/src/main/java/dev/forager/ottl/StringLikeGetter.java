// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.Value;
import org.jspecify.annotations.Nullable;

/** An argument of any type that is taken as text, see {@link OttlValues#toText}. */
public final class StringLikeGetter extends TypedGetter {
    StringLikeGetter(Getter source) {
        super(source);
    }

    /** The characters, for the item that the cursor stands on; null for nil. */
    public @Nullable String get(Cursor cursor) throws EvaluationException {
        Value.Str text = text(cursor);
        return text == null ? null : text.string();
    }

    /** The UTF-8 bytes, for the item that the cursor stands on; null for nil. */
    public Value.@Nullable Str text(Cursor cursor) throws EvaluationException {
        return OttlValues.toText(value(cursor));
    }

    /** The string of a constant argument; null for any other. */
    public @Nullable String constant() {
        return constantValue() instanceof Value.Str text ? text.string() : null;
    }
}
