// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the fields of a struct lie, from the type information of the object that uses it: offsets
 * are never written by hand. Immutable.
 */
public final class BtfStruct {
    private final String name;
    private final int size;
    private final Map<String, Field> fields;
    private final List<String> names;

    /**
     * A field. Immutable.
     *
     * @param offset in bytes
     * @param size in bytes
     * @param isSigned whether it is a signed number
     */
    public record Field(int offset, int size, boolean isSigned) {}

    BtfStruct(String name, int size, SequencedMap<String, Field> fields) {
        this.name = name;
        this.size = size;
        this.fields = Map.copyOf(fields);
        names = List.copyOf(fields.keySet());
    }

    /** The names of all fields, in the order of the struct. */
    public List<String> names() {
        return names;
    }

    /** A field as it is; null where there is none of this name. */
    public @Nullable Field field(String field) {
        return fields.get(field);
    }

    /** Bytes of the struct. */
    public int size() {
        return size;
    }

    /**
     * Where a field lies.
     *
     * @param expectedSize its bytes, as the caller reads them
     * @throws BpfException when there is no such field, or it has another size
     */
    public int offset(String field, int expectedSize) throws BpfException {
        Field found = fields.get(field);
        if (found == null || found.size() != expectedSize) {
            throw new BpfException(
                    "%s.%s: %s (expected: a field of %d bytes)"
                            .formatted(
                                    name,
                                    field,
                                    found == null ? "missing" : found.size() + " bytes",
                                    expectedSize),
                    Errno.EINVAL);
        }
        return found.offset();
    }

    /** Zeroed bytes of this struct, to be filled with numbers and written to a map. */
    public Bytes bytes() {
        return new Bytes(ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** A struct that is being filled. Confined to one thread. */
    public final class Bytes {
        private final ByteBuffer buffer;

        private Bytes(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        /** Sets a field of 1, 2, 4 or 8 bytes. */
        public Bytes put(String field, long value) throws BpfException {
            Field found = fields.get(field);
            if (found == null) {
                throw new BpfException("%s.%s: missing".formatted(name, field), Errno.EINVAL);
            }
            switch (found.size()) {
                case 1 -> buffer.put(found.offset(), (byte) value);
                case 2 -> buffer.putShort(found.offset(), (short) value);
                case 4 -> buffer.putInt(found.offset(), (int) value);
                case 8 -> buffer.putLong(found.offset(), value);
                default ->
                        throw new BpfException(
                                "%s.%s: %d bytes (expected: a number)"
                                        .formatted(name, field, found.size()),
                                Errno.EINVAL);
            }
            return this;
        }

        /** What was filled. */
        public byte[] toArray() {
            var copy = new byte[size];
            buffer.get(0, copy);
            return copy;
        }
    }
}
