// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.engine.ledger.EngineMetrics;
import dev.forager.engine.ledger.Ledger;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.LogMarkers;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.ServiceView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;

/**
 * The running components of all pipelines. Built whole or not at all; started, changed and stopped
 * by one thread, while telemetry goes through it on many.
 */
public final class Graph {
    private final GraphSettings settings;
    private final EngineMetrics metrics;
    private final Ledger ledger = new Ledger();
    private final Logger logger;
    private final List<Member> started = new ArrayList<>();

    /** Former ways with requests that did not leave in time: their accounts are not settled. */
    private final List<Outlet.Lane> lingering = new ArrayList<>();

    private Draft present;

    private Graph(GraphSettings settings, EngineMetrics metrics, Draft first) {
        this.settings = settings;
        this.metrics = metrics;
        this.logger = engineLogger(settings);
        this.present = first;
        for (Line line : first.lines().values()) {
            ledger.open(line.account());
            line.show(metrics);
        }
        first.connectAdded();
    }

    private static Logger engineLogger(GraphSettings settings) {
        return settings.telemetry().logger(Graph.class.getName(), Map.of());
    }

    /**
     * Makes every instance that a pipeline names. Nothing is opened or started.
     *
     * @throws BuildException when the pipelines do not fit together, or a factory refuses
     */
    public static Graph build(Topology topology, GraphSettings settings, EngineMetrics metrics)
            throws BuildException {
        return new Graph(
                settings,
                metrics,
                draft(topology, settings, metrics, DraftBuilder.Running.NOTHING));
    }

    /**
     * Builds the next graph over what runs, and leaves that as it is.
     *
     * @param present members that run and may stay, by their place
     * @param extensionsStay whether all these extensions stay
     * @throws BuildException as {@link #build}
     */
    Draft draft(
            Topology next, Map<Node, Member> present, Predicate<Set<ComponentId>> extensionsStay)
            throws BuildException {
        return draft(
                next,
                settings,
                metrics,
                new DraftBuilder.Running(present, this.present.lines(), extensionsStay));
    }

    private static Draft draft(
            Topology topology,
            GraphSettings settings,
            EngineMetrics metrics,
            DraftBuilder.Running running)
            throws BuildException {
        Plan plan = Plan.of(topology);
        List<Node> order = StartOrder.of(plan);
        var creation = new Creation(topology, settings, metrics);
        Draft draft = new DraftBuilder(plan, creation, metrics, running).build(topology, order);
        warnOfDoubleBatching(plan, creation);
        return draft;
    }

    private static void warnOfDoubleBatching(Plan plan, Creation creation) {
        for (Pipe pipe : plan.pipes()) {
            if (pipe.processors().stream().noneMatch(node -> node.id().type().equals("batch"))) {
                continue;
            }
            for (Node.End end : pipe.ends()) {
                if (end instanceof Node.Exporter exporter && creation.batches(exporter)) {
                    creation.engineLogger()
                            .atWarn()
                            .addKeyValue("pipeline", pipe.id().toString())
                            .addKeyValue("exporter", end.id().toString())
                            .log(
                                    "Pipeline has both a batch processor and an exporter with"
                                            + " batching enabled; this will cause double batching");
                }
            }
        }
    }

    /** The accounts of its pipelines. */
    public Ledger ledger() {
        return ledger;
    }

    /** What it is built from, and its members and lines. */
    Draft present() {
        return present;
    }

    /** What was started and has not been stopped, in the order in which it was started. */
    List<Member> started() {
        return List.copyOf(started);
    }

    /**
     * Starts exporters first and receivers last.
     *
     * @param host what the engine offers to each component
     * @throws StartException at the first that does not start; {@link #stop} is still to be called
     */
    public void start(Host host, Statuses statuses) throws StartException {
        for (Member member : present.members().values()) {
            start(member, host, statuses);
        }
    }

    /** Starts one member. */
    void start(Member member, Host host, Statuses statuses) throws StartException {
        started.add(member);
        try {
            member.instance().start(host, statuses);
        } catch (Exception failure) {
            throw startFailed(member.instance(), failure);
        }
    }

    /** From now on other hands stop this member. */
    void release(Member member) {
        started.remove(member);
    }

    /**
     * Lets requests into the next graph instead of the present one; all members but receivers run.
     * Requests that are inside stay where they are.
     */
    Crossing enter(Draft next) {
        var lanes = new ArrayList<Outlet.Lane>();
        var ended = new LinkedHashMap<>(present.lines());
        for (var entry : next.lines().entrySet()) {
            Line line = entry.getValue();
            Line former = ended.get(entry.getKey());
            if (line.equals(former)) {
                ended.remove(entry.getKey());
                continue;
            }
            ledger.replace(
                    entry.getKey(),
                    line.account(),
                    former == null ? List.of() : former.sharedWith(line));
            line.show(metrics);
            lanes.addAll(line.connect());
        }
        next.feeds().forEach(feed -> lanes.addAll(feed.connect()));
        for (PipelineId id : ended.keySet()) {
            if (!next.lines().containsKey(id)) {
                ledger.end(id);
            }
        }
        present = next;
        return new Crossing(lanes, List.copyOf(ended.values()));
    }

    /**
     * Closes the books of what a reload left behind, unless somebody may still be inside.
     *
     * @param still ways whose requests did not leave in time
     */
    synchronized void sumUp(List<Outlet.Lane> still) {
        lingering.addAll(still);
        lingering.removeIf(Outlet.Lane::isEmpty);
        if (lingering.isEmpty()) {
            ledger.sumUp();
        }
    }

    /**
     * What is left behind by {@link #enter}.
     *
     * @param lanes ways into what was behind them before, with requests inside perhaps
     * @param ended pipelines as they were wired before
     */
    record Crossing(List<Outlet.Lane> lanes, List<Line> ended) {
        /** Nothing is left behind. */
        static final Crossing NONE = new Crossing(List.of(), List.of());

        /** What both left behind. */
        Crossing and(Crossing other) {
            var all = new ArrayList<>(lanes);
            all.addAll(other.lanes);
            var lines = new ArrayList<>(ended);
            lines.addAll(other.ended);
            return new Crossing(all, lines);
        }
    }

    /** Stops what was started, receivers first; each drains into what is behind it. */
    public void stop(Deadline deadline, Statuses statuses) {
        for (Member member : started) {
            if (member instanceof Member.Sink sink) {
                sink.exporter().path().hurry();
            }
        }
        for (Member member : stopOrder(started)) {
            member.instance().stop(deadline, statuses);
        }
        started.clear();
    }

    /**
     * Receivers first, exporters last, each group backwards. After a reload that failed the order
     * of starting alone would not say that.
     */
    static List<Member> stopOrder(List<Member> inStartOrder) {
        return inStartOrder.reversed().stream()
                .sorted(Comparator.comparingInt(Graph::rank))
                .toList();
    }

    private static int rank(Member member) {
        return switch (member) {
            case Member.Source _ -> 0;
            case Member.Stage _, Member.Bridge _ -> 1;
            case Member.Sink _ -> 2;
        };
    }

    /** After a reload: its members are all that is to be stopped, in the order of this graph. */
    void settle() {
        started.clear();
        started.addAll(present.members().values());
    }

    private StartException startFailed(Instance instance, Exception failure) {
        ServiceView.Instance key = instance.key();
        String kind = key.kind().id();
        logger.atError()
                .addMarker(LogMarkers.NO_STACK)
                .addKeyValue("error", Reason.of(failure))
                .addKeyValue(
                        "type", kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1))
                .addKeyValue("id", key.id().toString())
                .log("Failed to start component");
        return new StartException(
                "cannot start pipelines: failed to start \"%s\" %s: %s"
                        .formatted(key.id(), kind, Reason.of(failure)),
                new Culprit(key.kind(), key.id()),
                failure);
    }
}
