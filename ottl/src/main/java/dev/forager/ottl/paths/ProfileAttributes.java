// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.ottl.Cursor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Indexing;
import dev.forager.ottl.Key;
import dev.forager.ottl.OttlValues;
import dev.forager.ottl.Target;
import dev.forager.pdata.Ints;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.KeyValueAndUnit;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attributes of profiles and samples: indices into the dictionary's table, shown as a map. The
 * dictionary is shared, so a write adds an entry and never changes one.
 */
final class ProfileAttributes implements Target {
    private final Fields.Reader<Ints> indices;
    private final List<Key> keys;

    private ProfileAttributes(Fields.Reader<Ints> indices, List<Key> keys) {
        this.indices = indices;
        this.keys = keys;
    }

    static PathField field(Fields.Reader<Ints> indices) {
        return tail -> {
            tail.noNext();
            return new ProfileAttributes(indices, tail.keys());
        };
    }

    @Override
    public @Nullable Object get(Cursor cursor) throws EvaluationException {
        return Indexing.get(read(cursor), keys, 0, cursor);
    }

    @Override
    public void set(Cursor cursor, @Nullable Object value) throws EvaluationException {
        if (keys.isEmpty()) {
            switch (value) {
                case null -> indices.read(cursor).clear();
                case Value.MapV map -> write(cursor, map);
                default ->
                        throw new EvaluationException(
                                "unsupported type provided for setting a pcommon.Map: "
                                        + OttlValues.typeName(value));
            }
            return;
        }
        Indexing.Write write = new Indexing.Write(keys, cursor, value);
        Value changed = write.into(read(cursor), 0);
        write.check(); // before it is written: a value that does not fit leaves no key
        if (changed instanceof Value.MapV map) {
            write(cursor, map);
        }
    }

    private Value.MapV read(Cursor cursor) throws EvaluationException {
        List<KeyValueAndUnit> table = cursor.dictionary().attributeTable();
        List<KeyValue> entries = new ArrayList<>();
        Ints own = indices.read(cursor);
        for (int i = 0; i < own.size(); i++) {
            int index = own.get(i);
            if (index >= 0 && index < table.size()) {
                KeyValueAndUnit entry = table.get(index);
                String key = StringTable.get(cursor, entry.keyStrindex());
                entries.add(KeyValue.of(key, resolved(cursor, entry.value())));
            }
        }
        return Value.MapV.of(entries);
    }

    private static Value resolved(Cursor cursor, Value value) {
        return value instanceof Value.StrIndex text
                ? Value.of(StringTable.get(cursor, text.index()))
                : value;
    }

    private void write(Cursor cursor, Value.MapV map) throws EvaluationException {
        Ints own = indices.read(cursor);
        own.clear();
        for (KeyValue entry : map.entries()) {
            own.add(add(cursor, entry));
        }
    }

    private static int add(Cursor cursor, KeyValue wanted) {
        int key = StringTable.add(cursor, wanted.keyText());
        List<KeyValueAndUnit> table = cursor.dictionary().attributeTable();
        if (table.isEmpty()) {
            cursor.dictionary().addAttribute(); // the first stands for none
        }
        for (int i = 1; i < table.size(); i++) {
            KeyValueAndUnit entry = table.get(i);
            if (entry.keyStrindex() == key
                    && entry.unitStrindex() == 0
                    && resolved(cursor, entry.value()).equals(wanted.value())) {
                return i;
            }
        }
        cursor.dictionary().addAttribute().keyStrindex(key).value(wanted.value());
        return table.size() - 1;
    }
}
