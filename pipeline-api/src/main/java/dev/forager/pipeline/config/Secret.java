// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.config;

/**
 * Text that is never printed: {@link #toString} is {@code [REDACTED]}, as the collector's {@code
 * configopaque.String}. Immutable.
 */
public final class Secret {
    private final String value;

    /** Hides {@code value}. */
    public Secret(String value) {
        this.value = value;
    }

    /** The text itself. Hand it to nothing that prints. */
    public String reveal() {
        return value;
    }

    /** Whether there is any text. */
    public boolean isEmpty() {
        return value.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && value.equals(secret.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
