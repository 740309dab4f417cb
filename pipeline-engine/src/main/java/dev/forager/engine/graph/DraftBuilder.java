// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.engine.ledger.Branch;
import dev.forager.engine.ledger.EngineMetrics;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.Processor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;

/**
 * Builds the graph of a plan over what runs already: a member whose configuration did not change
 * stays, the others are made. Touches nothing that runs. Confined to one thread; used once.
 */
final class DraftBuilder {
    private final Plan plan;
    private final Creation creation;
    private final EngineMetrics metrics;
    private final Running running;
    private final LinkedHashMap<Node, Member> members = new LinkedHashMap<>();
    private final LinkedHashMap<PipelineId, Line> lines = new LinkedHashMap<>();
    private final List<Member> added = new ArrayList<>();
    private final Set<Member.Sink> late = new HashSet<>();
    private final LateEdge.Gate gate = new LateEdge.Gate();

    /**
     * What runs and may stay.
     *
     * @param members by their place
     * @param lines the pipelines as they are wired now
     * @param extensionsStay whether all these extensions stay
     */
    record Running(
            Map<Node, Member> members,
            Map<PipelineId, Line> lines,
            Predicate<Set<ComponentId>> extensionsStay) {
        /** Nothing yet. */
        static final Running NOTHING = new Running(Map.of(), Map.of(), _ -> true);
    }

    DraftBuilder(Plan plan, Creation creation, EngineMetrics metrics, Running running) {
        this.plan = plan;
        this.creation = creation;
        this.metrics = metrics;
        this.running = running;
    }

    /** The draft, its members in {@code order}. */
    Draft build(Topology topology, List<Node> order) throws BuildException {
        var faults = new Faults();
        for (Node node : order) {
            faults.gather(() -> members.put(node, member(node)));
        }
        if (!faults.isEmpty()) {
            Draft.discard(added);
            faults.throwAny();
        }
        findLate();
        plan.pipes().forEach(pipe -> lines.put(pipe.id(), line(pipe)));
        return new Draft(topology, members, added, lines, feeds(), late, gate);
    }

    private Member member(Node node) throws BuildException {
        Member present = running.members().get(node);
        if (present != null && stays(present)) {
            return present;
        }
        Member made =
                switch (node) {
                    case Node.Receiver receiver -> source(receiver);
                    case Node.Processor processor -> stage(processor);
                    case Node.Exporter exporter -> creation.exporter(exporter);
                    case Node.Connector connector -> bridge(connector);
                };
        added.add(made);
        return made;
    }

    private boolean stays(Member member) {
        return member.part().equals(creation.part(member.node()))
                && running.extensionsStay().test(member.instance().lookups())
                && switch (member) {
                    case Member.Source source -> source.outlets().fits(fedBy(source.node()));
                    case Member.Bridge bridge -> bridge.outlets().fits(fedBy(bridge.node()));
                    case Member.Stage _, Member.Sink _ -> true;
                };
    }

    private Member source(Node.Receiver node) throws BuildException {
        Logger logger = creation.logger(node);
        var outlets = new Outlets(fedBy(node));
        var consumers =
                new ReceiverConsumers(
                        node.id(),
                        outlets,
                        metrics,
                        logger,
                        creation.tracer(node, node.id().toString()));
        var receiver = creation.receiver(node, consumers, logger);
        var instance = new Instance(node.instance(), receiver, logger);
        return new Member.Source(node, creation.part(node), instance, outlets);
    }

    private Member stage(Node.Processor node) throws BuildException {
        Logger logger = creation.logger(node);
        var outlet = new Outlet();
        Processor processor = creation.processor(node, outlet, logger);
        return new Member.Stage(
                node,
                creation.part(node),
                new Instance(node.instance(), processor, logger),
                processor,
                outlet,
                metrics.duration(node.id(), node.pipeline().signal()));
    }

    private Member bridge(Node.Connector node) throws BuildException {
        Logger logger = creation.logger(node);
        var outlets = new Outlets(fedBy(node));
        return creation.connector(node, outlets, logger);
    }

    /** New exporters wait for former ones where both may want the same port or file. */
    private void findLate() {
        boolean isHeld =
                running.members().values().stream()
                        .anyMatch(
                                member ->
                                        member instanceof Member.Sink sink
                                                && sink.isExclusive()
                                                && !members.containsValue(sink));
        for (Member member : added) {
            if (isHeld && member instanceof Member.Sink sink && sink.isExclusive()) {
                late.add(sink);
            }
        }
    }

    private Line line(Pipe pipe) {
        var stages = new ArrayList<Member.Stage>();
        for (Node.Processor node : pipe.processors()) {
            stages.add((Member.Stage) at(node));
        }
        var ends = new ArrayList<Member.End>();
        for (Node.End node : pipe.ends()) {
            ends.add((Member.End) at(node));
        }
        Line present = running.lines().get(pipe.id());
        return present != null && present.joins(stages, ends)
                ? present
                : new Line(pipe.id(), stages, ends, this::wayInto, creation.engineLogger());
    }

    private Consumer wayInto(Member.End end, Branch branch) {
        return switch (end) {
            case Member.Bridge bridge -> wayInto(bridge, branch);
            case Member.Sink sink -> {
                var edge = new ExporterEdge(sink.exporter().path(), branch);
                yield late.contains(sink) ? new LateEdge(gate, edge) : edge;
            }
        };
    }

    /** What waits in a queue in front of a connector is accounted for as an exporter's. */
    private static Consumer wayInto(Member.Bridge bridge, Branch branch) {
        SendingExporter queue = bridge.queue();
        return queue != null
                ? new ExporterEdge(queue.path(), branch)
                : new ConnectorEdge(bridge.connector(), branch, bridge.instance().logger());
    }

    private List<Draft.Feed> feeds() {
        var feeds = new ArrayList<Draft.Feed>();
        for (Member member : members.values()) {
            switch (member) {
                case Member.Source source ->
                        feeds.add(
                                feed(
                                        source,
                                        source.outlets(),
                                        fedBy(source.node()),
                                        Entrance::received));
                case Member.Bridge bridge ->
                        feeds.add(
                                feed(
                                        bridge,
                                        bridge.outlets(),
                                        fedBy(bridge.node()),
                                        Entrance::connected));
                case Member.Stage _, Member.Sink _ -> {
                    // A stage sends along its line, a sink out of the graph.
                }
            }
        }
        return feeds;
    }

    private Draft.Feed feed(
            Member member,
            Outlets outlets,
            List<PipelineId> pipelines,
            Function<Entrance, Consumer> door) {
        var entrances = new ArrayList<Entrance>();
        for (PipelineId id : pipelines) {
            Line line = lines.get(id);
            if (line != null) {
                entrances.add(line.entrance());
            }
        }
        return new Draft.Feed(member, outlets, pipelines, new FedPipelines(entrances, door));
    }

    private List<PipelineId> fedBy(Node.Receiver node) {
        return plan.fedBy(node).stream().map(Pipe::id).toList();
    }

    private List<PipelineId> fedBy(Node.Connector node) {
        return plan.fedBy(node).stream().map(Pipe::id).toList();
    }

    private Member at(Node node) {
        Member member = members.get(node);
        if (member == null) {
            throw new IllegalStateException("%s: not in the order of the graph".formatted(node));
        }
        return member;
    }
}
