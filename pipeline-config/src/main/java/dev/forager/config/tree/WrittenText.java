// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config.tree;

import dev.forager.pipeline.config.LocatedText;

/**
 * A scalar as it stands in its file, with quotes, escapes and indentation. Immutable.
 *
 * @param written from its first char to its last
 * @param position of the first char
 */
public record WrittenText(String written, Position position) {
    /**
     * Where the chars of {@code text}, which was read from this, stand. Computed when it is asked
     * for: only mistakes are.
     */
    public LocatedText.Places places(String text) {
        return new LocatedText.Places() {
            @Override
            public int line(int offset) {
                return place(text, offset).line();
            }

            @Override
            public int column(int offset) {
                return place(text, offset).column();
            }
        };
    }

    private Position place(String text, int offset) {
        String before = written.substring(0, new ScalarAlignment(written, text).offset(offset));
        int lineStart = before.lastIndexOf('\n') + 1;
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        int column = before.codePointCount(lineStart, before.length());
        return new Position(
                position.source(),
                position.line() + lines,
                lines == 0 ? position.column() + column : column + 1);
    }

    /** A secret may be in it. */
    @Override
    public String toString() {
        return position.toString();
    }
}
