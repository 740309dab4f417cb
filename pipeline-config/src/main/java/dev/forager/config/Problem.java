// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.tree.Position;
import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    private static final Pattern LINE_BREAKS = Pattern.compile("[\\p{Cntrl}\u0085\u2028\u2029]+");
    private static final Comparator<Problem> ORDER =
            Comparator.comparing(
                            Problem::position, Comparator.nullsFirst(Comparator.naturalOrder()))
                    .thenComparing(Problem::path)
                    .thenComparing(Problem::message);

    /** Longest path or message; chosen. */
    private static final int MAX_LENGTH = 4000;

    /** Both may hold pieces of a user's text: what follows the message's first line is indented. */
    public Problem {
        path = line(path);
        message = message.lines().map(Problem::line).collect(Collectors.joining("\n    "));
        message =
                message.length() > MAX_LENGTH ? message.substring(0, MAX_LENGTH) + "..." : message;
    }

    private static String line(String text) {
        String line = LINE_BREAKS.matcher(text).replaceAll(" ");
        return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "..." : line;
    }

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    /** {@code path: message at file:line:column}, and below it the further lines of the message. */
    @Override
    public String toString() {
        String text = path.isEmpty() ? message : path + ": " + message;
        if (position == null || position.line() == 0) {
            return text;
        }
        int end = text.indexOf('\n');
        return end < 0
                ? text + " at " + position
                : text.substring(0, end) + " at " + position + text.substring(end);
    }
}
