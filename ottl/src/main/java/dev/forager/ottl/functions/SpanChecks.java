// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Converter;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Getter;
import dev.forager.ottl.OnlyIn;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlFunction;
import dev.forager.pdata.Value;
import java.util.List;

/** Converters that look at the present span. */
final class SpanChecks {
    static final List<Class<? extends OttlFunction>> ALL = List.of(IsRootSpan.class);

    private SpanChecks() {}

    @OnlyIn(OttlContext.SPAN)
    @Doc("Whether the span has no parent.")
    record IsRootSpan() implements Converter {
        @Override
        public Getter compile() {
            return cursor -> Value.of(!cursor.span().parentSpanId().isValid());
        }
    }
}
