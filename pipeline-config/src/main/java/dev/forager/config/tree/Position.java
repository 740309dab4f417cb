// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config.tree;

import java.util.Comparator;

/**
 * A place in a source of configuration. Immutable.
 *
 * @param source file name, URI or flag, without secrets
 * @param line from 1
 * @param column from 1
 */
public record Position(String source, int line, int column) implements Comparable<Position> {
    /** Of values that nobody wrote: defaults. */
    public static final Position NONE = new Position("", 0, 0);

    private static final Comparator<Position> ORDER =
            Comparator.comparing(Position::source)
                    .thenComparingInt(Position::line)
                    .thenComparingInt(Position::column);

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    /** {@code file:line:column}. */
    @Override
    public String toString() {
        return source + ":" + line + ":" + column;
    }
}
