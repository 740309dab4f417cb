// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import java.util.List;
import java.util.stream.Collectors;

/** OTTL that cannot be compiled: all its problems at once. */
public final class OttlException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

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

    /** The problems with their places and texts, each behind the other. */
    public static String text(List<OttlProblem> problems) {
        return problems.stream().map(OttlProblem::toString).collect(Collectors.joining("\n"));
    }

    /** At least one. */
    public List<OttlProblem> problems() {
        return problems;
    }
}
