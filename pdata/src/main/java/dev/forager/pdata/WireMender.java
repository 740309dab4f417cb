// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Replaces ill-formed UTF-8 in the strings of a request by U+FFFD, see {@link Utf8}. One such byte
 * that is passed on makes a strict backend refuse the whole batch. Everything else, unknown fields
 * included, stays as it is.
 *
 * <p>The walk notes what changes, the strings and the lengths of the messages around them, and the
 * result is put together in one go: linear in the size of the request however deep it nests. At
 * most three times the size comes out. Confined to the thread that mends.
 */
final class WireMender {
    private final byte[] bytes;
    private final List<Edit> edits = new ArrayList<>();
    private int strings;

    private WireMender(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A mended request.
     *
     * @param bytes the whole request
     * @param strings how many strings were ill-formed
     */
    @SuppressWarnings("ArrayRecordComponent") // a result that is taken apart at once
    record Mended(byte[] bytes, int strings) {}

    /** Mends a request that {@link WireValidator} has accepted. */
    static Mended mend(Signal signal, byte[] bytes, int offset, int length)
            throws MalformedTelemetryException {
        WireMender mender = new WireMender(bytes);
        mender.message(offset, offset + length, WireActions.root(signal));
        return new Mended(mender.assemble(offset, offset + length), mender.strings);
    }

    /** Notes the edits within a message; returns by how many bytes it grows. */
    private int message(int start, int end, int type) throws MalformedTelemetryException {
        int growth = 0;
        int p = start;
        while (p < end) {
            long read = WireReader.key(bytes, p, end);
            int key = (int) (read >>> 32);
            int value = (int) read;
            p = WireReader.skip(bytes, value, end, key);
            SchemaField field = Schema.MESSAGES[type].field(key >>> 3);
            if (field != null && (key & 7) == Wire.LENGTH) {
                growth += value(field, value, p);
            }
        }
        return growth;
    }

    private int value(SchemaField field, int lengthAt, int end) throws MalformedTelemetryException {
        int start = WireReader.skipVarint(bytes, lengthAt, end);
        int index = edits.size();
        int growth = 0;
        if (field.kind() == SchemaKind.MESSAGE) {
            growth = message(start, end, field.message());
        } else if (field.kind() == SchemaKind.STRING && !Utf8.isValid(bytes, start, end)) {
            byte[] mended = Utf8.mend(bytes, start, end);
            edits.add(new Edit(start, end, mended));
            strings++;
            growth = mended.length - (end - start);
        }
        if (growth == 0) {
            return 0;
        }
        byte[] length = varint(end - start + growth);
        edits.add(index, new Edit(lengthAt, start, length));
        return growth + length.length - (start - lengthAt);
    }

    private byte[] assemble(int start, int end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(end - start + 64);
        int p = start;
        for (Edit edit : edits) {
            out.write(bytes, p, edit.start - p);
            out.writeBytes(edit.replacement);
            p = edit.end;
        }
        out.write(bytes, p, end - p);
        return out.toByteArray();
    }

    private static byte[] varint(int value) {
        byte[] out = new byte[Wire.varintSize(value)];
        int rest = value;
        for (int i = 0; i < out.length - 1; i++) {
            out[i] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[out.length - 1] = (byte) rest;
        return out;
    }

    /** Puts {@code replacement} where {@code start} to {@code end} was. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Edit(int start, int end, byte[] replacement) {}
}
