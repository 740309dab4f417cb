// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a service, gathered so that all is told at once. Confined to one thread. */
final class Faults {
    private final List<BuildException> found = new ArrayList<>();

    /** Something that may be at fault. */
    interface Step {
        void run() throws BuildException;
    }

    /** Runs a step and keeps its fault. */
    void gather(Step step) {
        try {
            step.run();
        } catch (BuildException fault) {
            found.add(fault);
        }
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
