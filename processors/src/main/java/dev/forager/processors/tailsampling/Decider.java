// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.pdata.TraceSlice;
import dev.forager.processors.tailsampling.DecisionMaker.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Decides on the traces of some shards, a tick after the other. Confined to one thread.
 *
 * <p>A tick works in portions: what is due is taken out of a shard, decided on and sent while the
 * shard takes in more. A slow next component thus holds up decisions, not the taking in of spans,
 * until there is no room; see {@link TailSampler}.
 */
final class Decider {
    /** Traces at a time (chosen: some milliseconds of work). */
    private static final int PORTION = 512;

    private final List<Shard> shards;
    private final DecisionMaker maker;
    private final SpanSender sender;
    private final TraceRoom room;
    private final TailSamplingMetrics metrics;
    private final LongSupplier nanoTime;
    private final boolean asksPolicies;

    Decider(List<Shard> shards, ShardSettings settings, SpanSender sender, LongSupplier nanoTime) {
        this.shards = List.copyOf(shards);
        this.maker = settings.maker();
        this.sender = sender;
        this.room = settings.room();
        this.metrics = settings.metrics();
        this.nanoTime = nanoTime;
        this.asksPolicies = !settings.decidesEarly();
    }

    /** Decides on all traces whose time has come. */
    void tick() {
        work(shard -> shard.takeDue(nanoTime.getAsLong(), PORTION));
    }

    /** Decides on all traces with what is there; afterwards nothing is held. */
    void finish() {
        work(shard -> shard.takePending(PORTION));
    }

    private interface Source {
        List<DueTrace> take(Shard shard);
    }

    private void work(Source source) {
        long start = nanoTime.getAsLong();
        DecisionCounts counts = maker.counts();
        for (Shard shard : shards) {
            List<DueTrace> due = source.take(shard);
            while (!due.isEmpty()) {
                workOff(shard, due, counts);
                due = due.size() < PORTION ? List.of() : source.take(shard);
            }
        }
        metrics.decided(counts);
        metrics.ran(nanoTime.getAsLong() - start, room);
    }

    private void workOff(Shard shard, List<DueTrace> due, DecisionCounts counts) {
        var sampled = new ArrayList<List<TraceSlice>>();
        try {
            for (DueTrace trace : due) {
                Verdict verdict =
                        asksPolicies
                                ? maker.decide(trace.candidate(), counts)
                                : Verdict.NOT_SAMPLED;
                trace.decide(verdict);
                counts.decided(verdict.decision());
                if (verdict.decision() == Decision.SAMPLED) {
                    sampled.add(trace.slices());
                }
            }
            List<TraceSlice> meanwhile = shard.settle(due, nanoTime.getAsLong());
            sender.sendTraces(sampled);
            sender.send(meanwhile);
        } finally {
            shard.release(due);
        }
    }
}
