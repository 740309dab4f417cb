// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Converter;
import dev.forager.ottl.Default;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Getter;
import dev.forager.ottl.MapGetter;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.OttlValues;
import dev.forager.ottl.Pure;
import dev.forager.ottl.text.KeyValuePairs;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;

/** Converters of maps. */
final class MapConverters {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(Keys.class, ToKeyValueString.class, Values.class);

    private MapConverters() {}

    @Pure
    @Doc("The keys of a map, in the order in which they are stored.")
    record Keys(@Doc("The map.") MapGetter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor ->
                    Value.Arr.of(
                            target.get(cursor).entries().stream().map(KeyValue::keyText).toList());
        }
    }

    @Pure
    @Doc("The values of a map, in the order in which they are stored.")
    record Values(@Doc("The map.") MapGetter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor ->
                    Value.Arr.of(
                            target.get(cursor).entries().stream().map(KeyValue::value).toList());
        }
    }

    @Pure
    @Doc("The entries of a map as text, such as a=1 b=2.")
    record ToKeyValueString(
            @Doc("The map.") MapGetter target,
            @Doc("What stands between a key and its value.") @Default("\"=\"") String delimiter,
            @Doc("What stands between entries.") @Default("\" \"") String pairDelimiter,
            @Doc("Whether to sort by key.") @Default("false") boolean sortOutput)
            implements Converter {
        ToKeyValueString {
            KeyValuePairs.checkDelimiters(delimiter, pairDelimiter);
        }

        @Override
        public Getter compile() {
            return cursor -> Value.of(text(target.get(cursor)));
        }

        private String text(Value.MapV map) {
            List<KeyValue> entries = new ArrayList<>(map.entries());
            if (sortOutput) {
                entries.sort(Comparator.comparing(KeyValue::keyText));
            }
            StringJoiner pairs = new StringJoiner(pairDelimiter);
            for (KeyValue entry : entries) {
                String value = OttlValues.display(entry.value()).string();
                pairs.add(quoted(entry.key()) + delimiter + quoted(value));
            }
            return pairs.toString();
        }

        private String quoted(String text) {
            String escaped = text.replace("\"", "\\\"");
            return escaped.contains(pairDelimiter) || escaped.contains(delimiter)
                    ? '"' + escaped + '"'
                    : escaped;
        }
    }
}
