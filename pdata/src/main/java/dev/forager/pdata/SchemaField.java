// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.List;

/**
 * A field of an OTLP message. Immutable.
 *
 * @param number field number on the wire
 * @param name name in JSON, lowerCamelCase
 * @param snakeName name in the .proto file, accepted in JSON too
 * @param kind type of the value
 * @param message index of the value's message in {@link Schema#MESSAGES}, -1 for other kinds
 * @param values names of an enum by number; empty for other kinds
 * @param repeated whether the field is a list
 * @param oneof index of the oneof within its message, -1 outside of one
 * @param presence whether a zero value differs from an absent one (oneof or {@code optional})
 * @param always whether JSON shows the message even where it is absent, as the Go collector does
 */
record SchemaField(
        int number,
        String name,
        String snakeName,
        SchemaKind kind,
        int message,
        List<String> values,
        boolean repeated,
        int oneof,
        boolean presence,
        boolean always) {

    static SchemaField scalar(int number, String name, String snakeName, SchemaKind kind) {
        return new SchemaField(
                number, name, snakeName, kind, -1, List.of(), false, -1, false, false);
    }

    static SchemaField message(int number, String name, String snakeName, int message) {
        return new SchemaField(
                number,
                name,
                snakeName,
                SchemaKind.MESSAGE,
                message,
                List.of(),
                false,
                -1,
                false,
                false);
    }

    static SchemaField enumeration(int number, String name, String snakeName, String... values) {
        return new SchemaField(
                number,
                name,
                snakeName,
                SchemaKind.ENUM,
                -1,
                List.of(values),
                false,
                -1,
                false,
                false);
    }

    SchemaField list() {
        return with(true, oneof, presence, always);
    }

    SchemaField in(int oneofIndex) {
        return with(repeated, oneofIndex, true, always);
    }

    SchemaField optional() {
        return with(repeated, oneof, true, always);
    }

    SchemaField shown() {
        return with(repeated, oneof, presence, true);
    }

    /** The key in front of a single value on the wire. */
    int tag() {
        return number << 3 | kind.wireType();
    }

    /** Whether the writer of a list packs its values into one length-delimited value. */
    boolean packed() {
        return repeated && kind.packable();
    }

    private SchemaField with(boolean isList, int inOneof, boolean hasPresence, boolean isShown) {
        return new SchemaField(
                number,
                name,
                snakeName,
                kind,
                message,
                values,
                isList,
                inOneof,
                hasPresence,
                isShown);
    }
}
