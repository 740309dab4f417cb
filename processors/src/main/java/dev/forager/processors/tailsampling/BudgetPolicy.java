// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.processors.sampling.Threshold;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Samples traces as long as there are tokens for them: spans or bytes a second. Thread-safe.
 *
 * <p>Where trace states count, the traces of a run are looked at together: those of the greatest
 * randomness get the tokens, and the first that gets none sets the threshold. Thus the sample is
 * consistent, and its threshold says for how many traces each one stands.
 *
 * @see <a href="https://arxiv.org/abs/1708.04970">Ting, Adaptive Threshold Sampling, section
 *     3.1</a>
 */
final class BudgetPolicy implements Policy {
    private final TokenBucket bucket;
    private final ToLongFunction<Candidate> cost;

    /** A policy with the tokens of {@code bucket}, of which a trace costs {@code cost}. */
    BudgetPolicy(TokenBucket bucket, ToLongFunction<Candidate> cost) {
        this.bucket = bucket;
        this.cost = cost;
    }

    private record Item(long randomness, long cost) {}

    @Override
    public boolean isOfGroups() {
        return true;
    }

    @Override
    public void prepare(List<Candidate> traces, Group group) {
        var items = new ArrayList<Item>();
        for (Candidate trace : traces) {
            long price = cost.applyAsLong(trace);
            if (price <= bucket.capacity()) {
                items.add(new Item(trace.randomness(), price));
            }
        }
        items.sort(Comparator.comparingLong(Item::randomness).reversed());
        bucket.spend(
                budget -> {
                    int kept = affordable(items, budget);
                    group.put(this, threshold(items, kept));
                    return items.subList(0, kept).stream().mapToLong(Item::cost).sum();
                });
    }

    /** How many of the first can be kept, without parting such as have the same randomness. */
    private static int affordable(List<Item> items, long budget) {
        int kept = 0;
        long spent = 0;
        while (kept < items.size() && spent + items.get(kept).cost <= budget) {
            spent += items.get(kept).cost;
            kept++;
        }
        if (kept < items.size()) {
            long refused = items.get(kept).randomness;
            while (kept > 0 && items.get(kept - 1).randomness == refused) {
                kept--;
            }
        }
        return kept;
    }

    private static Threshold threshold(List<Item> items, int kept) {
        if (kept == items.size()) {
            return Threshold.ALWAYS;
        }
        return kept == 0 ? Threshold.NEVER : new Threshold(items.get(kept).randomness + 1);
    }

    @Override
    public Decision decide(Candidate trace) {
        long price = cost.applyAsLong(trace);
        Threshold threshold = trace.group().thresholdOf(this);
        if (threshold == null) {
            return Policy.of(bucket.take(price));
        }
        trace.threshold(threshold);
        return Policy.of(price <= bucket.capacity() && threshold.keeps(trace.randomness()));
    }
}
