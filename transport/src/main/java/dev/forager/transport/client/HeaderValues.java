// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.common.RequestHeadersBuilder;

/** Puts configured headers into requests; a refusal names the header and never shows its value. */
final class HeaderValues {
    private HeaderValues() {}

    static void add(RequestHeadersBuilder headers, String name, String value) {
        check(name, value);
        headers.add(name, value);
    }

    static void set(RequestHeadersBuilder headers, String name, String value) {
        check(name, value);
        headers.set(name, value);
    }

    /** Field values (RFC 9110 section 5.5): nothing that could end the line. */
    private static void check(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new IllegalArgumentException(
                        "headers::%s: a value with a control character (expected: one line of text)"
                                .formatted(name));
            }
        }
        if (name.isEmpty() || name.startsWith(":")) {
            throw new IllegalArgumentException(
                    "headers: \"%s\" (expected: the name of a header)".formatted(name));
        }
    }
}
