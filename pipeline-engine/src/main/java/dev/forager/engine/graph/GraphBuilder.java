// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.engine.ledger.Branch;
import dev.forager.engine.ledger.EngineMetrics;
import dev.forager.engine.ledger.InternalDuration;
import dev.forager.engine.ledger.Ledger;
import dev.forager.engine.ledger.Passage;
import dev.forager.engine.ledger.PipelineLedger;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.HoldingProcessor;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.Processor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Makes the instances of a plan, each after what it hands its telemetry to. Confined to one thread;
 * used once.
 */
final class GraphBuilder {
    private final Plan plan;
    private final Creation creation;
    private final EngineMetrics metrics;
    private final Ledger ledger = new Ledger();
    private final Map<Node, Instance> instances = new HashMap<>();
    private final Map<Node.Exporter, SendingExporter> exporters = new HashMap<>();
    private final Map<Node.Connector, Connector> connectors = new HashMap<>();
    private final Map<PipelineId, Entrance> entrances = new HashMap<>();

    GraphBuilder(Plan plan, Creation creation, EngineMetrics metrics) {
        this.plan = plan;
        this.creation = creation;
        this.metrics = metrics;
    }

    /** The graph, its instances in {@code order}. */
    Graph build(List<Node> order) throws BuildException {
        plan.pipes().forEach(pipe -> ledger.pipeline(pipe.id()));
        for (Pipe pipe : plan.pipes()) {
            entrance(pipe);
        }
        for (Node.Receiver receiver : plan.receivers()) {
            Logger logger = creation.logger(receiver);
            var fed = new FedPipelines(entrances(plan.fedBy(receiver)), Entrance::received);
            var consumers = new ReceiverConsumers(receiver.id(), fed, metrics, logger);
            instances.put(
                    receiver,
                    new Instance(
                            receiver.instance(),
                            creation.receiver(receiver, consumers, logger),
                            logger));
        }
        var ordered = new ArrayList<Instance>();
        for (Node node : order) {
            Instance instance = instances.get(node);
            if (instance != null) {
                ordered.add(instance);
            }
        }
        return new Graph(List.copyOf(ordered), ledger, creation.engineLogger());
    }

    private List<Entrance> entrances(List<Pipe> pipes) throws BuildException {
        var list = new ArrayList<Entrance>();
        for (Pipe pipe : pipes) {
            list.add(entrance(pipe));
        }
        return list;
    }

    /** The pipeline's beginning, built from its end; pipelines behind connectors come first. */
    private Entrance entrance(Pipe pipe) throws BuildException {
        Entrance known = entrances.get(pipe.id());
        if (known == null) {
            known = build(pipe, ledger.pipeline(pipe.id()));
            entrances.put(pipe.id(), known);
        }
        return known;
    }

    private Entrance build(Pipe pipe, PipelineLedger account) throws BuildException {
        Consumer next = ends(pipe, account);
        Logger logger = creation.engineLogger();
        var stages = new ArrayList<Stage>();
        for (Node.Processor node : pipe.processors().reversed()) {
            var out = new Passage();
            Logger own = creation.logger(node);
            InternalDuration duration = metrics.duration(node.id(), node.pipeline().signal());
            Consumer behind = duration == null ? next : duration.behind(next);
            Processor processor = creation.processor(node, new Edge(out, behind, logger), own);
            instances.put(node, new Instance(node.instance(), processor, own));
            stages.addFirst(new Stage(node, processor, out));
            // As the Go collector: only processors that work on the caller's thread show it.
            next =
                    duration == null || processor instanceof HoldingProcessor
                            ? processor
                            : duration.around(processor);
            logger = own;
        }
        account(stages, account);
        return new Entrance(
                pipe.id(),
                new Edge(account.received(), next, logger),
                new Edge(account.connected(), next, logger));
    }

    /** A processor and the edge behind it. */
    private record Stage(Node.Processor node, Processor processor, Passage out) {}

    private void account(List<Stage> stages, PipelineLedger account) {
        List<Passage> in = List.of(account.received(), account.connected());
        for (Stage stage : stages) {
            Node.Processor node = stage.node();
            if (stage.processor() instanceof HoldingProcessor holding) {
                account.addStage(node.id(), in, stage.out(), holding::heldItems);
            } else {
                account.addStage(node.id(), in, stage.out(), () -> 0);
                // As the Go collector: only processors that work on the caller's thread show these.
                metrics.processor(node.id(), node.pipeline().signal(), in, stage.out());
            }
            in = List.of(stage.out());
        }
    }

    private Consumer ends(Pipe pipe, PipelineLedger account) throws BuildException {
        var branches = new ArrayList<Consumer>();
        for (Node.End end : pipe.ends()) {
            Branch branch = account.addBranch(end.id());
            branches.add(
                    switch (end) {
                        case Node.Exporter exporter ->
                                new ExporterEdge(exporter(exporter).path(), branch);
                        case Node.Connector connector ->
                                new ConnectorEdge(
                                        connector(connector), branch, creation.logger(connector));
                    });
        }
        return Fanout.of(branches);
    }

    private SendingExporter exporter(Node.Exporter node) throws BuildException {
        SendingExporter known = exporters.get(node);
        if (known == null) {
            Logger logger = creation.logger(node);
            known = creation.exporter(node, logger);
            exporters.put(node, known);
            instances.put(node, new Instance(node.instance(), known, logger));
        }
        return known;
    }

    private Connector connector(Node.Connector node) throws BuildException {
        Connector known = connectors.get(node);
        if (known == null) {
            Logger logger = creation.logger(node);
            var fed = new FedPipelines(entrances(plan.fedBy(node)), Entrance::connected);
            known = creation.connector(node, new ConnectorConsumers(fed), logger);
            connectors.put(node, known);
            instances.put(node, new Instance(node.instance(), known, logger));
        }
        return known;
    }
}
