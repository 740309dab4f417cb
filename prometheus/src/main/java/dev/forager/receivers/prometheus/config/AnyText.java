// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import dev.forager.pipeline.config.AnyScalar;

/**
 * A text of Prometheus' configuration, where {@code true} and {@code 8080} are texts too.
 *
 * @param value the text
 */
@AnyScalar
public record AnyText(String value) {
    /** The text as it was written. */
    public static AnyText parse(String text) {
        return new AnyText(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
