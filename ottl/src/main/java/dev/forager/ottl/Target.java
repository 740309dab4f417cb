// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import org.jspecify.annotations.Nullable;

/** A path: an expression that can also be written. */
public interface Target extends Getter {
    /**
     * Writes the item that the cursor stands on.
     *
     * @param value as a {@link Getter} gives it; null where the path takes nil
     */
    void set(Cursor cursor, @Nullable Object value) throws EvaluationException;
}
