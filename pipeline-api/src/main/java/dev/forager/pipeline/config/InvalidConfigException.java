// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.config;

import org.jspecify.annotations.Nullable;

/**
 * A configuration record whose values do not go together. The binder turns it into a problem with a
 * position.
 */
public final class InvalidConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final @Nullable String key;

    /** A refusal; {@code key} is relative to the record, null for the record as a whole. */
    public InvalidConfigException(String message, @Nullable String key) {
        super(message);
        this.key = key;
    }

    /** The key inside the record that is wrong. */
    public @Nullable String key() {
        return key;
    }
}
