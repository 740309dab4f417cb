// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.tree.Position;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a configuration. Immutable.
 *
 * @param path keys joined by {@code ::}; empty for the configuration as a whole
 * @param message what is wrong, with the phrase of the Go collector where it has one, and in
 *     brackets what would be right; holds no secret
 * @param position where; null when no single place is wrong
 */
public record Problem(String path, String message, @Nullable Position position)
        implements Comparable<Problem> {
    private static final Comparator<Problem> ORDER =
            Comparator.comparing(
                            Problem::position, Comparator.nullsFirst(Comparator.naturalOrder()))
                    .thenComparing(Problem::path)
                    .thenComparing(Problem::message);

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    /** One line: {@code path: message at file:line:column}. */
    @Override
    public String toString() {
        String text = path.isEmpty() ? message : path + ": " + message;
        return position == null || position.line() == 0 ? text : text + " at " + position;
    }
}
