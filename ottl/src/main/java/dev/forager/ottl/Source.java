// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import org.jspecify.annotations.Nullable;

/**
 * OTTL text and where it stands in a configuration.
 *
 * @param text the text, as it is after the configuration has been read
 * @param place where it begins; null if unknown
 */
public record Source(String text, @Nullable Place place) {
    /** Text from nowhere in particular. */
    public static Source of(String text) {
        return new Source(text, null);
    }

    /**
     * A place in a configuration file.
     *
     * @param file its name
     * @param line from 1
     * @param column from 1, of the text's first char (behind a quote, if there is one)
     */
    public record Place(String file, int line, int column) {
        @Override
        public String toString() {
            return file + ":" + line + ":" + column;
        }
    }
}
