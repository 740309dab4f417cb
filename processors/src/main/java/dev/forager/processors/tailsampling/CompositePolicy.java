// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.processors.sampling.Threshold;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Asks its parts in order. The first that samples decides: the trace is sampled if the part's spans
 * in this second stay within its rate, else it is not, and no further part is asked. Thread-safe.
 */
final class CompositePolicy implements Policy {
    private static final long SECOND_NANOS = 1_000_000_000;

    private final List<Part> parts;
    private final long maxSpansPerSecond;
    private final LongSupplier nanoTime;
    private final long[] sampled;
    private long second;

    /** A policy and its share of the spans in a second. */
    record Part(String name, Policy policy, long spansPerSecond) {}

    CompositePolicy(List<Part> parts, long maxSpansPerSecond, LongSupplier nanoTime) {
        this.parts = List.copyOf(parts);
        this.maxSpansPerSecond = maxSpansPerSecond;
        this.nanoTime = nanoTime;
        this.sampled = new long[parts.size()];
        this.second = Math.floorDiv(nanoTime.getAsLong(), SECOND_NANOS);
    }

    @Override
    public Decision decide(Candidate trace) throws PolicyException {
        Decision decision = ask(trace);
        // Rates of parts leave no threshold that holds for the whole.
        trace.threshold(Threshold.ALWAYS);
        return decision;
    }

    private Decision ask(Candidate trace) throws PolicyException {
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (part.policy.decide(trace) == Decision.SAMPLED) {
                if (!take(i, trace.spanCount())) {
                    return Decision.NOT_SAMPLED;
                }
                trace.sampledBy(part.name);
                return Decision.SAMPLED;
            }
        }
        return Decision.NOT_SAMPLED;
    }

    private synchronized boolean take(int part, long spans) {
        long now = Math.floorDiv(nanoTime.getAsLong(), SECOND_NANOS);
        if (now != second) {
            second = now;
            Arrays.fill(sampled, 0);
        }
        long total = sampled[part] + spans;
        if (total > parts.get(part).spansPerSecond || total > maxSpansPerSecond) {
            return false;
        }
        sampled[part] = total;
        return true;
    }
}
