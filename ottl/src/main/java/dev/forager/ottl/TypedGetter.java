// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import org.jspecify.annotations.Nullable;

/** What the typed parameters of functions have in common: an expression whose value they check. */
abstract sealed class TypedGetter
        permits StringGetter,
                IntGetter,
                FloatGetter,
                BoolGetter,
                StringLikeGetter,
                IntLikeGetter,
                FloatLikeGetter,
                BoolLikeGetter,
                BytesLikeGetter,
                MapGetter,
                SliceGetter,
                TimeGetter,
                DurationGetter {
    private final Getter source;

    TypedGetter(Getter source) {
        this.source = source;
    }

    final @Nullable Object value(Cursor cursor) throws EvaluationException {
        return source.get(cursor);
    }

    /** The value whatever its type, for functions that ask for it. */
    public final @Nullable Object any(Cursor cursor) throws EvaluationException {
        return source.get(cursor);
    }

    /** True if the argument is the same for every item. */
    public final boolean isConstant() {
        return source instanceof Constant;
    }

    /** The value of a constant argument, already checked; null also for any other. */
    final @Nullable Object constantValue() {
        return source instanceof Constant constant ? constant.value() : null;
    }
}
