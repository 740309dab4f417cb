// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import dev.forager.ottl.Action;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Editor;
import dev.forager.ottl.FunctionCatalog;
import dev.forager.ottl.Getter;
import dev.forager.ottl.Named;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.Target;
import dev.forager.pdata.Value;
import java.util.List;

/**
 * {@code set} as it was before version 0.158 of the Go collector and is again without the gate
 * {@code ottl.set.allowNil}: nil changes nothing.
 */
public final class SetButNil implements FunctionCatalog {
    @Override
    public List<Class<? extends OttlFunction>> functions() {
        return List.of(Set.class);
    }

    @Named("set")
    @Doc("Writes a value to a path; nil changes nothing.")
    record Set(@Doc("Where to write.") Target target, @Doc("What to write.") Getter value)
            implements Editor {
        @Override
        public Action compile() {
            return cursor -> {
                Object given = value.get(cursor);
                if (given != null && !(given instanceof Value.Empty)) {
                    target.set(cursor, given);
                }
            };
        }
    }
}
