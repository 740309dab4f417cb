// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static java.util.Objects.checkIndex;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** A repeated field of numbers: bucket bounds. Mutable, confined to its record's handle. */
public final class Doubles {
    private double[] values = {};
    private int count;
    private boolean dirty;

    Doubles() {}

    /** How many there are. */
    public int size() {
        return count;
    }

    /** True if there are none. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** The number at {@code index}. */
    public double get(int index) {
        return values[checkIndex(index, count)];
    }

    /** Replaces the number at {@code index}. */
    public void set(int index, double value) {
        values[checkIndex(index, count)] = value;
        dirty = true;
    }

    /** Appends a number. */
    public void add(double value) {
        append(value);
        dirty = true;
    }

    /** Appends numbers in their order. */
    public void addAll(double... more) {
        for (double value : more) {
            append(value);
        }
        dirty = true;
    }

    /** Replaces everything. */
    public void setAll(double... replacement) {
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
    public double[] toArray() {
        return Arrays.copyOf(values, count);
    }

    /** The numbers as they stand. */
    public DoubleStream stream() {
        return Arrays.stream(values, 0, count);
    }

    @Override
    public String toString() {
        return Arrays.toString(toArray());
    }

    void append(double value) {
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
        reserve((in.position - start) / Double.BYTES);
        for (int at = start; at < in.position; at += Double.BYTES) {
            values[count++] = Double.longBitsToDouble(FieldReader.longAt(in.buffer, at));
        }
    }

    int sizeFixed(int tagSize) {
        return count == 0 ? 0 : tagSize + FieldWriter.delimited(count * Double.BYTES);
    }

    int writeFixed(byte[] out, int position, int tag) {
        dirty = false;
        if (count == 0) {
            return position;
        }
        int at = FieldWriter.putHead(out, position, tag, count * Double.BYTES);
        for (int i = 0; i < count; i++, at += Double.BYTES) {
            FieldWriter.setLong(out, at, Double.doubleToRawLongBits(values[i]));
        }
        return at;
    }
}
