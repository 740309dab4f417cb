// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

/** A compiled condition with its text. Immutable but for the count of its failures. */
public final class CompiledCondition {
    private final String text;
    private final Condition condition;
    private final Failures failures = new Failures();

    CompiledCondition(String text, Condition condition) {
        this.text = text;
        this.condition = condition;
    }

    /** As written. */
    public String text() {
        return text;
    }

    /** How often it failed. */
    public Failures failures() {
        return failures;
    }

    /** Whether it holds for the item that the cursor stands on. */
    public boolean test(Cursor cursor) throws EvaluationException {
        return condition.test(cursor);
    }
}
