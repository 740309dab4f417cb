// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer of text in UTF-8. Confined to one thread. */
final class TextOutput {
    private byte[] bytes = new byte[256];
    private int size;

    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    TextOutput put(char ascii) {
        need(1);
        bytes[size++] = (byte) ascii;
        return this;
    }

    TextOutput put(String text) {
        int length = text.length();
        need(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return putUtf8(text.substring(i));
            }
            bytes[size++] = (byte) c;
        }
        return this;
    }

    private TextOutput putUtf8(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        need(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
        return this;
    }

    /** What another buffer holds. */
    TextOutput put(TextOutput other) {
        need(other.size);
        System.arraycopy(other.bytes, 0, bytes, size, other.size);
        size += other.size;
        return this;
    }

    /** With a backslash in front of line feeds, backslashes and, between quotes, quotes. */
    TextOutput putEscaped(String text, boolean isQuoted) {
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' || c == '\n' || (isQuoted && c == '"')) {
                put(text.substring(from, i)).put('\\').put(c == '\n' ? 'n' : c);
                from = i + 1;
            }
        }
        return put(from == 0 ? text : text.substring(from));
    }

    private void need(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
