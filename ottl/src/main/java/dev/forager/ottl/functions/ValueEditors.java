// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Action;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Editor;
import dev.forager.ottl.Getter;
import dev.forager.ottl.Named;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.Target;
import java.util.List;

/** Editors of any value. */
final class ValueEditors {
    static final List<Class<? extends OttlFunction>> ALL = List.of(SetValue.class);

    private ValueEditors() {}

    @Named("set")
    @Doc("Writes a value to a path; nil empties it.")
    record SetValue(@Doc("Where to write.") Target target, @Doc("What to write.") Getter value)
            implements Editor {
        @Override
        public Action compile() {
            return cursor -> target.set(cursor, value.get(cursor));
        }
    }
}
