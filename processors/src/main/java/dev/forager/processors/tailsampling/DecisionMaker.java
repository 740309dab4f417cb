// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Asks the policies, and joins what they say: what one drops is dropped, else what one samples is
 * sampled. Thread-safe.
 */
final class DecisionMaker {
    private final List<NamedPolicy> policies;
    private final boolean stopsAtFirstMatch;
    private final LongSupplier nanoTime;
    private final Logger logger;

    DecisionMaker(
            List<NamedPolicy> policies,
            boolean stopsAtFirstMatch,
            LongSupplier nanoTime,
            Logger logger) {
        this.policies = policies;
        this.stopsAtFirstMatch = stopsAtFirstMatch;
        this.nanoTime = nanoTime;
        this.logger = logger;
    }

    /**
     * What became of a trace.
     *
     * @param policy the first policy that said so; null where none did
     */
    record Verdict(Decision decision, @Nullable String policy) {
        static final Verdict NOT_SAMPLED = new Verdict(Decision.NOT_SAMPLED, null);
    }

    DecisionCounts counts() {
        return new DecisionCounts(policies.size());
    }

    /** The decision on a trace that had its time. */
    Verdict decide(Candidate trace, DecisionCounts counts) {
        NamedPolicy sampledBy = null;
        long before = nanoTime.getAsLong();
        for (int i = 0; i < policies.size(); i++) {
            Decision said = ask(i, trace, counts);
            long after = nanoTime.getAsLong();
            counts.took(i, after - before);
            before = after;
            if (said == Decision.DROPPED) {
                return new Verdict(Decision.DROPPED, policies.get(i).name());
            }
            if (said == Decision.SAMPLED) {
                sampledBy = sampledBy == null ? policies.get(i) : sampledBy;
                if (stopsAtFirstMatch) {
                    break;
                }
            }
        }
        return sampledBy == null
                ? Verdict.NOT_SAMPLED
                : new Verdict(Decision.SAMPLED, sampledBy.name());
    }

    /**
     * The decision on a trace of which more may come, from its newest spans; null while it is open.
     * A drop policy that does not match keeps it open: spans to come may still match.
     */
    @Nullable Verdict decideEarly(Candidate trace, DecisionCounts counts) {
        boolean mayBeDropped = false;
        for (int i = 0; i < policies.size(); i++) {
            NamedPolicy policy = policies.get(i);
            if (mayBeDropped && !policy.isDrop()) {
                return null;
            }
            long before = nanoTime.getAsLong();
            Decision said = ask(i, trace, counts);
            counts.took(i, nanoTime.getAsLong() - before);
            if (said == Decision.DROPPED || said == Decision.SAMPLED) {
                return new Verdict(said, policy.name());
            }
            mayBeDropped |= policy.isDrop() && said != null;
        }
        return null;
    }

    /** Null when the policy failed: the others decide. */
    private @Nullable Decision ask(int index, Candidate trace, DecisionCounts counts) {
        try {
            Decision said = policies.get(index).policy().decide(trace);
            counts.said(index, said, trace);
            return said;
        } catch (PolicyException e) {
            counts.failed();
            logger.atDebug()
                    .addKeyValue("policy", policies.get(index).name())
                    .addKeyValue("error", e.getMessage())
                    .log("Sampling policy error");
            return null;
        } catch (RuntimeException e) {
            // A fault in one policy must not end the thread that decides for all.
            counts.failed();
            logger.atError()
                    .addKeyValue("policy", policies.get(index).name())
                    .setCause(e)
                    .log("A sampling policy failed unexpectedly: this is a fault of Forager");
            return null;
        }
    }
}
