// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import dev.forager.pdata.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What tells a series of one resource and metric apart. A key that is being filled serves to ask;
 * its texts are slices of a request and its hash is of now. A {@link #copy} is kept and never
 * changes. Comparable, so that a map stays quick when a sender chooses texts that collide.
 */
final class SeriesKey implements Comparable<SeriesKey> {
    private static final Value.Str NONE = Value.Str.of("");

    private Value.Str service = NONE;
    private Value.Str name = NONE;

    /** Kind, status and sampling, each in bits of its own. */
    private int marks;

    /** The values of named dimensions in their order, then key and value of what globs found. */
    private Value.@Nullable Str[] values;

    private int size;
    private int hash;

    SeriesKey(int dimensions) {
        values = new Value.Str[dimensions];
    }

    void begin(Value.Str ofService, int ofMarks, Value.Str ofName) {
        service = ofService;
        name = ofName;
        marks = ofMarks;
        size = 0;
        hash = 31 * ofName.hashCode() + ofMarks;
    }

    void add(Value.@Nullable Str value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.max(4, 2 * size));
        }
        values[size++] = value;
        hash = 31 * hash + (value == null ? 0 : value.hashCode());
    }

    /** Bytes of the texts. */
    long byteSize() {
        long bytes = (long) service.byteLength() + name.byteLength();
        for (int i = 0; i < size; i++) {
            Value.Str value = values[i];
            bytes += value == null ? 0 : value.byteLength();
        }
        return bytes;
    }

    /** The same in arrays of its own. */
    SeriesKey copy() {
        var copy = new SeriesKey(size);
        copy.service = copyOf(service);
        copy.name = copyOf(name);
        copy.marks = marks;
        copy.size = size;
        copy.hash = hash;
        for (int i = 0; i < size; i++) {
            Value.Str value = values[i];
            copy.values[i] = value == null ? null : copyOf(value);
        }
        return copy;
    }

    private static Value.Str copyOf(Value.Str text) {
        return Value.Str.ofUtf8(text.toUtf8());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SeriesKey that
                && hash == that.hash
                && marks == that.marks
                && size == that.size
                && name.equals(that.name)
                && service.equals(that.service)
                && Arrays.equals(values, 0, size, that.values, 0, size);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public int compareTo(SeriesKey other) {
        int order = Integer.compare(marks, other.marks);
        order = order != 0 ? order : name.compareTo(other.name);
        order = order != 0 ? order : service.compareTo(other.service);
        order = order != 0 ? order : Integer.compare(size, other.size);
        for (int i = 0; order == 0 && i < size; i++) {
            order = compare(values[i], other.values[i]);
        }
        return order;
    }

    private static int compare(Value.@Nullable Str first, Value.@Nullable Str second) {
        if (first == null || second == null) {
            return Boolean.compare(first != null, second != null);
        }
        return first.compareTo(second);
    }
}
