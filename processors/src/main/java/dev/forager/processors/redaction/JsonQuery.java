// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.redaction;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.BitSet;

/** Replaces the values of a JSON document by {@code "?"}; keys and structure stay. Stateless. */
final class JsonQuery {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String MASK = "\"?\"";

    private JsonQuery() {}

    /** The sanitized document; what is no JSON comes back as it is. */
    static String sanitize(String text) {
        try {
            return isDocument(text) ? mask(text) : text;
        } catch (StreamConstraintsException e) {
            return MASK; // deeper or longer than can be checked
        } catch (IOException e) {
            return text;
        }
    }

    private static boolean isDocument(String text) throws IOException {
        try (JsonParser in = JSON.createParser(text)) {
            JsonToken first = in.nextToken();
            if (first == null) {
                return false;
            }
            in.skipChildren();
            if (first.isScalarValue()) {
                in.getText(); // checks what is read lazily
            }
            return in.nextToken() == null;
        }
    }

    /** Copies a valid document without its white space and values. */
    private static String mask(String text) {
        var out = new StringBuilder(text.length());
        var objects = new BitSet();
        int depth = 0;
        boolean isKey = false;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            switch (c) {
                case '{', '[' -> {
                    objects.set(++depth, c == '{');
                    isKey = c == '{';
                    out.append(c);
                    i++;
                }
                case '}', ']' -> {
                    depth--;
                    out.append(c);
                    i++;
                }
                case ',', ':' -> {
                    isKey = c == ',' && objects.get(depth);
                    out.append(c);
                    i++;
                }
                case ' ', '\t', '\r', '\n' -> i++;
                default -> {
                    int end = c == '"' ? stringEnd(text, i) : literalEnd(text, i);
                    out.append(isKey ? text.substring(i, end) : MASK);
                    i = end;
                }
            }
        }
        return out.toString();
    }

    private static int stringEnd(String text, int start) {
        int i = start + 1;
        while (text.charAt(i) != '"') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return i + 1;
    }

    private static int literalEnd(String text, int start) {
        int i = start;
        while (i < text.length() && ",:]} \t\r\n".indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }
}
