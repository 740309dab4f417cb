// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.processors.sampling.Threshold;
import java.util.ArrayList;
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
    private final SamplingGates gates;
    private final int drops;

    DecisionMaker(
            List<NamedPolicy> policies,
            boolean stopsAtFirstMatch,
            LongSupplier nanoTime,
            Logger logger,
            SamplingGates gates) {
        this.gates = gates;
        this.drops = (int) policies.stream().filter(NamedPolicy::isDrop).count();
        this.policies = policies;
        this.stopsAtFirstMatch = stopsAtFirstMatch;
        this.nanoTime = nanoTime;
        this.logger = logger;
    }

    /**
     * What became of a trace.
     *
     * @param policy the first policy that said so; null where none did
     * @param compositePolicy the part of a composite policy that sampled the trace; null where none
     *     did
     * @param threshold the smallest by which a policy has sampled it
     */
    record Verdict(
            Decision decision,
            @Nullable String policy,
            @Nullable String compositePolicy,
            Threshold threshold) {
        static final Verdict NOT_SAMPLED = dropped(Decision.NOT_SAMPLED, null);

        static Verdict dropped(Decision decision, @Nullable String policy) {
            return new Verdict(decision, policy, null, Threshold.ALWAYS);
        }
    }

    DecisionCounts counts() {
        return new DecisionCounts(policies.size());
    }

    /** Whether traces that are due at the same time have to be decided on together. */
    boolean decidesTogether() {
        return gates.usesTraceState();
    }

    /** The decision on a trace that had its time. */
    Verdict decide(Candidate trace, DecisionCounts counts) {
        Verdict dropped = drop(trace, counts);
        return dropped == null ? vote(trace, counts) : dropped;
    }

    /** The decisions on traces that had their time, each at its place. */
    List<Verdict> decide(List<Candidate> traces, DecisionCounts counts) {
        var group = new Group();
        var verdicts = new ArrayList<@Nullable Verdict>();
        var open = new ArrayList<Candidate>();
        for (Candidate trace : traces) {
            trace.joins(group);
            Verdict dropped = drop(trace, counts);
            verdicts.add(dropped);
            if (dropped == null) {
                open.add(trace);
            }
            trace.traceRandomness();
            trace.forgetContent();
        }
        policies.forEach(policy -> policy.policy().prepare(open, group));
        var all = new ArrayList<Verdict>();
        for (int i = 0; i < traces.size(); i++) {
            Verdict dropped = verdicts.get(i);
            all.add(dropped == null ? vote(traces.get(i), counts) : dropped);
            traces.get(i).forgetContent();
        }
        return all;
    }

    /** Null when no policy drops it. */
    private @Nullable Verdict drop(Candidate trace, DecisionCounts counts) {
        for (int i = 0; i < drops; i++) {
            if (askTimed(i, trace, counts) == Decision.DROPPED) {
                return Verdict.dropped(Decision.DROPPED, policies.get(i).name());
            }
        }
        return null;
    }

    /** What the policies say that do not drop. */
    private Verdict vote(Candidate trace, DecisionCounts counts) {
        NamedPolicy sampledBy = null;
        Threshold threshold = Threshold.NEVER;
        for (int i = drops; i < policies.size(); i++) {
            if (askTimed(i, trace, counts) == Decision.SAMPLED) {
                sampledBy = sampledBy == null ? policies.get(i) : sampledBy;
                threshold = threshold.atMost(trace.threshold());
                if (stopsAtFirstMatch) {
                    break;
                }
            }
        }
        return sampledBy == null
                ? Verdict.NOT_SAMPLED
                : sampled(sampledBy, trace.compositePolicy(), threshold);
    }

    private static Verdict sampled(
            NamedPolicy policy, @Nullable String compositePolicy, Threshold threshold) {
        return new Verdict(Decision.SAMPLED, policy.name(), compositePolicy, threshold);
    }

    private @Nullable Decision askTimed(int index, Candidate trace, DecisionCounts counts) {
        long before = nanoTime.getAsLong();
        Decision said = ask(index, trace, counts);
        counts.took(index, nanoTime.getAsLong() - before);
        return said;
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
            Decision said = askTimed(i, trace, counts);
            if (said == Decision.DROPPED) {
                return Verdict.dropped(said, policy.name());
            }
            if (said == Decision.SAMPLED) {
                return sampled(policy, trace.compositePolicy(), trace.threshold());
            }
            mayBeDropped |= policy.isDrop() && said != null;
        }
        return null;
    }

    /** Null when the policy failed: the others decide. */
    private @Nullable Decision ask(int index, Candidate trace, DecisionCounts counts) {
        trace.threshold(Threshold.ALWAYS);
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
