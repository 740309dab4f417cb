// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

/** What a compiled editor does. Immutable. */
@FunctionalInterface
public interface Action {
    /** Edits the item that the cursor stands on. */
    void run(Cursor cursor) throws EvaluationException;
}
