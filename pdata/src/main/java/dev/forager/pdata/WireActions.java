// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.Arrays;

/** The schema as {@link WireValidator} wants it: one byte per message and key byte. */
final class WireActions {
    /** A key that the table does not answer: unknown, of another wire type, or in a long form. */
    static final int OTHER = 0;

    static final int VARINT = 1;
    static final int FIXED64 = 2;
    static final int FIXED32 = 3;

    /** This and all above are length-delimited. */
    static final int BYTES = 4;

    static final int STRING = 5;
    static final int ID16 = 6;
    static final int ID8 = 7;
    static final int PACKED_VARINT = 8;
    static final int PACKED_FIXED64 = 9;
    static final int PACKED_FIXED32 = 10;

    /** This and all above: the message of index {@code action - MESSAGE}. */
    static final int MESSAGE = 16;

    /**
     * Action by {@code message << 8 | key}. Keys of one byte reach field 15; the upper half of a
     * message's entries is for keys of two bytes of which the second is 1, that is fields 16 to 31,
     * and indexed by the first.
     */
    static final byte[] TABLE = table();

    /** 1 for the messages that are counted. */
    static final byte[] ITEM = items();

    private WireActions() {}

    /** The message of a signal's export request. */
    static int root(Signal signal) {
        return switch (signal) {
            case TRACES -> Schema.EXPORT_TRACE_SERVICE_REQUEST;
            case METRICS -> Schema.EXPORT_METRICS_SERVICE_REQUEST;
            case LOGS -> Schema.EXPORT_LOGS_SERVICE_REQUEST;
            case PROFILES -> Schema.EXPORT_PROFILES_SERVICE_REQUEST;
        };
    }

    private static byte[] table() {
        byte[] table = new byte[Schema.MESSAGES.length << 8];
        for (int message = 0; message < Schema.MESSAGES.length; message++) {
            for (SchemaField field : Schema.MESSAGES[message].fields()) {
                table[message << 8 | field.tag()] = (byte) single(field);
                if (field.packed()) {
                    int packedTag = field.number() << 3 | Wire.LENGTH;
                    table[message << 8 | packedTag] = (byte) packed(field.kind());
                }
            }
        }
        return table;
    }

    private static int single(SchemaField field) {
        return switch (field.kind()) {
            case BOOL, INT32, INT64, UINT32, UINT64, SINT32, ENUM -> VARINT;
            case FIXED32 -> FIXED32;
            case FIXED64, SFIXED64, DOUBLE -> FIXED64;
            case STRING -> STRING;
            case BYTES -> BYTES;
            case ID16 -> ID16;
            case ID8 -> ID8;
            case MESSAGE -> MESSAGE + field.message();
        };
    }

    private static int packed(SchemaKind kind) {
        return switch (kind.wireType()) {
            case Wire.FIXED64 -> PACKED_FIXED64;
            case Wire.FIXED32 -> PACKED_FIXED32;
            default -> PACKED_VARINT;
        };
    }

    private static byte[] items() {
        byte[] items = new byte[Schema.MESSAGES.length];
        int[] counted = {
            Schema.SPAN,
            Schema.LOG_RECORD,
            Schema.NUMBER_DATA_POINT,
            Schema.HISTOGRAM_DATA_POINT,
            Schema.EXPONENTIAL_HISTOGRAM_DATA_POINT,
            Schema.SUMMARY_DATA_POINT,
            Schema.SAMPLE
        };
        Arrays.stream(counted).forEach(message -> items[message] = 1);
        return items;
    }
}
