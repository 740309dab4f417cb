// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.engine.ledger.Branch;
import dev.forager.engine.ledger.EngineMetrics;
import dev.forager.engine.ledger.Passage;
import dev.forager.engine.ledger.PipelineLedger;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.HoldingProcessor;
import dev.forager.pipeline.PipelineId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;

/**
 * One pipeline as it is wired: its members, the edges between them and their account. Made without
 * any effect on the members; {@link #connect} puts it in use. A reload that changes anything in the
 * pipeline makes a new one over the members that stay. Confined to the thread that starts and
 * reloads, but for what goes through.
 */
final class Line {
    private final List<Member.Stage> stages;
    private final List<Member.End> ends;
    private final PipelineLedger account;
    private final Entrance entrance;

    /** What stands behind each of the stages, in their order. */
    private final List<Edge> behind = new ArrayList<>();

    private final List<Runnable> shown = new ArrayList<>();

    /** The way into an end of a pipeline. */
    interface WayIn {
        Consumer of(Member.End end, Branch branch);
    }

    /**
     * Wires the pipeline.
     *
     * @param ways makes the way into each end
     * @param engine the logger of what belongs to no component
     */
    Line(
            PipelineId id,
            List<Member.Stage> stages,
            List<Member.End> ends,
            WayIn ways,
            Logger engine) {
        this.stages = List.copyOf(stages);
        this.ends = List.copyOf(ends);
        this.account = new PipelineLedger(id);
        var branches = new ArrayList<Consumer>();
        for (Member.End end : ends) {
            branches.add(ways.of(end, account.addBranch(end.node().id())));
        }
        this.entrance = entrance(Fanout.of(branches), engine);
        book();
    }

    /** From the end to the beginning, since an edge knows what is behind it. */
    private Entrance entrance(Consumer ends, Logger engine) {
        Consumer next = ends;
        Logger logger = engine;
        for (Member.Stage stage : stages.reversed()) {
            var duration = stage.duration();
            Consumer target = duration == null ? next : duration.behind(next);
            behind.addFirst(new Edge(new Passage(), target, logger));
            // As the Go collector: only processors that work on the caller's thread show it.
            next =
                    duration == null || stage.processor() instanceof HoldingProcessor
                            ? stage.processor()
                            : duration.around(stage.processor());
            logger = stage.instance().logger();
        }
        return new Entrance(
                account.id(),
                new Edge(account.received(), next, logger),
                new Edge(account.connected(), next, logger));
    }

    private void book() {
        List<Passage> in = List.of(account.received(), account.connected());
        for (int i = 0; i < stages.size(); i++) {
            Member.Stage stage = stages.get(i);
            ComponentId id = stage.node().id();
            if (stage.processor() instanceof HoldingProcessor holding) {
                account.addHoldingStage(id, in, out(i), holding::heldItems);
            } else {
                account.addStage(id, in, out(i));
            }
            in = List.of(out(i));
        }
    }

    private Passage out(int stage) {
        return behind.get(stage).passage();
    }

    /** Whether it joins these very members, in this order. */
    boolean joins(List<Member.Stage> others, List<Member.End> otherEnds) {
        return stages.equals(others) && ends.equals(otherEnds);
    }

    /** Whether it ends in one of these, among others perhaps. */
    boolean endsIn(Set<Member> members) {
        return ends.stream().anyMatch(members::contains);
    }

    /** Its last processors, as far as they are of {@code members}; the last one first. */
    List<Member.Stage> tailOf(Collection<Member> members) {
        return stages.reversed().stream().takeWhile(members::contains).toList();
    }

    /** How many processors it has. */
    int length() {
        return stages.size();
    }

    /** Its beginning. */
    Entrance entrance() {
        return entrance;
    }

    /** Its books. */
    PipelineLedger account() {
        return account;
    }

    /** Lets a member, where it is one of this line, send to what is behind it here. */
    List<Outlet.Lane> connect(Member member) {
        int place = stages.indexOf(member);
        return place < 0
                ? List.of()
                : List.of(stages.get(place).outlet().connect(behind.get(place)));
    }

    /** Lets all its members send to what is behind them here. */
    List<Outlet.Lane> connect() {
        return stages.stream().flatMap(stage -> connect(stage).stream()).toList();
    }

    /** The processors that {@code next} has too: the very same ones. */
    List<ComponentId> sharedWith(Line next) {
        return stages.stream()
                .filter(next.stages::contains)
                .map(stage -> stage.node().id())
                .toList();
    }

    /** Shows the processors' counters. */
    void show(EngineMetrics metrics) {
        List<Passage> in = List.of(account.received(), account.connected());
        for (int i = 0; i < stages.size(); i++) {
            Member.Stage stage = stages.get(i);
            // As the Go collector: only processors that work on the caller's thread show these.
            if (!(stage.processor() instanceof HoldingProcessor)) {
                Node.Processor node = stage.node();
                shown.add(metrics.processor(node.id(), node.pipeline().signal(), in, out(i)));
            }
            in = List.of(out(i));
        }
    }

    /** Adds the counters to the past: nothing goes through any more. */
    void hide() {
        shown.forEach(Runnable::run);
        shown.clear();
    }
}
