// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes valid protobuf as OTLP/JSON. JSON wants the fields of a message in the order of the .proto
 * file and the wire has them in any order, so each message is looked through once for where its
 * fields are and then written. Confined to one thread; used once.
 */
final class JsonEncoder {
    private static final int FLUSH_AT = 1 << 16;

    private static final byte[] TRUE = "true".getBytes(ISO_8859_1);
    private static final byte[] FALSE = "false".getBytes(ISO_8859_1);

    /** {@code "name":} by message and index of the field within it. */
    private static final byte[][][] NAMES = names();

    private final byte[] bytes;
    private final JsonOutput out;
    private final @Nullable OutputStream sink;
    private final List<FieldIndex> indices = new ArrayList<>();

    private JsonEncoder(byte[] bytes, int capacity, @Nullable OutputStream sink) {
        this.bytes = bytes;
        this.out = new JsonOutput(capacity);
        this.sink = sink;
    }

    /** The request in the range as JSON. */
    static byte[] encode(Signal signal, byte[] bytes, int offset, int length) {
        JsonEncoder encoder = new JsonEncoder(bytes, length * 2, null);
        try {
            encoder.request(signal, offset, offset + length);
        } catch (IOException e) {
            throw new UncheckedIOException("no sink, no failure", e);
        }
        return encoder.out.toByteArray();
    }

    /** Writes the request in the range as JSON, in pieces of about 64 KiB. */
    static void encode(Signal signal, byte[] bytes, int offset, int length, OutputStream sink)
            throws IOException {
        JsonEncoder encoder = new JsonEncoder(bytes, FLUSH_AT * 2, sink);
        encoder.request(signal, offset, offset + length);
        encoder.out.drainTo(sink);
    }

    private static byte[][][] names() {
        byte[][][] names = new byte[Schema.MESSAGES.length][][];
        for (int i = 0; i < names.length; i++) {
            SchemaField[] fields = Schema.MESSAGES[i].fields();
            names[i] = new byte[fields.length][];
            for (int j = 0; j < fields.length; j++) {
                names[i][j] = ('"' + fields[j].name() + "\":").getBytes(ISO_8859_1);
            }
        }
        return names;
    }

    private void request(Signal signal, int start, int end) throws IOException {
        message(bytes, start, end, WireActions.root(signal), 0);
    }

    private void message(byte[] b, int start, int end, int type, int depth) throws IOException {
        if (depth == indices.size()) {
            indices.add(new FieldIndex());
        }
        FieldIndex index = indices.get(depth);
        index.read(b, start, end, type);
        SchemaField[] fields = Schema.MESSAGES[type].fields();
        out.raw('{');
        boolean more = false;
        for (int i = 0; i < fields.length; i++) {
            SchemaField field = fields[i];
            if (index.has(field)) {
                more |= field(b, end, field, NAMES[type][i], more, index, depth);
            } else if (field.always()) {
                name(NAMES[type][i], more);
                out.raw('{');
                out.raw('}');
                more = true;
            }
        }
        out.raw('}');
        if (sink != null && out.size() > FLUSH_AT) {
            out.drainTo(sink);
        }
    }

    private void name(byte[] name, boolean more) {
        if (more) {
            out.raw(',');
        }
        out.raw(name);
    }

    /** Writes a field that is there; false if it is a zero and left out. */
    private boolean field(
            byte[] b,
            int end,
            SchemaField field,
            byte[] name,
            boolean more,
            FieldIndex index,
            int depth)
            throws IOException {
        if (field.repeated()) {
            return list(b, end, field, name, more, index, depth);
        }
        int at = index.last(field);
        if (field.kind() != SchemaKind.MESSAGE) {
            if (!field.presence() && isZero(b, at, field)) {
                return false;
            }
            name(name, more);
            scalar(b, at, field);
            return true;
        }
        name(name, more);
        if (index.first(field) == at) {
            int content = content(b, at);
            message(b, content, content + length(b, at), field.message(), depth + 1);
        } else {
            byte[] merged = index.merge(b, end, field);
            message(merged, 0, merged.length, field.message(), depth + 1);
        }
        return true;
    }

    private boolean list(
            byte[] b,
            int end,
            SchemaField field,
            byte[] name,
            boolean more,
            FieldIndex index,
            int depth)
            throws IOException {
        boolean any = false;
        int last = index.last(field);
        int p = index.keyOfFirst(field);
        while (p < end && p <= last) {
            int key = (int) WireReader.varint(b, p);
            int value = WireReader.behindVarint(b, p);
            p = WireReader.behind(b, value, key);
            if (key >>> 3 != field.number()) {
                continue;
            }
            boolean packed = (key & 7) == Wire.LENGTH && field.kind().packable();
            int from = packed ? content(b, value) : value;
            while (from < p) {
                if (any) {
                    out.raw(',');
                } else {
                    name(name, more);
                    out.raw('[');
                }
                any = true;
                from = element(b, from, field, depth);
            }
        }
        if (any) {
            out.raw(']');
        }
        return any;
    }

    /** Writes an element of a list; returns the position behind it. */
    private int element(byte[] b, int at, SchemaField field, int depth) throws IOException {
        if (field.kind() == SchemaKind.MESSAGE) {
            int content = content(b, at);
            int behind = content + length(b, at);
            message(b, content, behind, field.message(), depth + 1);
            return behind;
        }
        scalar(b, at, field);
        return WireReader.behind(b, at, field.kind().wireType());
    }

    private void scalar(byte[] b, int at, SchemaField field) {
        switch (field.kind()) {
            case BOOL -> out.raw(WireReader.varint(b, at) != 0 ? TRUE : FALSE);
            case INT32, ENUM -> out.number(WireReader.int32(b, at));
            case UINT32 -> out.number(WireReader.varint(b, at) & 0xffff_ffffL);
            case SINT32 -> {
                int zigzag = (int) WireReader.varint(b, at);
                out.number(zigzag >>> 1 ^ -(zigzag & 1));
            }
            case INT64 -> out.quoted(Long.toString(WireReader.varint(b, at)));
            case UINT64 -> out.quoted(Long.toUnsignedString(WireReader.varint(b, at)));
            case FIXED32 -> out.number(WireReader.fixed32(b, at) & 0xffff_ffffL);
            case FIXED64 -> out.quoted(Long.toUnsignedString(WireReader.fixed64(b, at)));
            case SFIXED64 -> out.quoted(Long.toString(WireReader.fixed64(b, at)));
            case DOUBLE -> out.real(Double.longBitsToDouble(WireReader.fixed64(b, at)));
            case STRING -> out.string(b, content(b, at), content(b, at) + length(b, at));
            case BYTES -> out.base64(b, content(b, at), content(b, at) + length(b, at));
            case ID16, ID8 -> out.hex(b, content(b, at), content(b, at) + length(b, at));
            case MESSAGE -> throw new IllegalStateException("not a scalar: " + field);
        }
    }

    private static boolean isZero(byte[] b, int at, SchemaField field) {
        return switch (field.kind()) {
            case BOOL, INT64, UINT64 -> WireReader.varint(b, at) == 0;
            case INT32, ENUM, UINT32, SINT32 -> (int) WireReader.varint(b, at) == 0;
            case FIXED32 -> WireReader.fixed32(b, at) == 0;
            case FIXED64, SFIXED64 -> WireReader.fixed64(b, at) == 0;
            // Go compares by value, for which minus zero is zero.
            case DOUBLE -> Double.longBitsToDouble(WireReader.fixed64(b, at)) == 0;
            case STRING, BYTES -> length(b, at) == 0;
            case ID16, ID8 -> isZero(b, content(b, at), length(b, at));
            case MESSAGE -> false;
        };
    }

    private static boolean isZero(byte[] b, int start, int length) {
        int or = 0;
        for (int i = start; i < start + length; i++) {
            or |= b[i];
        }
        return or == 0;
    }

    private static int length(byte[] b, int at) {
        return (int) WireReader.varint(b, at);
    }

    private static int content(byte[] b, int at) {
        return WireReader.behindVarint(b, at);
    }
}
