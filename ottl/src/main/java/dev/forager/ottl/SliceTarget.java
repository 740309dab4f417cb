// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.Value;

/** An argument that must be a path to a list, which the function replaces. */
public final class SliceTarget {
    private final Target path;

    SliceTarget(Target path) {
        this.path = path;
    }

    /** The list of the item that the cursor stands on; any other value there fails the item. */
    public Value.Arr get(Cursor cursor) throws EvaluationException {
        return SliceGetter.of(path.get(cursor));
    }

    /** Replaces it. */
    public void set(Cursor cursor, Value.Arr list) throws EvaluationException {
        path.set(cursor, list);
    }
}
