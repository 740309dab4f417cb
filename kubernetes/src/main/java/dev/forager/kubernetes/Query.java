// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Puts a query together. Confined to one thread. */
final class Query {
    private final StringBuilder text;
    private boolean hasParameters;

    Query(String path) {
        this.text = new StringBuilder(path);
    }

    /** Adds a parameter unless it is empty. */
    Query add(String name, String value) {
        if (!value.isEmpty()) {
            text.append(hasParameters ? '&' : '?').append(name).append('=').append(encode(value));
            hasParameters = true;
        }
        return this;
    }

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
