// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table of the kernel without the kernel. Confined to one thread. */
public final class HeapMap implements KernelMap {
    private final Map<ByteBuffer, byte[]> entries = new LinkedHashMap<>();
    private final int stride;
    private final int copies;

    /** A table whose values have so many copies of so many bytes. */
    public HeapMap(int stride, int copies) {
        this.stride = stride;
        this.copies = copies;
    }

    /** How many entries. */
    public int size() {
        return entries.size();
    }

    @Override
    public String name() {
        return "heap";
    }

    @Override
    public int stride() {
        return stride;
    }

    @Override
    public int copies() {
        return copies;
    }

    @Override
    public @Nullable StructView lookup(byte[] key) {
        byte[] value = entries.get(ByteBuffer.wrap(key));
        return value == null ? null : StructView.of(value);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        entries.put(ByteBuffer.wrap(key.clone()), value.clone());
    }

    @Override
    public boolean remove(byte[] key) {
        return entries.remove(ByteBuffer.wrap(key)) != null;
    }

    @Override
    public void forEach(EntryVisitor visitor) {
        for (ByteBuffer each : List.copyOf(entries.keySet())) {
            byte[] value = entries.get(each);
            if (value != null) {
                var key = new byte[each.remaining()];
                each.get(each.position(), key);
                visitor.entry(StructView.of(key), StructView.of(value));
            }
        }
    }
}
