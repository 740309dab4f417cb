// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static java.util.Objects.checkIndex;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * A repeated field of numbers: bucket counts, time stamps, sample values. Mutable, confined to its
 * record's handle.
 *
 * <p>Signed as Java has it; where OTLP says unsigned, read with the unsigned methods of the JDK.
 */
public final class Longs {
    private long[] values = {};
    private int count;
    private boolean dirty;

    Longs() {}

    /** How many there are. */
    public int size() {
        return count;
    }

    /** True if there are none. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** The number at {@code index}. */
    public long get(int index) {
        return values[checkIndex(index, count)];
    }

    /** Replaces the number at {@code index}. */
    public void set(int index, long value) {
        values[checkIndex(index, count)] = value;
        dirty = true;
    }

    /** Appends a number. */
    public void add(long value) {
        append(value);
        dirty = true;
    }

    /** Appends numbers in their order. */
    public void addAll(long... more) {
        for (long value : more) {
            append(value);
        }
        dirty = true;
    }

    /** Replaces everything. */
    public void setAll(long... replacement) {
        values = replacement.clone();
        count = values.length;
        dirty = true;
    }

    /** Removes everything. */
    public void clear() {
        count = 0;
        dirty = true;
    }

    /** A fresh array of all numbers. */
    public long[] toArray() {
        return Arrays.copyOf(values, count);
    }

    /** The numbers as they stand. */
    public LongStream stream() {
        return Arrays.stream(values, 0, count);
    }

    @Override
    public String toString() {
        return Arrays.toString(toArray());
    }

    void append(long value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, Math.max(8, count * 2));
        }
        values[count++] = value;
    }

    /** A whole packed field of fixed width is on its way. */
    void reserve(int more) {
        if (count + more > values.length) {
            values = Arrays.copyOf(values, Math.max(count + more, count * 2));
        }
    }

    boolean isDirty() {
        return dirty;
    }

    void readFixed(FieldReader in) {
        int start = in.hop();
        reserve((in.position - start) / Long.BYTES);
        for (int at = start; at < in.position; at += Long.BYTES) {
            values[count++] = FieldReader.longAt(in.buffer, at);
        }
    }

    void readVarints(FieldReader in) {
        int start = in.hop();
        FieldReader packed = new FieldReader(in.buffer, start, in.position);
        while (packed.hasMore()) {
            append(packed.varint64());
        }
    }

    int sizeFixed(int tagSize) {
        return count == 0 ? 0 : tagSize + FieldWriter.delimited(count * Long.BYTES);
    }

    int sizeVarints(int tagSize) {
        return count == 0 ? 0 : tagSize + FieldWriter.delimited(varintBytes());
    }

    private int varintBytes() {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += FieldWriter.varintSize(values[i]);
        }
        return sum;
    }

    int writeFixed(byte[] out, int position, int tag) {
        dirty = false;
        if (count == 0) {
            return position;
        }
        int at = FieldWriter.putHead(out, position, tag, count * Long.BYTES);
        for (int i = 0; i < count; i++, at += Long.BYTES) {
            FieldWriter.setLong(out, at, values[i]);
        }
        return at;
    }

    int writeVarints(byte[] out, int position, int tag) {
        dirty = false;
        if (count == 0) {
            return position;
        }
        int at = FieldWriter.putHead(out, position, tag, varintBytes());
        for (int i = 0; i < count; i++) {
            at = FieldWriter.putVarint(out, at, values[i]);
        }
        return at;
    }
}
