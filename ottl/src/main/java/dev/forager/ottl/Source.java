// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * OTTL text and where it stands in a configuration.
 *
 * @param text the text, as it is after the configuration has been read
 * @param places where its chars stand; null if unknown
 */
public record Source(String text, @Nullable Places places) {
    /** Text from nowhere in particular. */
    public static Source of(String text) {
        return new Source(text, null);
    }

    /**
     * Text of a configuration.
     *
     * @param file where it stands; empty if unknown
     * @param line the line of the char at an offset in the text
     * @param column its column
     */
    public static Source at(
            String text, String file, IntUnaryOperator line, IntUnaryOperator column) {
        return file.isEmpty()
                ? of(text)
                : new Source(
                        text,
                        (_, offset) ->
                                new Place(
                                        file, line.applyAsInt(offset), column.applyAsInt(offset)));
    }

    /** Where the chars of a text stand. Quotes and escapes are no part of the text. */
    @FunctionalInterface
    public interface Places {
        /** The place of the char at an offset in the text; its end has one too. */
        Place at(String text, int offset);
    }

    /**
     * A place in a configuration file. As {@link Places}, that of a text that stands there as it
     * is, its lines all beginning in the same column.
     *
     * @param file its name
     * @param line from 1
     * @param column from 1, in characters
     */
    public record Place(String file, int line, int column) implements Places {
        @Override
        public Place at(String text, int offset) {
            String before = text.substring(0, offset);
            int lines = (int) before.chars().filter(c -> c == '\n').count();
            String last = before.substring(before.lastIndexOf('\n') + 1);
            return new Place(file, line + lines, column + last.codePointCount(0, last.length()));
        }

        @Override
        public String toString() {
            return file + ":" + line + ":" + column;
        }
    }
}
