// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.config;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Text and where it stands in the configuration: for texts in a language of their own, whose
 * mistakes have a place within them. Equal if the texts are.
 *
 * @param text the text, without quotes, escapes and indentation
 * @param source file name, URI or flag; empty if unknown
 * @param places where its chars stand
 */
public record LocatedText(String text, String source, Places places) {
    /** Where the chars of a text stand. */
    public interface Places {
        /** The line of the char at an offset in the text, from 1; the end has one too. */
        int line(int offset);

        /** Its column, from 1, in characters. */
        int column(int offset);
    }

    public LocatedText {
        requireNonNull(text, "text");
        requireNonNull(source, "source");
        requireNonNull(places, "places");
    }

    /** Text from nowhere in particular. */
    public static LocatedText parse(String text) {
        return at(text, "", 1, 1);
    }

    /** Text of which only the place of the whole is known. */
    public static LocatedText at(String text, String source, int line, int column) {
        return new LocatedText(
                text,
                source,
                new Places() {
                    @Override
                    public int line(int offset) {
                        return line;
                    }

                    @Override
                    public int column(int offset) {
                        return column;
                    }
                });
    }

    /** The line in which it begins, from 1. */
    public int line() {
        return places.line(0);
    }

    /** The column of its first char, behind a quote if there is one, from 1. */
    public int column() {
        return places.column(0);
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
