// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.Telemetry;
import java.util.List;

/**
 * Statements that run in their order on each item of one context, if a condition of the group
 * holds. Thread-safe: items may be worked on by any number of threads, each with its own cursor.
 */
public final class StatementSequence {
    private final OttlContext context;
    private final List<Statement> statements;
    private final ConditionSequence conditions;
    private final ErrorHandling errors;
    private final Walk walk;

    StatementSequence(
            OttlContext context,
            List<Statement> statements,
            ConditionSequence conditions,
            ErrorHandling errors) {
        this.context = context;
        this.statements = List.copyOf(statements);
        this.conditions = conditions;
        this.errors = errors;
        this.walk = new Walk(context);
    }

    /** What it runs on. */
    public OttlContext context() {
        return context;
    }

    /** The statements, with their failures. */
    public List<Statement> statements() {
        return statements;
    }

    /** The conditions of the group, with their failures; none means always. */
    public ConditionSequence conditions() {
        return conditions;
    }

    /**
     * Runs on every item.
     *
     * @throws EvaluationException in error mode {@code propagate} at the first failure; items
     *     before it have been edited
     */
    public void run(Telemetry telemetry) throws EvaluationException {
        run(new Cursor(telemetry));
    }

    /** As {@link #run(Telemetry)}, with a cursor that knows of a request or shares a cache. */
    public void run(Cursor cursor) throws EvaluationException {
        walk.forEach(cursor, this::runItem);
    }

    /** Runs on the item that the cursor stands on. */
    public void runItem(Cursor cursor) throws EvaluationException {
        if (!conditions.isEmpty() && !conditions.matches(cursor)) {
            return;
        }
        for (int i = 0; i < statements.size(); i++) {
            Statement statement = statements.get(i);
            try {
                statement.run(cursor);
            } catch (EvaluationException | RuntimeException e) {
                errors.failed("execute statement", statement.text(), statement.failures(), e);
            }
        }
    }
}
