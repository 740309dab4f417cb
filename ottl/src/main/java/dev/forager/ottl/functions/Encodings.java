// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.BytesLikeGetter;
import dev.forager.ottl.Converter;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.Default;
import dev.forager.ottl.Doc;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Getter;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.OttlValues;
import dev.forager.ottl.Pure;
import dev.forager.ottl.StringGetter;
import dev.forager.ottl.text.TextEncoding;
import dev.forager.pdata.Value;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converters between text and bytes. */
final class Encodings {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(Base64Encode.class, Decode.class, Hex.class);

    private Encodings() {}

    @Pure
    @Doc("The bytes of a string in base64.")
    record Base64Encode(
            @Doc("The string.") StringGetter target,
            @Doc("base64, base64-raw, base64-url or base64-raw-url.") @Default("\"base64\"")
                    StringGetter variant)
            implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                byte[] content = target.text(cursor).toUtf8();
                return Value.of(TextEncoding.base64(name(cursor), content));
            };
        }

        private String name(Cursor cursor) throws EvaluationException {
            try {
                return variant.get(cursor);
            } catch (EvaluationException e) {
                throw new EvaluationException("failed to get base64 variant: " + e.getMessage());
            }
        }
    }

    @Pure
    @Doc("The text that bytes, or a string, hold in an encoding.")
    record Decode(
            @Doc("Bytes or string.") Getter target,
            @Doc("A variant of base64, or an encoding by its IANA name.") StringGetter encoding)
            implements Converter {
        @Override
        public Getter compile() {
            String name = encoding.constant();
            if (name == null) {
                return cursor -> decode(of(encoding.get(cursor)), target.get(cursor));
            }
            TextEncoding known = TextEncoding.of(name);
            return cursor -> decode(known, target.get(cursor));
        }

        private static TextEncoding of(String name) throws EvaluationException {
            try {
                return TextEncoding.of(name);
            } catch (IllegalArgumentException e) {
                throw new EvaluationException(String.valueOf(e.getMessage()));
            }
        }

        private static Value decode(TextEncoding encoding, @Nullable Object value)
                throws EvaluationException {
            return switch (value) {
                case Value.Str text -> encoding.decode(text.toUtf8());
                case Value.Bytes bytes -> encoding.decode(bytes.toByteArray());
                case null, default ->
                        throw new EvaluationException(
                                "unsupported type provided to Decode function: "
                                        + OttlValues.goType(value));
            };
        }
    }

    @Pure
    @Doc("Bytes in hexadecimal.")
    record Hex(@Doc("Bytes, or what has bytes.") BytesLikeGetter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                byte[] bytes = target.get(cursor);
                String digits = bytes == null ? "" : HexFormat.of().formatHex(bytes);
                return Value.Str.ofUtf8(digits.getBytes(StandardCharsets.US_ASCII));
            };
        }
    }
}
