// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Attributes that are added together to very many records, such as what is known of a pod: encoded
 * when first needed, then each record costs one copy ({@link Attributes#addIfAllAbsent}). Immutable
 * and thread-safe.
 */
public final class AttributeBlock {
    /** Of a resource's attributes; records with another tag are encoded entry by entry. */
    private static final int RESOURCE_TAG = 10;

    private final List<KeyValue> entries;
    private final long sketch;
    private final int bodies;

    /** The entries as fields of a resource. */
    private volatile byte @Nullable [] encoded;

    private AttributeBlock(List<KeyValue> entries) {
        long bits = 0;
        int size = 0;
        for (KeyValue entry : entries) {
            bits |= entry.keyText().sketch();
            size += FieldWriter.delimited(entry.size());
        }
        this.entries = entries;
        this.sketch = bits;
        this.bodies = size;
    }

    /** A block of these in their order; of one name the first counts. */
    public static AttributeBlock of(Iterable<KeyValue> entries) {
        Map<Value.Str, KeyValue> distinct = new LinkedHashMap<>();
        for (KeyValue entry : entries) {
            distinct.putIfAbsent(entry.keyText(), entry);
        }
        return new AttributeBlock(List.copyOf(distinct.values()));
    }

    /** The attributes, no two of one name. */
    public List<KeyValue> entries() {
        return entries;
    }

    /** The bits ({@link Value.Str#sketch}) of all names. */
    long sketch() {
        return sketch;
    }

    /** Bytes of all entries as fields of a record. */
    int size(int tagSize) {
        return bodies + tagSize * entries.size();
    }

    int write(byte[] out, int position, int tag) {
        if (tag != RESOURCE_TAG) {
            return writeEntries(out, position, tag);
        }
        byte[] bytes = encoded;
        if (bytes == null) {
            bytes = new byte[size(1)];
            writeEntries(bytes, 0, RESOURCE_TAG);
            encoded = bytes;
        }
        return FieldWriter.putRange(out, position, bytes, 0, bytes.length);
    }

    private int writeEntries(byte[] out, int position, int tag) {
        int at = position;
        for (KeyValue entry : entries) {
            at = entry.write(out, FieldWriter.putHead(out, at, tag, entry.size()));
        }
        return at;
    }

    /** Names and values, for people. */
    @Override
    public String toString() {
        return entries.toString();
    }
}
