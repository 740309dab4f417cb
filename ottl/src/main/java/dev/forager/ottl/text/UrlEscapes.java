// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.text;

import java.nio.charset.StandardCharsets;

/**
 * The parts of a URL as Go's {@code net/url} writes them again: as they came if every character may
 * stand there, else escaped anew.
 *
 * @see <a href="https://pkg.go.dev/net/url#URL.String">URL.String</a>
 */
enum UrlEscapes {
    /** Of a path, in which a question mark would begin the query. */
    PATH("$&+,/:;=@", "!'()*[]"),

    /** What stands behind the hash. */
    FRAGMENT("$&+,/:;=?@!()*", "'[]"),

    /** Name and port; an escaped part of a name is rare enough to be left as it is. */
    HOST("!$&'()*+,;=:[]<>\"%", "");

    private static final String UNRESERVED = "-_.~";

    private final String literal;
    private final String tolerated;

    /**
     * @param literal characters that are never escaped, beside letters, digits and {@code -_.~}
     * @param tolerated characters that are left alone in text that needs no escape otherwise
     */
    UrlEscapes(String literal, String tolerated) {
        this.literal = literal;
        this.tolerated = tolerated;
    }

    /**
     * The part in a URL.
     *
     * @param raw as it stood in the URL, its escapes well-formed
     * @param plain without escapes
     */
    String text(String raw, String plain) {
        return raw.chars().allMatch(this::mayStand) ? raw : escape(plain);
    }

    private boolean mayStand(int c) {
        return c == '%' || tolerated.indexOf(c) >= 0 || isLiteral(c);
    }

    private boolean isLiteral(int c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        boolean digit = c >= '0' && c <= '9';
        return letter || digit || UNRESERVED.indexOf(c) >= 0 || literal.indexOf(c) >= 0;
    }

    private String escape(String plain) {
        StringBuilder out = new StringBuilder();
        for (byte each : plain.getBytes(StandardCharsets.UTF_8)) {
            int c = Byte.toUnsignedInt(each);
            if (isLiteral(c)) {
                out.append((char) c);
            } else {
                out.append("%%%02X".formatted(c));
            }
        }
        return out.toString();
    }
}
