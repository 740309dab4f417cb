// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import org.jspecify.annotations.Nullable;

/** A key and its value: an attribute, or an entry of a {@link Value.MapV}. Immutable. */
public final class KeyValue {
    private static final int KEY = 10;
    private static final int VALUE = 18;
    private static final int KEY_INDEX = 24;

    private final Value.Str key;
    private final Value value;
    private final int keyStrindex;

    /** The message as it came, so that what it holds beyond key and value is kept. */
    private final byte @Nullable [] source;

    private final int start;
    private final int end;

    private KeyValue(Value.Str key, Value value, int keyStrindex) {
        this(key, value, keyStrindex, null, 0, 0);
    }

    private KeyValue(
            Value.Str key,
            Value value,
            int keyStrindex,
            byte @Nullable [] source,
            int start,
            int end) {
        this.key = key;
        this.value = value;
        this.keyStrindex = keyStrindex;
        this.source = source;
        this.start = start;
        this.end = end;
    }

    /** A pair. */
    public static KeyValue of(String key, Value value) {
        return of(Value.Str.of(key), value);
    }

    /** A pair whose key stands in the string table of {@link ProfilesDictionary}. */
    public static KeyValue ofStrindex(int keyStrindex, Value value) {
        return new KeyValue(Value.Str.EMPTY, value, keyStrindex);
    }

    /** A pair whose key is at hand as bytes. */
    public static KeyValue of(Value.Str key, Value value) {
        return new KeyValue(key, value, 0);
    }

    /** A pair that stands in {@code buffer[start, end)} and has been decoded. */
    static KeyValue range(Value.Str key, Value value, byte[] buffer, int start, int end) {
        return new KeyValue(key, value, 0, buffer, start, end);
    }

    static KeyValue decode(byte[] buffer, int start, int end) {
        Value.Str key = Value.Str.EMPTY;
        Value value = null;
        JoinedBytes parts = null;
        int from = 0;
        int to = 0;
        int keyStrindex = 0;
        FieldReader in = new FieldReader(buffer, start, end);
        while (in.hasMore()) {
            int tag = in.varint32();
            if (tag == KEY) {
                key = in.text();
            } else if (tag == KEY_INDEX) {
                keyStrindex = in.varint32();
            } else if (tag == VALUE) {
                if (value != null && parts == null) {
                    parts = new JoinedBytes().append(buffer, from, to);
                }
                from = in.hop();
                to = in.position;
                if (parts != null) {
                    parts.append(buffer, from, to);
                } else {
                    value = ValueCodec.decode(buffer, from, to);
                }
            } else {
                in.skip(tag);
            }
        }
        if (parts != null) {
            value = ValueCodec.decode(parts.bytes, 0, parts.length);
        }
        return new KeyValue(
                key, value == null ? Value.empty() : value, keyStrindex, buffer, start, end);
    }

    /** The key; empty if it stands in a dictionary. */
    public String key() {
        return key.string();
    }

    /** The value; {@link Value.Empty} if the sender left it out. */
    public Value value() {
        return value;
    }

    /** Index of the key in the string table of {@link ProfilesDictionary}; 0 for none. */
    public int keyStrindex() {
        return keyStrindex;
    }

    /** The same key with another value. */
    public KeyValue withValue(Value replacement) {
        return new KeyValue(key, replacement, keyStrindex);
    }

    /** The key as a value: no string is made. Empty if it stands in a dictionary. */
    public Value.Str keyText() {
        return key;
    }

    /**
     * The same pair with its encoded bytes at hand: make it once where it is put into very many
     * records, each of which then costs one copy.
     */
    public KeyValue encoded() {
        byte[] bytes = new byte[size()];
        write(bytes, 0);
        return new KeyValue(key, value, keyStrindex, bytes, 0, bytes.length);
    }

    int size() {
        if (source != null) {
            return end - start;
        }
        return FieldWriter.sizeText(1, key)
                + 1
                + FieldWriter.delimited(ValueCodec.size(value))
                + FieldWriter.sizeVarint(1, keyStrindex);
    }

    int write(byte[] out, int position) {
        if (source != null) {
            return FieldWriter.putRange(out, position, source, start, end);
        }
        int at = FieldWriter.putText(out, position, KEY, key);
        at = FieldWriter.putHead(out, at, VALUE, ValueCodec.size(value));
        at = ValueCodec.write(value, out, at);
        return FieldWriter.putVarint(out, at, KEY_INDEX, keyStrindex);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyValue that
                && key.equals(that.key)
                && value.equals(that.value)
                && keyStrindex == that.keyStrindex;
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + value.hashCode();
    }

    @Override
    public String toString() {
        return (keyStrindex == 0 ? key.string() : "#" + keyStrindex) + '=' + value;
    }
}
