// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import dev.forager.ottl.Action;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Editor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.OnlyIn;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.StringGetter;
import dev.forager.pdata.Metric;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The copy of a metric. */
final class Copies {
    static final List<Class<? extends OttlFunction>> ALL = List.of(CopyMetric.class);

    private Copies() {}

    @OnlyIn(OttlContext.METRIC)
    @Doc("Adds a copy of a metric behind the others of its scope.")
    record CopyMetric(
            @Doc("The name of the copy; the same if left out.") @Nullable StringGetter name,
            @Doc("Its description; the same if left out.") @Nullable StringGetter description,
            @Doc("Its unit; the same if left out.") @Nullable StringGetter unit)
            implements Editor {
        @Override
        public Action compile() {
            return this::copy;
        }

        private void copy(Cursor cursor) throws EvaluationException {
            Metric copy = cursor.metric().copy();
            if (name != null) {
                copy.name(name.get(cursor));
            }
            if (description != null) {
                copy.description(description.get(cursor));
            }
            if (unit != null) {
                copy.unit(unit.get(cursor));
            }
            cursor.metrics().add(copy);
        }
    }
}
