// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Base64;

/** JSON text in a growing buffer, written the way Go writes it. Confined to one thread. */
final class JsonOutput {
    private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);

    private byte[] bytes;
    private int size;

    JsonOutput(int capacity) {
        bytes = new byte[Math.max(64, capacity)];
    }

    int size() {
        return size;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** Hands over what has been written, and begins anew. */
    void drainTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
        size = 0;
    }

    void raw(int ascii) {
        need(1);
        bytes[size++] = (byte) ascii;
    }

    void raw(byte[] text) {
        need(text.length);
        System.arraycopy(text, 0, bytes, size, text.length);
        size += text.length;
    }

    /** A quoted string of valid UTF-8; only what JSON forbids is escaped. */
    void string(byte[] source, int start, int end) {
        need((end - start) * 6 + 2);
        bytes[size++] = '"';
        for (int i = start; i < end; i++) {
            byte b = source[i];
            if ((b >= 0 && b < 0x20) || b == '"' || b == '\\') {
                escape(b);
            } else {
                bytes[size++] = b;
            }
        }
        bytes[size++] = '"';
    }

    void hex(byte[] source, int start, int end) {
        need((end - start) * 2 + 2);
        bytes[size++] = '"';
        for (int i = start; i < end; i++) {
            bytes[size++] = HEX[source[i] >> 4 & 0xf];
            bytes[size++] = HEX[source[i] & 0xf];
        }
        bytes[size++] = '"';
    }

    void base64(byte[] source, int start, int end) {
        raw('"');
        raw(Base64.getEncoder().encode(Arrays.copyOfRange(source, start, end)));
        raw('"');
    }

    void quoted(String ascii) {
        raw('"');
        text(ascii);
        raw('"');
    }

    void number(long value) {
        text(Long.toString(value));
    }

    /** NaN and infinities as strings, else the shortest decimal as Go's {@code strconv} has it. */
    void real(double value) {
        if (Double.isNaN(value)) {
            quoted("NaN");
        } else if (Double.isInfinite(value)) {
            quoted(value > 0 ? "Infinity" : "-Infinity");
        } else if (value == (long) value && Math.abs(value) < 1e15) {
            text(value == 0 && 1 / value < 0 ? "-0" : Long.toString((long) value));
        } else {
            text(decimal(value));
        }
    }

    /** Plain from 1e-6 to below 1e21, else with an exponent of at least two digits. */
    private static String decimal(double value) {
        double size = Math.abs(value);
        BigDecimal shortest = GoFloat.shortest(value);
        return size >= 1e-6 && size < 1e21
                ? shortest.toPlainString()
                : GoFloat.scientific(shortest, 2);
    }

    private void text(String ascii) {
        need(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[size++] = (byte) ascii.charAt(i);
        }
    }

    private void escape(byte b) {
        bytes[size++] = '\\';
        switch (b) {
            case '"', '\\' -> bytes[size++] = b;
            case '\n' -> bytes[size++] = 'n';
            case '\r' -> bytes[size++] = 'r';
            case '\t' -> bytes[size++] = 't';
            default -> {
                bytes[size++] = 'u';
                bytes[size++] = '0';
                bytes[size++] = '0';
                bytes[size++] = HEX[b >> 4];
                bytes[size++] = HEX[b & 0xf];
            }
        }
    }

    private void need(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
