// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import org.jspecify.annotations.Nullable;

/** A compiled statement. Immutable but for the count of its failures. */
public final class Statement {
    private final String text;
    private final Action action;
    private final @Nullable Condition where;
    private final Failures failures = new Failures();

    Statement(String text, Action action, @Nullable Condition where) {
        this.text = text;
        this.action = action;
        this.where = where;
    }

    /** As written. */
    public String text() {
        return text;
    }

    /** How often it failed. */
    public Failures failures() {
        return failures;
    }

    /** Edits the item that the cursor stands on, if its condition holds; true if it did. */
    public boolean run(Cursor cursor) throws EvaluationException {
        if (where != null && !where.test(cursor)) {
            return false;
        }
        action.run(cursor);
        return true;
    }
}
