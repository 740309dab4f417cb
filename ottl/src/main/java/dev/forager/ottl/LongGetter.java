// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.Value;

/** An expression that is always an integer: comparisons need not box it. */
public interface LongGetter extends Getter {
    /** The value for the item that the cursor stands on. */
    long getLong(Cursor cursor) throws EvaluationException;

    @Override
    default Object get(Cursor cursor) throws EvaluationException {
        return new Value.Int(getLong(cursor));
    }
}
