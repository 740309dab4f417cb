// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.Value;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An argument that is taken as bytes: bytes; the UTF-8 of a string; a number as eight bytes, the
 * highest first; a boolean as one. Others fail the item.
 */
public final class BytesLikeGetter extends TypedGetter {
    BytesLikeGetter(Getter source) {
        super(source);
    }

    /** A fresh array for the item that the cursor stands on; null for nil. */
    public byte @Nullable [] get(Cursor cursor) throws EvaluationException {
        return of(value(cursor));
    }

    /**
     * The bytes of a constant argument; null for any other and for nil.
     *
     * @throws EvaluationException if it is made by a function and of a type without bytes
     */
    public byte @Nullable [] constant() throws EvaluationException {
        return of(constantValue());
    }

    static byte @Nullable [] of(@Nullable Object value) throws EvaluationException {
        return switch (value) {
            case null -> null;
            case Value.Bytes bytes -> bytes.toByteArray();
            case Value.Str text -> text.toUtf8();
            case Value.Int number ->
                    ByteBuffer.allocate(Long.BYTES).putLong(number.value()).array();
            case Value.Dbl number ->
                    ByteBuffer.allocate(Double.BYTES).putDouble(number.value()).array();
            case Value.Bool flag -> new byte[] {(byte) (flag.value() ? 1 : 0)};
            default ->
                    throw new EvaluationException(
                            "unsupported type: " + OttlValues.typeName(value));
        };
    }
}
