// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.edits;

import dev.forager.pdata.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of a value in lower-case hexadecimal, of the same bytes as the collector: UTF-8 of
 * strings, eight bytes with the least first of numbers, one byte of booleans. Stateless.
 */
final class ValueHash {
    private ValueHash() {}

    /** The hash; an empty string for kinds that are not hashed, so that nothing shows through. */
    static Value of(Value value) {
        ByteBuffer bytes = bytes(value);
        return Value.of(bytes == null ? "" : hex(bytes));
    }

    private static @Nullable ByteBuffer bytes(Value value) {
        return switch (value) {
            case Value.Str text -> text.utf8();
            case Value.Bool flag -> ByteBuffer.wrap(new byte[] {(byte) (flag.value() ? 1 : 0)});
            case Value.Int number -> littleEndian(number.value());
            case Value.Dbl number -> littleEndian(Double.doubleToRawLongBits(number.value()));
            case Value.Bytes _, Value.Arr _, Value.MapV _, Value.StrIndex _, Value.Empty _ -> null;
        };
    }

    private static ByteBuffer littleEndian(long bits) {
        return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(bits).flip();
    }

    private static String hex(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
