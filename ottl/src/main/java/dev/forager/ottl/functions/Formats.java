// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Converter;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Getter;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.Pure;
import dev.forager.ottl.text.GoFormat;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converters that fill values into text. */
final class Formats {
    static final List<Class<? extends OttlFunction>> ALL = List.of(Format.class);

    private Formats() {}

    @Pure
    @Doc("Text with values in it.")
    record Format(
            @Doc("Text with the verbs of Go: %s, %d, %v, %.2f.") String format,
            @Doc("The values.") List<Getter> vals)
            implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                List<@Nullable Object> values = new ArrayList<>(vals.size());
                for (Getter value : vals) {
                    values.add(value.get(cursor));
                }
                return Value.of(GoFormat.format(format, values));
            };
        }
    }
}
