// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.text;

import dev.forager.ottl.EvaluationException;
import dev.forager.pdata.Value;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** How bytes hold text: a variant of base64, or a character set. */
public sealed interface TextEncoding {
    /** The text of some bytes. */
    Value.Str decode(byte[] content) throws EvaluationException;

    /**
     * An encoding by its name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static TextEncoding of(String name) {
        return switch (name) {
            case "base64" -> new InBase64(Base64.getDecoder(), true);
            case "base64-raw" -> new InBase64(Base64.getDecoder(), false);
            case "base64-url" -> new InBase64(Base64.getUrlDecoder(), true);
            case "base64-raw-url" -> new InBase64(Base64.getUrlDecoder(), false);
            default -> new InCharset(charset(name));
        };
    }

    private static Charset charset(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "", "utf-8", "utf8", "utf-8-raw", "utf8-raw", "ascii", "us-ascii", "nop" ->
                    StandardCharsets.UTF_8;
            case "utf-16", "utf16" -> StandardCharsets.UTF_16LE;
            default -> {
                try {
                    yield Charset.forName(name);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            "unsupported encoding '%s'".formatted(name), e);
                }
            }
        };
    }

    /**
     * Bytes in a variant of base64.
     *
     * @param variant {@code base64}, {@code base64-raw}, {@code base64-url} or {@code
     *     base64-raw-url}
     */
    static String base64(String variant, byte[] content) throws EvaluationException {
        Base64.Encoder encoder =
                switch (variant) {
                    case "base64" -> Base64.getEncoder();
                    case "base64-raw" -> Base64.getEncoder().withoutPadding();
                    case "base64-url" -> Base64.getUrlEncoder();
                    case "base64-raw-url" -> Base64.getUrlEncoder().withoutPadding();
                    default ->
                            throw new EvaluationException("unsupported base64 variant: " + variant);
                };
        return encoder.encodeToString(content);
    }

    /**
     * Base64, strictly with padding or strictly without; line breaks are skipped as in Go.
     *
     * @param decoder takes both
     * @param padded whether there must be padding
     */
    record InBase64(Base64.Decoder decoder, boolean padded) implements TextEncoding {
        @Override
        public Value.Str decode(byte[] content) throws EvaluationException {
            String text =
                    new String(content, StandardCharsets.ISO_8859_1)
                            .replace("\n", "")
                            .replace("\r", "");
            boolean good = padded ? text.length() % 4 == 0 : !text.endsWith("=");
            try {
                if (good) {
                    return Value.Str.ofUtf8(
                            decoder.decode(text.getBytes(StandardCharsets.ISO_8859_1)));
                }
            } catch (IllegalArgumentException e) {
                throw illegal(content);
            }
            throw illegal(content);
        }

        /** At the first byte that does not belong there; at the last four if they are not four. */
        private EvaluationException illegal(byte[] content) {
            int digits = 0;
            int quantum = 0;
            for (int at = 0; at < content.length; at++) {
                byte each = content[at];
                if (each == '\n' || each == '\r') {
                    continue;
                }
                if (!isDigit(each)) {
                    boolean pads = padded && each == '=' && digits % 4 >= 2;
                    int end = digits % 4 == 2 ? at + 2 : at + 1;
                    return illegal(pads ? end : at);
                }
                quantum = digits % 4 == 0 ? at : quantum;
                digits++;
            }
            return illegal(quantum);
        }

        private boolean isDigit(byte each) {
            try {
                decoder.decode(new byte[] {each, each, each, each});
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        private static EvaluationException illegal(int at) {
            return new EvaluationException(
                    "could not decode: illegal base64 data at input byte " + at);
        }
    }

    /**
     * A character set; what it does not know becomes U+FFFD.
     *
     * @param charset the set
     */
    record InCharset(Charset charset) implements TextEncoding {
        @Override
        public Value.Str decode(byte[] content) {
            return charset.equals(StandardCharsets.UTF_8)
                    ? Value.Str.ofUtf8(content)
                    : Value.Str.of(new String(content, charset));
        }
    }
}
