// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import org.jspecify.annotations.Nullable;

/** A compiled expression that is worth a value. Immutable. */
public final class ValueExpression {
    private final OttlContext context;
    private final String text;
    private final Getter getter;

    ValueExpression(OttlContext context, String text, Getter getter) {
        this.context = context;
        this.text = text;
        this.getter = getter;
    }

    /** What it looks at. */
    public OttlContext context() {
        return context;
    }

    /** As written. */
    public String text() {
        return text;
    }

    /** Its value for the item that the cursor stands on; see {@link Getter} for what there is. */
    public @Nullable Object get(Cursor cursor) throws EvaluationException {
        return getter.get(cursor);
    }
}
