// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import com.fasterxml.jackson.core.JsonFactory;
import dev.forager.ottl.Converter;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.Default;
import dev.forager.ottl.Doc;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Getter;
import dev.forager.ottl.GoNumbers;
import dev.forager.ottl.IntGetter;
import dev.forager.ottl.Named;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.Pure;
import dev.forager.ottl.StringGetter;
import dev.forager.ottl.syntax.Quoting;
import dev.forager.ottl.text.CsvRow;
import dev.forager.ottl.text.JsonValues;
import dev.forager.ottl.text.KeyValuePairs;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Converters that read structure out of text. */
final class Parsers {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(ParseCSV.class, ParseInt.class, ParsedJson.class, ParseKeyValue.class);

    private Parsers() {}

    private static Value.MapV map(Map<String, String> texts) {
        List<KeyValue> entries = new ArrayList<>(texts.size());
        texts.forEach((key, value) -> entries.add(KeyValue.of(key, Value.of(value))));
        return Value.MapV.of(entries);
    }

    private static String oneCharacter(String text, String name) {
        if (text.codePointCount(0, text.length()) != 1) {
            throw new IllegalArgumentException(
                    "invalid arguments: %s must be a single character".formatted(name));
        }
        return text;
    }

    @Pure
    @Doc("The fields of a row of CSV, by the names in its header.")
    record ParseCSV(
            @Doc("The row.") StringGetter target,
            @Doc("The header.") StringGetter header,
            @Doc("One character between fields.") @Default("\",\"") String delimiter,
            @Doc("One character between the names; that between fields if left out.")
                    @Nullable String headerDelimiter,
            @Doc("strict, lazyQuotes or ignoreQuotes.") @Default("\"strict\"") String mode)
            implements Converter {
        ParseCSV {
            oneCharacter(delimiter, "delimiter");
            if (headerDelimiter != null) {
                oneCharacter(headerDelimiter, "header_delimiter");
            }
            if (!List.of("strict", "lazyQuotes", "ignoreQuotes").contains(mode)) {
                throw new IllegalArgumentException(
                        "unknown mode: %s (expected: strict, lazyQuotes or ignoreQuotes)"
                                .formatted(mode));
            }
        }

        @Override
        public Getter compile() {
            Pattern between =
                    Pattern.compile(
                            Pattern.quote(headerDelimiter == null ? delimiter : headerDelimiter));
            return cursor -> {
                String row = text("target", target, cursor);
                String names = text("header", header, cursor);
                if (names.isEmpty()) {
                    throw new EvaluationException("headers must not be an empty string");
                }
                return map(named(between.split(names, -1), fields(row)));
            };
        }

        private static String text(String what, StringGetter argument, Cursor cursor)
                throws EvaluationException {
            try {
                return argument.get(cursor);
            } catch (EvaluationException e) {
                throw new EvaluationException(
                        "error getting value for %s in ParseCSV: %s"
                                .formatted(what, e.getMessage()));
            }
        }

        private List<String> fields(String row) throws EvaluationException {
            if (mode.equals("ignoreQuotes")) {
                return List.of(row.split(Pattern.quote(delimiter), -1));
            }
            return CsvRow.read(row, delimiter.codePointAt(0), mode.equals("lazyQuotes"));
        }

        private static Map<String, String> named(String[] names, List<String> fields)
                throws EvaluationException {
            if (fields.size() != names.length) {
                throw new EvaluationException(
                        "map csv headers: wrong number of fields: expected %d, found %d"
                                .formatted(names.length, fields.size()));
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], fields.get(i));
            }
            return row;
        }
    }

    @Pure
    @Doc("The integer that digits of a base make.")
    record ParseInt(
            @Doc("The digits.") StringGetter target,
            @Doc("2 to 36; 0 for what a prefix such as 0x says.") IntGetter base)
            implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                String digits = target.get(cursor);
                if (digits.isEmpty()) {
                    throw new EvaluationException(
                            "invalid target value for ParseInt function, target cannot be empty");
                }
                return Value.of(GoNumbers.parseInt(digits, radix(digits, base.get(cursor))));
            };
        }

        private static int radix(String digits, long base) throws EvaluationException {
            if (base < 0) {
                throw new EvaluationException(
                        "invalid base value: %d for ParseInt function, base cannot be negative"
                                .formatted(base));
            }
            if (base == 1 || base > Character.MAX_RADIX) {
                throw new EvaluationException(
                        "strconv.ParseInt: parsing %s: invalid base %d"
                                .formatted(Quoting.quote(digits), base));
            }
            return (int) base;
        }
    }

    @Pure
    @Named("ParseJSON")
    @Doc("A JSON object or array; all numbers become floating point numbers.")
    record ParsedJson(@Doc("The JSON.") StringGetter target) implements Converter {
        private static final JsonFactory JSON = JsonValues.factory();

        @Override
        public Getter compile() {
            return cursor -> JsonValues.read(JSON, target.get(cursor));
        }
    }

    @Pure
    @Doc("The pairs of text such as a=1 b=2.")
    record ParseKeyValue(
            @Doc("The text.") StringGetter target,
            @Doc("Between key and value.") @Default("\"=\"") String delimiter,
            @Doc("Between pairs.") @Default("\" \"") String pairDelimiter)
            implements Converter {
        ParseKeyValue {
            KeyValuePairs.checkDelimiters(delimiter, pairDelimiter);
        }

        @Override
        public Getter compile() {
            return cursor -> {
                String text = target.get(cursor);
                if (text.isEmpty()) {
                    throw new EvaluationException("cannot parse from empty target");
                }
                return map(KeyValuePairs.read(text, delimiter, pairDelimiter));
            };
        }
    }
}
