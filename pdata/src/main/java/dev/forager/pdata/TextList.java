// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static java.util.Objects.requireNonNull;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;

/** A repeated string field: an ordinary list whose strings are decoded when asked for. */
final class TextList extends AbstractList<String> implements RandomAccess {
    private final List<Value.Str> texts = new ArrayList<>();
    private boolean dirty;

    void append(Value.Str text) {
        texts.add(text);
    }

    Value.Str text(int index) {
        return texts.get(index);
    }

    void add(Value.Str text) {
        texts.add(text);
        dirty = true;
        modCount++;
    }

    @Override
    public int size() {
        return texts.size();
    }

    @Override
    public String get(int index) {
        return texts.get(index).string();
    }

    @Override
    public String set(int index, String text) {
        dirty = true;
        return texts.set(index, Value.Str.of(requireNonNull(text, "text"))).string();
    }

    @Override
    public void add(int index, String text) {
        texts.add(index, Value.Str.of(requireNonNull(text, "text")));
        dirty = true;
        modCount++;
    }

    @Override
    public String remove(int index) {
        dirty = true;
        modCount++;
        return texts.remove(index).string();
    }

    @Override
    protected void removeRange(int from, int to) {
        texts.subList(from, to).clear();
        dirty = true;
        modCount++;
    }

    boolean isDirty() {
        return dirty;
    }

    /** Empty strings are elements too, so none is left out. */
    int measure(int tagSize) {
        int sum = 0;
        for (int i = 0; i < texts.size(); i++) {
            sum += tagSize + FieldWriter.delimited(texts.get(i).byteLength());
        }
        return sum;
    }

    int write(byte[] out, int position, int tag) {
        int at = position;
        for (int i = 0; i < texts.size(); i++) {
            Value.Str text = texts.get(i);
            at = text.copyTo(out, FieldWriter.putHead(out, at, tag, text.byteLength()));
        }
        dirty = false;
        return at;
    }
}
