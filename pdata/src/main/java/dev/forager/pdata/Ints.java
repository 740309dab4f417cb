// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static java.util.Objects.checkIndex;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A repeated field of numbers: indices into a dictionary. Mutable, confined to its record's handle.
 *
 * <p>Signed as Java has it; where OTLP says unsigned, read with the unsigned methods of the JDK.
 */
public final class Ints {
    private int[] values = {};
    private int count;
    private boolean dirty;

    Ints() {}

    /** How many there are. */
    public int size() {
        return count;
    }

    /** True if there are none. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** The number at {@code index}. */
    public int get(int index) {
        return values[checkIndex(index, count)];
    }

    /** Replaces the number at {@code index}. */
    public void set(int index, int value) {
        values[checkIndex(index, count)] = value;
        dirty = true;
    }

    /** Appends a number. */
    public void add(int value) {
        append(value);
        dirty = true;
    }

    /** Appends numbers in their order. */
    public void addAll(int... more) {
        for (int value : more) {
            append(value);
        }
        dirty = true;
    }

    /** Replaces everything. */
    public void setAll(int... replacement) {
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
    public int[] toArray() {
        return Arrays.copyOf(values, count);
    }

    /** The numbers as they stand. */
    public IntStream stream() {
        return Arrays.stream(values, 0, count);
    }

    @Override
    public String toString() {
        return Arrays.toString(toArray());
    }

    void append(int value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, Math.max(8, count * 2));
        }
        values[count++] = value;
    }

    boolean isDirty() {
        return dirty;
    }

    void readVarints(FieldReader in) {
        int start = in.hop();
        FieldReader packed = new FieldReader(in.buffer, start, in.position);
        while (packed.hasMore()) {
            append(packed.varint32());
        }
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
