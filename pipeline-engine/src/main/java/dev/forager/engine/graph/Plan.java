// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentKind;
import dev.forager.pipeline.PipelineId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which instances there will be and how they are joined: everything that can be found wrong before
 * a component is made. The texts are the collector's.
 */
final class Plan {
    private final Topology topology;
    private final Map<PipelineId, Pipe> pipes = new LinkedHashMap<>();
    private final Faults faults = new Faults();

    private Plan(Topology topology) {
        this.topology = topology;
    }

    /**
     * A checked plan.
     *
     * @throws BuildException for the first fault; the others are suppressed in it
     */
    static Plan of(Topology topology) throws BuildException {
        var plan = new Plan(topology);
        for (var entry : topology.pipelines().entrySet()) {
            plan.pipes.put(entry.getKey(), plan.pipe(entry.getKey(), entry.getValue()));
        }
        for (Part<?> connector : topology.connectors().values()) {
            plan.connect(new ConnectorUse(connector, topology));
        }
        plan.faults.gather(() -> StartOrder.of(plan));
        plan.faults.throwAny();
        return plan;
    }

    Collection<Pipe> pipes() {
        return pipes.values();
    }

    /** The pipelines that a receiver feeds. */
    List<Pipe> fedBy(Node.Receiver receiver) {
        return pipes.values().stream().filter(pipe -> pipe.receivers().contains(receiver)).toList();
    }

    /** The pipelines that a connector feeds. */
    List<Pipe> fedBy(Node.Connector connector) {
        return pipes.values().stream().filter(pipe -> pipe.feeders().contains(connector)).toList();
    }

    /** The receivers, in the order of the pipelines. */
    Set<Node.Receiver> receivers() {
        var all = new LinkedHashSet<Node.Receiver>();
        pipes.values().forEach(pipe -> all.addAll(pipe.receivers()));
        return all;
    }

    /** The exporters, in the order of the pipelines. */
    Set<Node.Exporter> exporters() {
        var all = new LinkedHashSet<Node.Exporter>();
        for (Pipe pipe : pipes.values()) {
            for (Node.End end : pipe.ends()) {
                if (end instanceof Node.Exporter exporter) {
                    all.add(exporter);
                }
            }
        }
        return all;
    }

    /** Which nodes telemetry goes to from each processor and connector. */
    Map<Node, Set<Node>> successors() {
        var next = new LinkedHashMap<Node, Set<Node>>();
        for (Pipe pipe : pipes.values()) {
            for (Node.Connector feeder : pipe.feeders()) {
                next.computeIfAbsent(feeder, _ -> new LinkedHashSet<>()).addAll(pipe.first());
            }
            List<Node.Processor> chain = pipe.processors();
            for (int i = 0; i < chain.size(); i++) {
                boolean isLast = i == chain.size() - 1;
                next.computeIfAbsent(chain.get(i), _ -> new LinkedHashSet<>())
                        .addAll(isLast ? pipe.ends() : Set.of(chain.get(i + 1)));
            }
        }
        return next;
    }

    private Pipe pipe(PipelineId id, Wiring wiring) {
        var processors = new ArrayList<Node.Processor>();
        for (ComponentId processor : wiring.processors()) {
            faults.gather(
                    () -> require(topology.processors(), processor, ComponentKind.PROCESSOR, id));
            processors.add(new Node.Processor(id, processor));
        }
        var pipe = new Pipe(id, processors);
        for (ComponentId receiver : wiring.receivers()) {
            if (!topology.connectors().containsKey(receiver)) {
                faults.gather(() -> pipe.receivers().add(receiver(receiver, id)));
            }
        }
        for (ComponentId exporter : wiring.exporters()) {
            if (!topology.connectors().containsKey(exporter)) {
                faults.gather(
                        () -> require(topology.exporters(), exporter, ComponentKind.EXPORTER, id));
                pipe.ends().add(new Node.Exporter(exporter, id.signal()));
            }
        }
        return pipe;
    }

    private Node.Receiver receiver(ComponentId id, PipelineId in) throws BuildException {
        Part<?> part = require(topology.receivers(), id, ComponentKind.RECEIVER, in);
        return new Node.Receiver(
                id, part.factory().info().isSharedAcrossSignals() ? null : in.signal());
    }

    private static Part<?> require(
            Map<ComponentId, Part<?>> section, ComponentId id, ComponentKind kind, PipelineId in)
            throws BuildException {
        Part<?> part = section.get(id);
        if (part == null) {
            throw failure(kind, id, in, "%s \"%s\" is not configured".formatted(kind, id));
        }
        if (!part.factory().info().signals().containsKey(in.signal())) {
            throw failure(kind, id, in, "telemetry type is not supported");
        }
        return part;
    }

    private static BuildException failure(
            ComponentKind kind, ComponentId id, PipelineId in, String why) {
        String place = kind == ComponentKind.PROCESSOR ? inPipeline(in) : forDataType(in.signal());
        return BuildException.ofPipelines(
                "failed to create \"%s\" %s%s: %s".formatted(id, kind, place, why),
                new Culprit(kind, id));
    }

    static String inPipeline(PipelineId pipeline) {
        return ", in pipeline \"%s\"".formatted(pipeline);
    }

    static String forDataType(Signal signal) {
        return " for data type \"%s\"".formatted(signal);
    }

    private void connect(ConnectorUse use) {
        faults.gather(use::check);
        for (PipelineId from : use.endsOf()) {
            for (PipelineId to : use.feeds()) {
                if (use.supports(from.signal(), to.signal())) {
                    var node = new Node.Connector(use.id(), from.signal(), to.signal());
                    pipe(from).ends().add(node);
                    pipe(to).feeders().add(node);
                }
            }
        }
    }

    private Pipe pipe(PipelineId id) {
        Pipe pipe = pipes.get(id);
        if (pipe == null) {
            throw new IllegalArgumentException("pipeline: %s (expected: planned)".formatted(id));
        }
        return pipe;
    }
}
