// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.Value;
import org.jspecify.annotations.Nullable;

/** An argument that must be a path to a map, which the function edits. */
public final class MapTarget {
    private final Target path;

    MapTarget(Target path) {
        this.path = path;
    }

    /** What a function does to a map. */
    @FunctionalInterface
    public interface Edit {
        /** Changes it in place. */
        void apply(Attributes map) throws EvaluationException;
    }

    /**
     * Edits the map of the item that the cursor stands on; any other value there fails the item.
     */
    public void edit(Cursor cursor, Edit edit) throws EvaluationException {
        if (path instanceof AttributesTarget whole) {
            edit.apply(whole.attributes(cursor));
            return;
        }
        Attributes scratch = Attributes.create();
        scratch.replaceBy(map(path.get(cursor)));
        edit.apply(scratch);
        path.set(cursor, scratch.toMap());
    }

    private static Value.MapV map(@Nullable Object value) throws EvaluationException {
        return MapGetter.of(value);
    }
}
