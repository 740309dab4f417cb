// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.tree.Position;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a configuration. Immutable.
 *
 * @param path keys joined by {@code ::}; empty for the configuration as a whole
 * @param message what is wrong, with the phrase of the Go collector where it has one, and in
 *     brackets what would be right; holds no secret
 * @param position where; null when no single place is wrong
 * @param further lines shown below: excerpts of a text in a language of its own; mostly none
 */
public record Problem(
        String path, String message, @Nullable Position position, List<String> further)
        implements Comparable<Problem> {
    private static final Pattern LINE_BREAKS = Pattern.compile("[\\p{Cntrl}\u0085\u2028\u2029]+");
    private static final Comparator<Problem> ORDER =
            Comparator.comparing(
                            Problem::position, Comparator.nullsFirst(Comparator.naturalOrder()))
                    .thenComparing(Problem::path)
                    .thenComparing(Problem::message);

    /** Longest path or message; chosen. */
    private static final int MAX_LENGTH = 4000;

    /** Most lines below; chosen. */
    private static final int MAX_LINES = 100;

    /** Makes one line each of what may hold pieces of a user's text. */
    public Problem {
        path = line(path);
        message = line(message);
        further = shown(further);
    }

    /** A problem that one line says. */
    public Problem(String path, String message, @Nullable Position position) {
        this(path, message, position, List.of());
    }

    private static List<String> shown(List<String> lines) {
        int left = lines.size() - MAX_LINES;
        return left <= 1
                ? lines.stream().map(Problem::line).toList()
                : Stream.concat(
                                lines.stream().limit(MAX_LINES).map(Problem::line),
                                Stream.of("(%d further lines)".formatted(left)))
                        .toList();
    }

    private static String line(String text) {
        String line = LINE_BREAKS.matcher(text).replaceAll(" ");
        return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "..." : line;
    }

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    /** {@code path: message at file:line:column}, then, indented, what stands below it. */
    @Override
    public String toString() {
        var text = new StringBuilder(path.isEmpty() ? message : path + ": " + message);
        if (position != null && position.line() != 0) {
            text.append(" at ").append(position);
        }
        further.forEach(line -> text.append("\n    ").append(line));
        return text.toString();
    }
}
