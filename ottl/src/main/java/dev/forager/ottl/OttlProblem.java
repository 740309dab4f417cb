// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with an OTTL text, found when it is compiled.
 *
 * @param message what and why, with upstream's phrases
 * @param source the text
 * @param offset of the offending char in it; -1 if the text as a whole is meant
 */
public record OttlProblem(String message, Source source, int offset) {
    /** What is wrong around a text, such as the name of its context. */
    public static OttlProblem of(String message) {
        return new OttlProblem(message, Source.of(""), -1);
    }

    /** Where it is in the configuration; null if that is unknown. */
    public Source.@Nullable Place place() {
        Source.Places places = source.places();
        return places == null ? null : places.at(source.text(), before().length());
    }

    /** Line in the text, from 1. */
    int line() {
        return 1 + (int) before().chars().filter(c -> c == '\n').count();
    }

    /** Column in the text's line, from 1, in characters. */
    int column() {
        String line = before().substring(before().lastIndexOf('\n') + 1);
        return line.codePointCount(0, line.length()) + 1;
    }

    private String before() {
        return source.text().substring(0, Math.max(0, Math.min(offset, source.text().length())));
    }

    /** The line of the text and a caret under the offending char; empty if there is none. */
    public String excerpt() {
        if (offset < 0) {
            return "";
        }
        String line = source.text().lines().skip(line() - 1L).findFirst().orElse("");
        return line + System.lineSeparator() + " ".repeat(column() - 1) + "^";
    }

    /** The message, the place if it is known, and the text with a caret. */
    @Override
    public String toString() {
        Source.Place place = place();
        StringBuilder out = new StringBuilder(message);
        if (place != null) {
            out.append(" (").append(place).append(')');
        }
        excerpt().lines().forEach(line -> out.append("\n    ").append(line));
        return out.toString();
    }
}
