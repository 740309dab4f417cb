// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What is wrong with a service, gathered so that all is told at once. Confined to one thread. */
final class Faults {
    private final List<BuildException> found = new ArrayList<>();

    /** Something that may be at fault. */
    interface Step {
        void run() throws BuildException;
    }

    /** Runs a step and keeps its fault, unless the same component has it for another signal. */
    void gather(Step step) {
        try {
            step.run();
        } catch (BuildException fault) {
            if (found.stream().noneMatch(known -> isSame(known, fault))) {
                found.add(fault);
            }
        }
    }

    private static boolean isSame(BuildException one, BuildException other) {
        Throwable cause = one.getCause();
        Throwable otherCause = other.getCause();
        return cause != null
                && otherCause != null
                && one.culprit().equals(other.culprit())
                && Objects.equals(cause.getMessage(), otherCause.getMessage());
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Throws the first fault, the others suppressed in it; nothing when there is none. */
    void throwAny() throws BuildException {
        if (!found.isEmpty()) {
            BuildException first = found.getFirst();
            found.subList(1, found.size()).forEach(first::addSuppressed);
            throw first;
        }
    }
}
