// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What an {@link Value.Arr} or {@link Value.MapV} is made of: a range of bytes, or elements that an
 * author put together. Both messages hold their elements in field 1. Immutable.
 */
final class ValueSource {
    private static final int TAG = 10;

    /** The range, if {@link #elements} is empty. */
    private final byte[] buffer;

    private final int start;
    private final int end;

    /** Values, or entries. */
    private final List<?> elements;

    private final int size;

    private ValueSource(byte[] buffer, int start, int end, List<?> elements, int size) {
        this.buffer = buffer;
        this.start = start;
        this.end = end;
        this.elements = elements;
        this.size = size;
    }

    static ValueSource ofRange(byte[] buffer, int start, int end) {
        return new ValueSource(buffer, start, end, List.of(), end - start);
    }

    static ValueSource ofValues(List<Value> values) {
        int size = 0;
        int depth = 0;
        for (Value value : values) {
            size += 1 + FieldWriter.delimited(ValueCodec.size(value));
            depth = Math.max(depth, ValueCodec.depth(value));
        }
        checkDepth(depth);
        return new ValueSource(Message.NO_BYTES, 0, 0, values, size);
    }

    static ValueSource ofEntries(List<KeyValue> entries) {
        int size = 0;
        int depth = 0;
        for (KeyValue entry : entries) {
            size += 1 + FieldWriter.delimited(entry.size());
            depth = Math.max(depth, ValueCodec.depth(entry.value()));
        }
        checkDepth(depth);
        return new ValueSource(Message.NO_BYTES, 0, 0, entries, size);
    }

    private static void checkDepth(int depth) {
        if (depth >= Value.MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "value: nests deeper than %d (expected: at most %1$d)"
                            .formatted(Value.MAX_DEPTH));
        }
    }

    List<Value> decodeValues() {
        List<Value> list = new ArrayList<>();
        FieldReader in = new FieldReader(buffer, start, end);
        while (in.hasMore()) {
            int tag = in.varint32();
            if (tag == TAG) {
                int from = in.hop();
                list.add(ValueCodec.decode(buffer, from, in.position));
            } else {
                in.skip(tag);
            }
        }
        return Collections.unmodifiableList(list);
    }

    List<KeyValue> decodeEntries() {
        List<KeyValue> list = new ArrayList<>();
        FieldReader in = new FieldReader(buffer, start, end);
        while (in.hasMore()) {
            int tag = in.varint32();
            if (tag == TAG) {
                int from = in.hop();
                list.add(KeyValue.decode(buffer, from, in.position));
            } else {
                in.skip(tag);
            }
        }
        return Collections.unmodifiableList(list);
    }

    int size() {
        return size;
    }

    int write(byte[] out, int position) {
        int at = FieldWriter.putRange(out, position, buffer, start, end);
        for (Object element : elements) {
            if (element instanceof KeyValue entry) {
                at = FieldWriter.putHead(out, at, TAG, entry.size());
                at = entry.write(out, at);
            } else if (element instanceof Value value) {
                at = FieldWriter.putHead(out, at, TAG, ValueCodec.size(value));
                at = ValueCodec.write(value, out, at);
            }
        }
        return at;
    }
}
