// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import java.util.List;

/** Conditions on the items of one context of which one must hold. Thread-safe. */
public final class ConditionSequence {
    private final OttlContext context;
    private final List<CompiledCondition> conditions;
    private final ErrorHandling errors;

    ConditionSequence(
            OttlContext context, List<CompiledCondition> conditions, ErrorHandling errors) {
        this.context = context;
        this.conditions = List.copyOf(conditions);
        this.errors = errors;
    }

    /** What they look at. */
    public OttlContext context() {
        return context;
    }

    /** The conditions, with their failures. */
    public List<CompiledCondition> conditions() {
        return conditions;
    }

    /** True if there are none. */
    public boolean isEmpty() {
        return conditions.isEmpty();
    }

    /**
     * Whether one of them holds for the item that the cursor stands on. One that fails does not
     * hold.
     *
     * @throws EvaluationException in error mode {@code propagate}, if one fails
     */
    public boolean matches(Cursor cursor) throws EvaluationException {
        for (int i = 0; i < conditions.size(); i++) {
            CompiledCondition condition = conditions.get(i);
            try {
                if (condition.test(cursor)) {
                    return true;
                }
            } catch (EvaluationException | RuntimeException e) {
                errors.failed("eval condition", condition.text(), condition.failures(), e);
            }
        }
        return false;
    }
}
