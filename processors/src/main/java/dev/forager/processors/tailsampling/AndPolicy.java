// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.processors.sampling.Threshold;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples what all its parts sample; the threshold is the greatest of theirs. Thread-safe as its
 * parts are.
 */
final class AndPolicy implements Policy {
    private final List<Policy> parts;

    AndPolicy(List<Policy> parts) {
        this.parts = List.copyOf(parts);
    }

    @Override
    public boolean isOfGroups() {
        return parts.stream().anyMatch(Policy::isOfGroups);
    }

    /** Parts with a budget spend it on what all other parts sample. */
    @Override
    public void prepare(List<Candidate> traces, Group group) {
        if (!isOfGroups()) {
            return;
        }
        var wanted = new ArrayList<Candidate>();
        for (Candidate trace : traces) {
            if (isWanted(trace)) {
                wanted.add(trace);
            }
        }
        for (Policy part : parts) {
            part.prepare(wanted, group);
        }
    }

    private boolean isWanted(Candidate trace) {
        try {
            for (Policy part : parts) {
                if (!part.isOfGroups() && part.decide(trace) != Decision.SAMPLED) {
                    return false;
                }
            }
            return true;
        } catch (PolicyException e) {
            // It fails again when the trace is decided on, and is told of then.
            return false;
        }
    }

    @Override
    public Decision decide(Candidate trace) throws PolicyException {
        Threshold greatest = Threshold.ALWAYS;
        for (Policy part : parts) {
            trace.threshold(Threshold.ALWAYS);
            if (part.decide(trace) != Decision.SAMPLED) {
                return Decision.NOT_SAMPLED;
            }
            greatest = greatest.atLeast(trace.threshold());
        }
        trace.threshold(greatest);
        return Decision.SAMPLED;
    }
}
