// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Bodies for tests. */
final class Bodies {
    private Bodies() {}

    /** Text that compresses about as well as telemetry. */
    static byte[] text(int length) {
        var random = new Random(7);
        var out = new StringBuilder(length + 32);
        while (out.length() < length) {
            out.append("span-").append(random.nextInt(1000)).append(" http.method=GET ");
        }
        return out.substring(0, length).getBytes(StandardCharsets.US_ASCII);
    }

    /** Bytes that do not compress. */
    static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(11).nextBytes(bytes);
        return bytes;
    }

    static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] bytes(int... values) {
        byte[] out = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            out[i] = (byte) values[i];
        }
        return out;
    }

    static byte[] compress(Compression codec, byte[] body) {
        return Compressor.of(codec, Compressor.DEFAULT_LEVEL).compress(body, 0, body.length, 0);
    }

    static Decoded decode(Compression codec, byte[] body) throws DecodeException {
        return decode(codec, body, 20 << 20);
    }

    static Decoded decode(Compression codec, byte[] body, int limit) throws DecodeException {
        return Decompressor.decompress(codec, body, 0, body.length, DecodeLimits.ofBytes(limit));
    }
}
