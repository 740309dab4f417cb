// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.ottl.Cursor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Indexing;
import dev.forager.ottl.Key;
import dev.forager.ottl.OttlValues;
import dev.forager.ottl.Target;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code attributes["key"]}, with further keys into the value. Reads no more of a record than this
 * attribute.
 */
final class AttributePath implements Target {
    private final Fields.Reader<Attributes> source;
    private final List<Key> keys;
    private final Key first;

    /**
     * What was set last. A race between threads costs a comparison, no more; the bytes of one
     * request may be held by it.
     */
    private @Nullable Value previous;

    /** A value that was set twice running, mostly a constant, encoded once for all records. */
    private @Nullable KeyValue repeated;

    AttributePath(Fields.Reader<Attributes> source, List<Key> keys) {
        this.source = source;
        this.keys = keys;
        this.first = keys.getFirst();
    }

    @Override
    public @Nullable Object get(Cursor cursor) throws EvaluationException {
        Value value = source.read(cursor).get(name(cursor, "get"));
        if (value == null) {
            return null;
        }
        return keys.size() == 1 ? OttlValues.of(value) : Indexing.get(value, keys, 1, cursor);
    }

    @Override
    public void set(Cursor cursor, @Nullable Object value) throws EvaluationException {
        Value.Str name = name(cursor, "set");
        Attributes attributes = source.read(cursor);
        if (keys.size() == 1 && value instanceof Value plain) {
            put(attributes, name, plain);
            return;
        }
        Value current = attributes.get(name);
        Indexing.Write write = new Indexing.Write(keys, cursor, value);
        attributes.put(name, write.into(current == null ? Value.empty() : current, 1));
        write.check();
    }

    @SuppressWarnings("ReferenceEquality") // an equal value that is another object is only slower
    private void put(Attributes attributes, Value.Str name, Value value) {
        KeyValue pair = repeated;
        if (pair != null && pair.value() == value && pair.keyText() == name) {
            attributes.put(pair);
            return;
        }
        attributes.put(name, value);
        if (previous == value && first.literal() == name) {
            repeated = KeyValue.of(name, value).encoded();
        }
        previous = value;
    }

    private Value.Str name(Cursor cursor, String verb) throws EvaluationException {
        if (first.literal() instanceof Value.Str name) {
            return name;
        }
        try {
            return first.text(cursor);
        } catch (EvaluationException e) {
            throw new EvaluationException(
                    "cannot %s map value: %s".formatted(verb, e.getMessage()));
        }
    }
}
