// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes protobuf into an array whose size was computed before. Confined to one thread.
 *
 * <p>Sizes first, bytes second: what is the same in every scrape is kept encoded, and the rest has
 * fixed lengths, so that the sizes of a scrape cost next to nothing and no byte is moved.
 */
final class Wire {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private int at;

    Wire(int size) {
        bytes = new byte[size];
    }

    /** The array, which must be full. */
    byte[] finish() {
        if (at != bytes.length) {
            throw new IllegalStateException(
                    "written: %d bytes (expected: %d)".formatted(at, bytes.length));
        }
        return bytes;
    }

    /** Bytes of a varint. */
    static int sizeOf(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }

    /** Bytes of a field of that many bytes, with a tag of one byte. */
    static int sizeOfField(int length) {
        return 1 + sizeOf(length) + length;
    }

    /** A tag of a field below 16. */
    Wire tag(int field, int type) {
        bytes[at++] = (byte) (field << 3 | type);
        return this;
    }

    Wire varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        return this;
    }

    Wire fixed64(int field, long bits) {
        tag(field, FIXED64);
        return raw64(bits);
    }

    Wire raw64(long bits) {
        LONG.set(bytes, at, bits);
        at += Long.BYTES;
        return this;
    }

    Wire open(int field, int length) {
        return tag(field, BYTES).varint(length);
    }

    Wire raw(byte[] encoded) {
        System.arraycopy(encoded, 0, bytes, at, encoded.length);
        at += encoded.length;
        return this;
    }

    /** A text field; the empty one is left out. */
    static byte[] text(int field, String value) {
        if (value.isEmpty()) {
            return new byte[0];
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return new Wire(sizeOfField(utf8.length)).open(field, utf8.length).raw(utf8).finish();
    }

    /** An attribute with a text as its value. */
    static byte[] attribute(int field, String key, String value) {
        byte[] utf8Key = text(1, key);
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        int inner = sizeOfField(utf8.length);
        int length = utf8Key.length + sizeOfField(inner);
        return new Wire(sizeOfField(length))
                .open(field, length)
                .raw(utf8Key)
                .open(2, inner)
                .open(1, utf8.length)
                .raw(utf8)
                .finish();
    }

    static byte[] join(byte[]... parts) {
        int size = 0;
        for (byte[] part : parts) {
            size += part.length;
        }
        var all = new Wire(size);
        for (byte[] part : parts) {
            all.raw(part);
        }
        return all.finish();
    }
}
