// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

/**
 * The type of an OTLP field, as far as the wire and JSON tell types apart. Identifiers are {@code
 * bytes} in the .proto files, but have a fixed length and are hexadecimal in OTLP/JSON, so they are
 * kinds of their own.
 */
enum SchemaKind {
    BOOL(Wire.VARINT),
    INT32(Wire.VARINT),
    INT64(Wire.VARINT),
    UINT32(Wire.VARINT),
    UINT64(Wire.VARINT),
    SINT32(Wire.VARINT),
    ENUM(Wire.VARINT),
    FIXED32(Wire.FIXED32),
    FIXED64(Wire.FIXED64),
    SFIXED64(Wire.FIXED64),
    DOUBLE(Wire.FIXED64),
    STRING(Wire.LENGTH),
    BYTES(Wire.LENGTH),
    /** A trace or profile id: 16 bytes, or none. */
    ID16(Wire.LENGTH),
    /** A span id: 8 bytes, or none. */
    ID8(Wire.LENGTH),
    MESSAGE(Wire.LENGTH);

    private final int wireType;

    SchemaKind(int wireType) {
        this.wireType = wireType;
    }

    /** The wire type of a single value. */
    int wireType() {
        return wireType;
    }

    /** Whether a repeated field of this kind may come packed into one length-delimited value. */
    boolean packable() {
        return wireType != Wire.LENGTH;
    }

    /** Number of bytes of an identifier that is not empty; 0 for every other kind. */
    int idLength() {
        return this == ID16 ? 16 : this == ID8 ? 8 : 0;
    }
}
