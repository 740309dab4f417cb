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
    private final Annotator annotator;
    private final SpanSender sender;
    private final TraceRoom room;
    private final TailSamplingMetrics metrics;
    private final LongSupplier nanoTime;
    private final boolean asksPolicies;

    Decider(List<Shard> shards, ShardSettings settings, SpanSender sender, LongSupplier nanoTime) {
        this.shards = List.copyOf(shards);
        this.maker = settings.maker();
        this.annotator = settings.annotator();
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

    /** Traces that were taken out of a shard. */
    private record Portion(Shard shard, List<DueTrace> traces) {}

    private void work(Source source) {
        long start = nanoTime.getAsLong();
        DecisionCounts counts = maker.counts();
        var together = new ArrayList<Portion>();
        for (Shard shard : shards) {
            List<DueTrace> due = source.take(shard);
            while (!due.isEmpty()) {
                var portion = new Portion(shard, due);
                if (asksPolicies && maker.decidesTogether()) {
                    together.add(portion);
                } else {
                    workOff(List.of(portion), counts);
                }
                due = due.size() < PORTION ? List.of() : source.take(shard);
            }
        }
        workOff(together, counts);
        metrics.decided(counts);
        metrics.ran(nanoTime.getAsLong() - start, room);
    }

    private void workOff(List<Portion> portions, DecisionCounts counts) {
        try {
            decide(portions, counts);
            for (Portion portion : portions) {
                settle(portion);
            }
        } finally {
            portions.forEach(portion -> portion.shard.release(portion.traces));
        }
    }

    private void decide(List<Portion> portions, DecisionCounts counts) {
        List<DueTrace> due = portions.stream().flatMap(it -> it.traces.stream()).toList();
        if (!asksPolicies) {
            due.forEach(trace -> trace.decide(Verdict.NOT_SAMPLED));
        } else if (maker.decidesTogether()) {
            List<Verdict> verdicts =
                    maker.decide(due.stream().map(DueTrace::candidate).toList(), counts);
            for (int i = 0; i < due.size(); i++) {
                due.get(i).decide(verdicts.get(i));
            }
        } else {
            due.forEach(trace -> trace.decide(maker.decide(trace.candidate(), counts)));
        }
        due.forEach(trace -> counts.decided(trace.verdict().decision()));
    }

    private void settle(Portion portion) {
        var sampled = new ArrayList<List<TraceSlice>>();
        for (DueTrace trace : portion.traces) {
            if (trace.verdict().decision() == Decision.SAMPLED) {
                sampled.add(annotator.decided(trace.slices(), trace.verdict()));
            }
        }
        List<TraceSlice> meanwhile = portion.shard.settle(portion.traces, nanoTime.getAsLong());
        sender.sendTraces(sampled);
        sender.send(meanwhile);
    }
}
