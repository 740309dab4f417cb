// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Converter;
import dev.forager.ottl.Default;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Getter;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.Pure;
import dev.forager.ottl.StringGetter;
import dev.forager.pdata.Value;
import java.util.List;

/** Converters that take something off the ends of a string. */
final class Trims {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(Trim.class, TrimPrefix.class, TrimSuffix.class);

    private Trims() {}

    @Pure
    @Doc("A string without some characters at its ends.")
    record Trim(
            @Doc("The string.") StringGetter target,
            @Doc("The characters to take off.") @Default("\" \"") String replacement)
            implements Converter {
        @Override
        public Getter compile() {
            return cursor -> Value.of(trim(target.get(cursor)));
        }

        private String trim(String text) {
            int start = 0;
            int end = text.length();
            while (start < end && isIn(text.codePointAt(start))) {
                start += Character.charCount(text.codePointAt(start));
            }
            while (end > start && isIn(text.codePointBefore(end))) {
                end -= Character.charCount(text.codePointBefore(end));
            }
            return text.substring(start, end);
        }

        private boolean isIn(int point) {
            return replacement.indexOf(point) >= 0;
        }
    }

    @Pure
    @Doc("A string without its beginning, if it has it.")
    record TrimPrefix(
            @Doc("The string.") StringGetter target, @Doc("The beginning.") StringGetter prefix)
            implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                Value.Str text = target.text(cursor);
                Value.Str start = prefix.text(cursor);
                return text.startsWith(start)
                        ? text.substring(start.byteLength(), text.byteLength())
                        : text;
            };
        }
    }

    @Pure
    @Doc("A string without its end, if it has it.")
    record TrimSuffix(@Doc("The string.") StringGetter target, @Doc("The end.") StringGetter suffix)
            implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                Value.Str text = target.text(cursor);
                Value.Str end = suffix.text(cursor);
                return text.endsWith(end)
                        ? text.substring(0, text.byteLength() - end.byteLength())
                        : text;
            };
        }
    }
}
