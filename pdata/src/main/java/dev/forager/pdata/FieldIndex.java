// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.io.ByteArrayOutputStream;

/**
 * Where the known fields of one valid message are. Of a oneof only the member that came last is
 * there. Reused from message to message; confined to one thread.
 */
final class FieldIndex {
    private final int[] keyOfFirst = new int[SchemaMessage.MAX_FIELD + 1];
    private final int[] first = new int[SchemaMessage.MAX_FIELD + 1];
    private final int[] last = new int[SchemaMessage.MAX_FIELD + 1];

    /** A bit per field number. */
    private long present;

    /** Looks through the message of {@code type} in the range. */
    void read(byte[] b, int start, int end, int type) {
        present = 0;
        int oneofMember = 0;
        SchemaMessage message = Schema.MESSAGES[type];
        int p = start;
        while (p < end) {
            int keyAt = p;
            int key = (int) WireReader.varint(b, p);
            int value = WireReader.behindVarint(b, p);
            p = WireReader.behind(b, value, key);
            SchemaField field = message.field(key >>> 3);
            if (field == null) {
                continue;
            }
            int number = field.number();
            if (field.oneof() >= 0 && oneofMember != number) {
                // A message of OTLP has one oneof at most; a test of the schema holds that.
                present &= ~(1L << oneofMember);
                oneofMember = number;
            }
            if ((present & 1L << number) == 0) {
                present |= 1L << number;
                keyOfFirst[number] = keyAt;
                first[number] = value;
            }
            last[number] = value;
        }
    }

    boolean has(SchemaField field) {
        return (present & 1L << field.number()) != 0;
    }

    /** Where the key of the first occurrence begins. */
    int keyOfFirst(SchemaField field) {
        return keyOfFirst[field.number()];
    }

    /** Where the value of the first occurrence begins, with its length if it has one. */
    int first(SchemaField field) {
        return first[field.number()];
    }

    /** Where the value of the last occurrence begins. */
    int last(SchemaField field) {
        return last[field.number()];
    }

    /** The contents of all occurrences one behind the other, which is how protobuf merges them. */
    byte[] merge(byte[] b, int end, SchemaField field) {
        ByteArrayOutputStream merged = new ByteArrayOutputStream();
        int p = keyOfFirst(field);
        while (p < end) {
            int key = (int) WireReader.varint(b, p);
            int value = WireReader.behindVarint(b, p);
            p = WireReader.behind(b, value, key);
            if (key >>> 3 == field.number()) {
                int content = WireReader.behindVarint(b, value);
                merged.write(b, content, p - content);
            }
        }
        return merged.toByteArray();
    }
}
