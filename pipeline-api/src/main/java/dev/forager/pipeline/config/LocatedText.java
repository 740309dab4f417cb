// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.config;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Text and where it stands in the configuration: for texts in a language of their own, whose
 * mistakes have a place within them. Equal if the texts are.
 *
 * @param text the text
 * @param source file name, URI or flag; empty if unknown
 * @param line from 1
 * @param column from 1, of the first char as written
 */
public record LocatedText(String text, String source, int line, int column) {
    public LocatedText {
        requireNonNull(text, "text");
    }

    /** Text from nowhere in particular. */
    public static LocatedText parse(String text) {
        return new LocatedText(text, "", 1, 1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LocatedText that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
