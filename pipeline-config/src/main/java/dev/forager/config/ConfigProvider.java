// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import org.jspecify.annotations.Nullable;

/** A source of configuration text, named by the scheme of a URI. Thread-safe. */
sealed interface ConfigProvider permits EnvProvider, FileProvider, HttpProvider, YamlProvider {
    /**
     * Most bytes of one source. Chosen: twice what a Kubernetes ConfigMap can hold; reading it as
     * YAML takes about a second at worst, and a hostile source no longer.
     */
    int MAX_BYTES = 2 * 1024 * 1024;

    /**
     * Text that was found.
     *
     * @param source the name for positions inside it; null when those of the reference say more
     * @param isLiteral the text is the value, whatever YAML would make of it
     */
    record Fetched(String text, @Nullable String source, boolean isLiteral) {}

    /** Nothing was found; the message is for the user and holds no secret. */
    final class NotFetchedException extends Exception {
        private static final long serialVersionUID = 1;

        NotFetchedException(String message) {
            super(message, null, false, false);
        }
    }

    /** Fetches the text of {@code scheme:opaque}. */
    Fetched fetch(String opaque, Problems problems) throws NotFetchedException;
}
