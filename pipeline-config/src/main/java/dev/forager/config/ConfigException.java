// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that is refused, with everything that is wrong with it. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    /** A refusal; {@code problems} are sorted by place. */
    public ConfigException(List<Problem> problems) {
        this(problems.stream().sorted().toList(), true);
    }

    private ConfigException(List<Problem> sorted, boolean isSorted) {
        super(
                sorted.stream().map(Problem::toString).collect(Collectors.joining("\n")),
                null,
                false,
                isSorted);
        this.problems = sorted;
    }

    /** A refusal with one reason that has no place. */
    public static ConfigException of(String message) {
        return new ConfigException(List.of(new Problem("", message, null)));
    }

    /** What is wrong, sorted by place: one line each in {@link #getMessage}. */
    public List<Problem> problems() {
        return problems;
    }
}
