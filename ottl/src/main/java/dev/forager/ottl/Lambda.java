// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import org.jspecify.annotations.Nullable;

/** An argument such as {@code (key, value) => value != nil}. */
public final class Lambda {
    /** Slots of the parameters in a cursor; -1 for one that nobody asks for. */
    private final int[] slots;

    private final Getter body;

    Lambda(int[] slots, Getter body) {
        this.slots = slots.clone();
        this.body = body;
    }

    /** Checks how many parameters there are: called when the function is compiled. */
    public Lambda withParameters(int count) {
        if (slots.length != count) {
            throw new IllegalArgumentException(
                    "lambda should be defined with exactly %d formal(s), but has %d"
                            .formatted(count, slots.length));
        }
        return this;
    }

    /** Binds the parameters and evaluates the body. */
    public @Nullable Object apply(Cursor cursor, @Nullable Object... arguments)
            throws EvaluationException {
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] >= 0) {
                cursor.setLocal(slots[i], arguments[i]);
            }
        }
        return body.get(cursor);
    }

    /** As {@link #apply}, for a body that must be a boolean. */
    public boolean test(Cursor cursor, @Nullable Object... arguments) throws EvaluationException {
        return BoolGetter.of(apply(cursor, arguments));
    }
}
