// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static java.util.Objects.checkIndex;
import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a record: a mutable map from names to {@link Value}s that keeps its order. What
 * the sender repeated stays until somebody writes that key. Confined to its record's handle.
 *
 * <pre>{@code
 * span.attributes().put("peer.service", "billing");
 * long status = span.attributes().getLong(STATUS, 0);
 * }</pre>
 *
 * <h2>Memory</h2>
 *
 * An attribute from the wire is a range of bytes: where its tag starts and where it ends, and, once
 * somebody searches, where its key lies. Values are decoded when asked for. An attribute that is
 * written becomes a {@link KeyValue}. Neighbours that nobody wrote are encoded with one copy.
 *
 * <p>Longer than most files: the many short methods that authors see are only names for the one
 * storage below them, whose parts share every field.
 */
public final class Attributes implements Iterable<KeyValue> {
    private static final int MIN_CAPACITY = 12;
    private static final int KEY_TAG = 10;
    private static final int VALUE_TAG = 18;

    /**
     * Up to here a search from the front is as quick (chosen). Above, it would let a hostile sender
     * choose a quadratic cost; a {@link HashMap} of comparable keys bears chosen collisions too.
     */
    private static final int INDEX_ABOVE = 24;

    private byte[] buffer = Message.NO_BYTES;

    /**
     * Two ints an attribute: where its tag starts and where it ends; of a written one the
     * complement of its place in {@link #written}.
     */
    private int[] ranges = {};

    /**
     * Two ints an attribute: key offset, or its complement if the attribute is not in the {@link
     * #isUsual usual form}, and key length. Valid below {@link #indexed}.
     */
    private int[] keys = {};

    private int indexed;

    /**
     * The bits ({@link Value.Str#sketch}) of all keys that were indexed, also of some that went.
     */
    private long sketch;

    /** Values that were decoded and are worth keeping, in the places of their attributes. */
    private @Nullable Value @Nullable [] values;

    /** What was written, in no order; places of what was removed or overwritten are not reused. */
    private @Nullable List<KeyValue> written;

    /** First place of each key, while there are many; thrown away when attributes go. */
    private @Nullable Map<Value.Str, Integer> index;

    /** Stands behind all others; taken apart as soon as one of its entries may be meant. */
    private @Nullable AttributeBlock block;

    private int count;
    private boolean dirty;

    Attributes() {}

    /** Attributes that belong to no record: a scratch pad, or what is to be copied into one. */
    public static Attributes create() {
        return new Attributes();
    }

    /** How many attributes there are. */
    public int size() {
        return count + (block == null ? 0 : block.entries().size());
    }

    /** True if there are none. */
    public boolean isEmpty() {
        return size() == 0;
    }

    /** True if there is an attribute of this name. */
    public boolean contains(Key key) {
        return find(key.text()) >= 0;
    }

    /** True if there is an attribute of this name. */
    public boolean contains(String key) {
        return find(Value.Str.of(key)) >= 0;
    }

    /** The value of the first attribute of this name, or null. */
    public @Nullable Value get(Key key) {
        return valueOrNull(find(key.text()));
    }

    /** The value of the first attribute of this name, or null. */
    public @Nullable Value get(String key) {
        return valueOrNull(find(Value.Str.of(key)));
    }

    private @Nullable Value valueOrNull(int at) {
        return at < 0 ? null : valueAt(at);
    }

    /** The value of the first attribute whose name is these bytes, or null. */
    public @Nullable Value get(Value.Str key) {
        return valueOrNull(find(key));
    }

    /** True if there is an attribute whose name is these bytes. */
    public boolean contains(Value.Str key) {
        return find(key) >= 0;
    }

    /** All of it as a value, which later edits of these attributes do not change. */
    public Value.MapV toMap() {
        unpack();
        List<KeyValue> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(entryAt(i));
        }
        return Value.MapV.of(entries);
    }

    /** The string of this name; {@code fallback} if there is none or it is of another kind. */
    public String getString(Key key, String fallback) {
        return get(key) instanceof Value.Str text ? text.string() : fallback;
    }

    /** The string of this name; {@code fallback} if there is none or it is of another kind. */
    public String getString(String key, String fallback) {
        return get(key) instanceof Value.Str text ? text.string() : fallback;
    }

    /** The integer of this name; {@code fallback} if there is none or it is of another kind. */
    public long getLong(Key key, long fallback) {
        return get(key) instanceof Value.Int number ? number.value() : fallback;
    }

    /** The integer of this name; {@code fallback} if there is none or it is of another kind. */
    public long getLong(String key, long fallback) {
        return get(key) instanceof Value.Int number ? number.value() : fallback;
    }

    /** The double of this name; {@code fallback} if there is none or it is of another kind. */
    public double getDouble(Key key, double fallback) {
        return get(key) instanceof Value.Dbl number ? number.value() : fallback;
    }

    /** The double of this name; {@code fallback} if there is none or it is of another kind. */
    public double getDouble(String key, double fallback) {
        return get(key) instanceof Value.Dbl number ? number.value() : fallback;
    }

    /** The boolean of this name; {@code fallback} if there is none or it is of another kind. */
    public boolean getBoolean(Key key, boolean fallback) {
        return get(key) instanceof Value.Bool flag ? flag.value() : fallback;
    }

    /** The boolean of this name; {@code fallback} if there is none or it is of another kind. */
    public boolean getBoolean(String key, boolean fallback) {
        return get(key) instanceof Value.Bool flag ? flag.value() : fallback;
    }

    /** Sets an attribute, in its old place or at the end; removes what the sender repeated. */
    public Attributes put(Key key, Value value) {
        return put(key.text(), requireNonNull(value, "value"));
    }

    /** Sets an attribute, in its old place or at the end; removes what the sender repeated. */
    public Attributes put(String key, Value value) {
        return put(Value.Str.of(key), requireNonNull(value, "value"));
    }

    /** Sets a string. */
    public Attributes put(Key key, String value) {
        return put(key.text(), Value.Str.of(value));
    }

    /** Sets a string. */
    public Attributes put(String key, String value) {
        return put(Value.Str.of(key), Value.Str.of(value));
    }

    /** Sets an integer. */
    public Attributes put(Key key, long value) {
        return put(key.text(), Value.of(value));
    }

    /** Sets an integer. */
    public Attributes put(String key, long value) {
        return put(Value.Str.of(key), Value.of(value));
    }

    /** Sets a double. */
    public Attributes put(Key key, double value) {
        return put(key.text(), Value.of(value));
    }

    /** Sets a double. */
    public Attributes put(String key, double value) {
        return put(Value.Str.of(key), Value.of(value));
    }

    /** Sets a boolean. */
    public Attributes put(Key key, boolean value) {
        return put(key.text(), Value.of(value));
    }

    /** Sets a boolean. */
    public Attributes put(String key, boolean value) {
        return put(Value.Str.of(key), Value.of(value));
    }

    /** Sets an attribute unless there is one of this name. */
    public boolean putIfAbsent(Key key, Value value) {
        return putIfAbsent(key.text(), value);
    }

    /** Sets an attribute unless there is one of this name. */
    public boolean putIfAbsent(String key, Value value) {
        return putIfAbsent(Value.Str.of(key), value);
    }

    /** Sets an attribute unless there is one of this name. */
    public boolean putIfAbsent(Value.Str key, Value value) {
        if (find(key) >= 0) {
            return false;
        }
        add(KeyValue.of(key, requireNonNull(value, "value")));
        return true;
    }

    /**
     * Sets an attribute unless there is one of this name. With a pair that is {@link
     * KeyValue#encoded} this allocates nothing but the room for it.
     */
    public boolean putIfAbsent(KeyValue entry) {
        if (find(entry.keyText()) >= 0) {
            return false;
        }
        add(entry);
        return true;
    }

    /** Sets an attribute, in its old place or at the end; removes what the sender repeated. */
    public Attributes put(KeyValue entry) {
        return put(entry.keyText(), entry);
    }

    /** Sets an attribute, in its old place or at the end; removes what the sender repeated. */
    public Attributes put(Value.Str key, Value value) {
        return put(key, KeyValue.of(key, value));
    }

    private Attributes put(Value.Str key, KeyValue entry) {
        int at = find(key);
        if (at < 0) {
            add(entry);
        } else {
            write(at, entry);
            if (mayRepeat()) {
                removeFrom(at + 1, key);
            }
        }
        return this;
    }

    private boolean mayRepeat() {
        return count <= INDEX_ABOVE || index().size() < count;
    }

    /** Sets all attributes of another record. */
    public Attributes putAll(Attributes others) {
        for (KeyValue other : others) {
            put(other.keyText(), other.value());
        }
        return this;
    }

    /** Replaces everything by the entries of a map. */
    public void replaceBy(Value.MapV map) {
        clear();
        for (KeyValue entry : map.entries()) {
            add(entry);
        }
    }

    /** Makes room for so many more, which then come without growing step by step. */
    public void reserve(int more) {
        ensure(count + more);
        if (written == null) {
            written = new ArrayList<>(more);
        }
    }

    /**
     * Adds the whole block if none of its names is there; else nothing, and the answer is false.
     * This costs no more than one attribute, since the block is encoded already.
     */
    public boolean addIfAllAbsent(AttributeBlock added) {
        if (hasOneOf(added)) {
            return false;
        }
        unpack();
        block = added;
        dirty = true;
        return true;
    }

    private boolean hasOneOf(AttributeBlock others) {
        indexKeys();
        long all = block == null ? sketch : sketch | block.sketch();
        if ((all & others.sketch()) != 0) {
            for (KeyValue other : others.entries()) {
                if (find(other.keyText()) >= 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private void unpack() {
        AttributeBlock packed = block;
        if (packed != null) {
            block = null;
            packed.entries().forEach(this::add);
        }
    }

    /** Appends an entry as it stands, also one of a name that is there or that has an index. */
    public void add(KeyValue entry) {
        requireNonNull(entry, "entry");
        unpack();
        ensure(count + 1);
        indexKeys();
        int at = count++;
        indexed = count;
        write(at, entry);
        if (index != null) {
            index.putIfAbsent(entry.keyText(), at);
        }
    }

    /** Removes all attributes of this name; true if there was one. */
    public boolean remove(Key key) {
        return removeFrom(0, key.text());
    }

    /** Removes all attributes of this name; true if there was one. */
    public boolean remove(String key) {
        return removeFrom(0, Value.Str.of(key));
    }

    /** Removes all attributes whose name is these bytes; true if there was one. */
    public boolean remove(Value.Str key) {
        return removeFrom(0, key);
    }

    private boolean removeFrom(int from, Value.Str key) {
        int first = find(key, from);
        return first >= 0 && compact(first, at -> isKey(at, key));
    }

    /** Removes what matches; true if something did. */
    public boolean removeIf(Predicate<? super KeyValue> filter) {
        requireNonNull(filter, "filter");
        unpack();
        boolean[] drop = new boolean[count];
        boolean any = false;
        for (int i = 0; i < drop.length; i++) {
            drop[i] = filter.test(entryAt(i));
            any |= drop[i];
        }
        return any && compact(0, at -> drop[at]);
    }

    /**
     * Gives every attribute the value that {@code edit} answers for it; one that answers the very
     * value it was asked about leaves the attribute as it is.
     */
    @SuppressWarnings("ReferenceEquality") // equal values need no second look either
    public void replaceValues(Function<? super KeyValue, ? extends Value> edit) {
        requireNonNull(edit, "edit");
        unpack();
        for (int i = 0; i < count; i++) {
            KeyValue entry = entryAt(i);
            Value value = requireNonNull(edit.apply(entry), "value");
            if (value != entry.value()) {
                write(i, entry.withValue(value));
            }
        }
    }

    /** Removes everything. */
    public void clear() {
        unpack();
        if (count > 0) {
            compact(0, at -> true);
        }
    }

    /** Calls back for every attribute in its order. */
    public void forEach(BiConsumer<? super String, ? super Value> action) {
        unpack();
        for (int i = 0; i < count; i++) {
            KeyValue entry = entryAt(i);
            action.accept(entry.key(), entry.value());
        }
    }

    /** The attributes in their order; {@code remove} works, other changes meanwhile do not. */
    @Override
    public Iterator<KeyValue> iterator() {
        unpack();
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < count;
            }

            @Override
            public KeyValue next() {
                if (next >= count) {
                    throw new NoSuchElementException();
                }
                return entryAt(next++);
            }

            @Override
            public void remove() {
                int last = checkIndex(next - 1, count);
                compact(last, at -> at == last);
                next = last;
            }
        };
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (KeyValue entry : this) {
            text.append(text.length() == 1 ? "" : ", ").append(entry);
        }
        return text.append('}').toString();
    }

    // The wire.

    /**
     * Takes the attribute at {@code tagStart} of a record that is being decoded, and those that
     * follow it at once, as they mostly do. The answer is the position behind them.
     */
    int addRanges(byte[] from, int tagStart, int end) {
        int p = tagStart;
        int tag = from[p];
        do {
            int next = FieldReader.fieldEnd(from, p);
            addRange(from, p, next);
            p = next;
        } while (p < end && from[p] == tag && tag >= 0);
        return p;
    }

    @SuppressWarnings("ReferenceEquality") // the very same array, else its ranges mean nothing
    private void addRange(byte[] from, int tagStart, int end) {
        if (count == 0) {
            buffer = from;
        }
        if (from != buffer) {
            add(decode(from, tagStart, end));
            return;
        }
        ensure(count + 1);
        ranges[2 * count] = tagStart;
        ranges[2 * count + 1] = end;
        count++;
        index = null;
    }

    private static KeyValue decode(byte[] from, int tagStart, int end) {
        FieldReader in = new FieldReader(from, tagStart, end);
        in.varint32();
        return KeyValue.decode(from, in.hop(), end);
    }

    boolean isDirty() {
        return dirty;
    }

    int measure(int tagSize) {
        int sum = block == null ? 0 : block.size(tagSize);
        for (int i = 0; i < count; i++) {
            sum +=
                    isRange(i)
                            ? ranges[2 * i + 1] - ranges[2 * i]
                            : tagSize + FieldWriter.delimited(writtenAt(i).size());
        }
        return sum;
    }

    int write(byte[] out, int position, int tag) {
        int at = position;
        int i = 0;
        while (i < count) {
            if (isRange(i)) {
                int next = runEnd(i);
                at = FieldWriter.putRange(out, at, buffer, ranges[2 * i], ranges[2 * next - 1]);
                i = next;
            } else {
                KeyValue entry = writtenAt(i++);
                at = entry.write(out, FieldWriter.putHead(out, at, tag, entry.size()));
            }
        }
        dirty = false;
        return block == null ? at : block.write(out, at, tag);
    }

    private int runEnd(int first) {
        int i = first + 1;
        while (i < count && ranges[2 * i] == ranges[2 * i - 1]) {
            i++;
        }
        return i;
    }

    // Storage.

    private boolean isRange(int at) {
        return ranges[2 * at] >= 0;
    }

    private KeyValue writtenAt(int at) {
        return requireNonNull(written).get(~ranges[2 * at]);
    }

    private KeyValue entryAt(int at) {
        if (!isRange(at)) {
            return writtenAt(at);
        }
        indexKeys();
        int end = ranges[2 * at + 1];
        return isUsual(at)
                ? KeyValue.range(keyAt(at), valueAt(at), buffer, keys[2 * at] - 2, end)
                : decode(buffer, ranges[2 * at], end);
    }

    private Value valueAt(int at) {
        if (!isRange(at)) {
            return writtenAt(at).value();
        }
        if (values != null && values[at] != null) {
            return values[at];
        }
        Value value = decodeValue(at);
        if (value instanceof Value.Str
                || value instanceof Value.Arr
                || value instanceof Value.MapV) {
            // These get dearer with use: a string is decoded, a map opened.
            values = values == null ? new Value[ranges.length / 2] : values;
            values[at] = value;
        }
        return value;
    }

    /** A key of less than 128 bytes, then a value of less than 128, and nothing else. */
    private boolean isUsual(int at) {
        return keys[2 * at] >= 0;
    }

    private int keyOffset(int at) {
        int offset = keys[2 * at];
        return offset < 0 ? ~offset : offset;
    }

    private Value decodeValue(int at) {
        int end = ranges[2 * at + 1];
        return isUsual(at)
                ? ValueCodec.decode(buffer, keys[2 * at] + keys[2 * at + 1] + 2, end)
                : decode(buffer, ranges[2 * at], end).value();
    }

    private void write(int at, KeyValue entry) {
        if (written == null) {
            written = new ArrayList<>(4);
        }
        ranges[2 * at] = ~written.size();
        written.add(entry);
        keys[2 * at + 1] = entry.keyText().byteLength();
        sketch |= entry.keyText().sketch();
        dirty = true;
    }

    private void ensure(int capacity) {
        if (2 * capacity > ranges.length) {
            int grown = Math.max(MIN_CAPACITY, Math.max(capacity, ranges.length));
            ranges = Arrays.copyOf(ranges, 2 * grown);
            values = values == null ? null : Arrays.copyOf(values, grown);
        }
    }

    /** Finds the keys of the ranges that came since the last search. */
    private void indexKeys() {
        if (keys.length < ranges.length) {
            keys = Arrays.copyOf(keys, ranges.length);
        }
        while (indexed < count) {
            int at = indexed++;
            indexKey(at);
            sketch |= Value.Str.sketch(buffer, keyOffset(at), keys[2 * at + 1]);
        }
    }

    private void indexKey(int at) {
        int end = ranges[2 * at + 1];
        int p = ranges[2 * at];
        while (buffer[p++] < 0) {} // the tag
        while (buffer[p++] < 0) {} // the length
        if (p + 1 < end && buffer[p] == KEY_TAG && buffer[p + 1] >= 0) {
            int behind = p + 2 + buffer[p + 1];
            if (behind + 1 < end
                    && buffer[behind] == VALUE_TAG
                    && behind + 2 + buffer[behind + 1] == end) {
                keys[2 * at] = p + 2;
                keys[2 * at + 1] = buffer[p + 1];
                return;
            }
        }
        searchKey(at, p, end);
    }

    private void searchKey(int at, int bodyStart, int end) {
        FieldReader in = new FieldReader(buffer, bodyStart, end);
        keys[2 * at] = ~0;
        keys[2 * at + 1] = 0;
        while (in.hasMore()) {
            int tag = in.varint32();
            if (tag == KEY_TAG) {
                int start = in.hop();
                keys[2 * at] = ~start;
                keys[2 * at + 1] = in.position - start;
            } else {
                in.skip(tag);
            }
        }
    }

    private int find(Value.Str key) {
        return find(key, 0);
    }

    private int find(Value.Str key, int from) {
        if (block != null && (block.sketch() & key.sketch()) != 0) {
            unpack();
        }
        indexKeys();
        if ((sketch & key.sketch()) == 0) {
            return -1;
        }
        if (count > INDEX_ABOVE && from == 0) {
            return index().getOrDefault(key, -1);
        }
        for (int i = from; i < count; i++) {
            if (isKey(i, key)) {
                return i;
            }
        }
        return -1;
    }

    private Map<Value.Str, Integer> index() {
        Map<Value.Str, Integer> places = index;
        if (places == null) {
            places = HashMap.newHashMap(count);
            for (int i = 0; i < count; i++) {
                places.putIfAbsent(keyAt(i), i);
            }
            index = places;
        }
        return places;
    }

    private Value.Str keyAt(int at) {
        return isRange(at)
                ? Value.Str.slice(buffer, keyOffset(at), keys[2 * at + 1])
                : writtenAt(at).keyText();
    }

    private boolean isKey(int at, Value.Str key) {
        int length = key.byteLength();
        if (keys[2 * at + 1] != length) {
            return false;
        }
        return isRange(at)
                ? key.isRange(buffer, keyOffset(at), length)
                : writtenAt(at).keyText().equals(key);
    }

    private boolean compact(int from, IntPredicate drop) {
        indexKeys();
        int kept = from;
        for (int i = from; i < count; i++) {
            if (!drop.test(i)) {
                moveTo(kept++, i);
            }
        }
        if (kept == count) {
            return false;
        }
        clearFrom(kept);
        index = null;
        dirty = true;
        return true;
    }

    private void moveTo(int to, int from) {
        System.arraycopy(ranges, 2 * from, ranges, 2 * to, 2);
        System.arraycopy(keys, 2 * from, keys, 2 * to, 2);
        if (values != null) {
            values[to] = values[from];
        }
    }

    private void clearFrom(int kept) {
        if (values != null) {
            Arrays.fill(values, kept, count, null);
        }
        count = kept;
        indexed = kept;
        sketch = kept == 0 ? 0 : sketch;
    }
}
