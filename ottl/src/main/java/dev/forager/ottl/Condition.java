// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

/** A compiled boolean expression. Immutable. */
@FunctionalInterface
public interface Condition {
    /** Whether it holds for the item that the cursor stands on. */
    boolean test(Cursor cursor) throws EvaluationException;
}
