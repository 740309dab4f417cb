// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import com.google.re2j.Pattern;
import dev.forager.ottl.Converter;
import dev.forager.ottl.Default;
import dev.forager.ottl.Doc;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Getter;
import dev.forager.ottl.IntGetter;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.OttlValues;
import dev.forager.ottl.Pure;
import dev.forager.ottl.RegexGetter;
import dev.forager.ottl.StringGetter;
import dev.forager.ottl.StringLikeGetter;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converters of text. Positions and lengths are bytes of UTF-8. */
final class Texts {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(
                    Concat.class,
                    HasPrefix.class,
                    HasSuffix.class,
                    IsMatch.class,
                    Len.class,
                    Split.class,
                    Substring.class);

    private Texts() {}

    @Pure
    @Doc("Values as text, one behind the other.")
    record Concat(
            @Doc("A list of values; nil is written <nil>.") Getter vals,
            @Doc("What stands between them.") StringGetter delimiter)
            implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                StringBuilder out = new StringBuilder();
                String separator = delimiter.get(cursor);
                boolean first = true;
                for (Object value : list(vals.get(cursor))) {
                    Value.Str text = OttlValues.toText(value);
                    out.append(first ? "" : separator)
                            .append(text == null ? "<nil>" : text.string());
                    first = false;
                }
                return Value.of(out.toString());
            };
        }

        private static List<? extends @Nullable Object> list(@Nullable Object value)
                throws EvaluationException {
            return switch (value) {
                case Value.Arr array -> array.values();
                case List<?> list -> list;
                case Value.Bytes bytes -> numbers(bytes.toByteArray());
                case null -> List.of();
                default ->
                        throw new EvaluationException(
                                "expected a slice, got " + OttlValues.typeName(value));
            };
        }
    }

    private static List<Value> numbers(byte[] bytes) {
        List<Value> numbers = new ArrayList<>(bytes.length);
        for (byte each : bytes) {
            numbers.add(Value.of(Byte.toUnsignedLong(each)));
        }
        return numbers;
    }

    @Pure
    @Doc("Whether a string begins with another.")
    record HasPrefix(
            @Doc("The string.") StringGetter target, @Doc("Its beginning.") StringGetter prefix)
            implements Converter {
        @Override
        public Getter compile() {
            return cursor -> Value.of(target.text(cursor).startsWith(prefix.text(cursor)));
        }
    }

    @Pure
    @Doc("Whether a string ends with another.")
    record HasSuffix(@Doc("The string.") StringGetter target, @Doc("Its end.") StringGetter suffix)
            implements Converter {
        @Override
        public Getter compile() {
            return cursor -> Value.of(target.text(cursor).endsWith(suffix.text(cursor)));
        }
    }

    @Pure
    @Doc("Whether a regular expression is found in a value's text; never in nil.")
    record IsMatch(
            @Doc("The value.") StringLikeGetter target,
            @Doc("Regular expression.") RegexGetter pattern)
            implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                Pattern found = pattern.get(cursor);
                String text = target.get(cursor);
                return Value.of(text != null && found.matcher(text).find());
            };
        }
    }

    @Pure
    @Doc("Bytes of a string, or elements of a list or map.")
    record Len(@Doc("The value.") Getter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> Value.of((long) length(target.get(cursor)));
        }

        private static int length(@Nullable Object value) throws EvaluationException {
            return switch (value) {
                case Value.Str text -> text.byteLength();
                case Value.Bytes bytes -> bytes.size();
                case Value.Arr array -> array.values().size();
                case Value.MapV map -> map.entries().size();
                case Attributes attributes -> attributes.size();
                case List<?> list -> list.size();
                case null, default ->
                        throw new EvaluationException(
                                ("Len: unsupported target type %s. target arg must be of type"
                                                + " string, []any, map[string]any, pcommon.Map,"
                                                + " pcommon.Slice, pcommon.Value (of type String, Map,"
                                                + " Slice) or a supported slice type from the plog,"
                                                + " pmetric or ptrace packages")
                                        .formatted(OttlValues.goType(value)));
            };
        }
    }

    @Pure
    @Doc("The parts of a string between delimiters.")
    record Split(
            @Doc("The string.") StringGetter target,
            @Doc("The delimiter; an empty one cuts between all characters.") StringGetter delimiter)
            implements Converter {
        @Override
        public Getter compile() {
            return cursor -> split(target.get(cursor), delimiter.get(cursor));
        }

        private static Value split(String text, String delimiter) {
            List<Value> parts = new ArrayList<>();
            if (delimiter.isEmpty()) {
                text.codePoints().forEach(c -> parts.add(Value.of(Character.toString(c))));
                return Value.Arr.of(parts);
            }
            int from = 0;
            int at = text.indexOf(delimiter);
            while (at >= 0) {
                parts.add(Value.of(text.substring(from, at)));
                from = at + delimiter.length();
                at = text.indexOf(delimiter, from);
            }
            parts.add(Value.of(text.substring(from)));
            return Value.Arr.of(parts);
        }
    }

    @Pure
    @Doc("Part of a string.")
    record Substring(
            @Doc("The string.") StringGetter target,
            @Doc("Offset of the first byte.") IntGetter start,
            @Doc("How many bytes.") IntGetter length,
            @Doc("Whether characters that are cut through are left out.") @Default("false")
                    boolean utf8Safe)
            implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                long from = start.get(cursor);
                long count = length.get(cursor);
                check(from, count);
                Value.Str text = target.text(cursor);
                check(text, from, count);
                int to = (int) (from + count);
                return utf8Safe ? whole(text, (int) from, to) : text.substring((int) from, to);
            };
        }

        private static Value.Str whole(Value.Str text, int from, int to) {
            int first = from;
            while (first < text.byteLength() && !text.isBoundary(first)) {
                first++;
            }
            int end = to;
            while (end > first && !text.isBoundary(end)) {
                end--;
            }
            return text.substring(first, Math.max(first, end));
        }

        private static void check(long from, long count) throws EvaluationException {
            if (from < 0) {
                throw new EvaluationException(
                        "invalid start for substring function, %d cannot be negative"
                                .formatted(from));
            }
            if (count <= 0) {
                throw new EvaluationException(
                        "invalid length for substring function, %d cannot be negative or zero"
                                .formatted(count));
            }
        }

        private static void check(Value.Str text, long from, long count)
                throws EvaluationException {
            if (count > text.byteLength() - from) {
                throw new EvaluationException(
                        ("invalid range for substring function, start(%d)+length(%d) cannot be"
                                        + " greater than the length of target string(%d)")
                                .formatted(from, count, text.byteLength()));
            }
        }
    }
}
