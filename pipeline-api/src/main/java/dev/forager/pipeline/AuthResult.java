// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import java.util.Map;

/**
 * What a server authenticator found out about the caller: read by {@code from_context:
 * auth.subject} and the like. Immutable.
 *
 * @param attributes for instance {@code subject}, {@code username}
 */
public record AuthResult(Map<String, String> attributes) {
    private static final AuthResult NONE = new AuthResult(Map.of());

    public AuthResult {
        attributes = Map.copyOf(attributes);
    }

    /** The result where no authenticator is configured. */
    public static AuthResult none() {
        return NONE;
    }

    /** The names only: values may be secrets. */
    @Override
    public String toString() {
        return attributes.keySet().toString();
    }
}
