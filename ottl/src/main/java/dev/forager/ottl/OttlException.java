// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** OTTL that cannot be compiled: all its problems at once. */
public final class OttlException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private static final Comparator<Source.Place> BY_PLACE =
            Comparator.comparing(Source.Place::file)
                    .thenComparingInt(Source.Place::line)
                    .thenComparingInt(Source.Place::column);

    /** The problems; strings of them make the message, so that it survives serialization. */
    private final transient List<OttlProblem> problems;

    private OttlException(List<OttlProblem> problems) {
        super(text(problems));
        this.problems = List.copyOf(problems);
    }

    /** Throws if there is a problem. */
    public static void throwIfAny(List<OttlProblem> problems) {
        if (!problems.isEmpty()) {
            throw new OttlException(problems);
        }
    }

    /**
     * The problems with their places and texts, each behind the other, in the order of the file.
     */
    public static String text(List<OttlProblem> problems) {
        return problems.stream()
                .sorted(Comparator.comparing(OttlProblem::place, Comparator.nullsFirst(BY_PLACE)))
                .map(OttlProblem::toString)
                .collect(Collectors.joining("\n"));
    }

    /** At least one. */
    public List<OttlProblem> problems() {
        return problems;
    }
}
