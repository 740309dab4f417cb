// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.engine.ledger.EngineMetrics;
import dev.forager.engine.ledger.Ledger;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.ServiceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.slf4j.Logger;

/**
 * The running components of all pipelines. Built whole or not at all; started and stopped by one
 * thread, while telemetry goes through it on many.
 */
public final class Graph {
    private final List<Instance> instances;
    private final Ledger ledger;
    private final Logger logger;
    private final List<Instance> started = new ArrayList<>();

    Graph(List<Instance> instances, Ledger ledger, Logger logger) {
        this.instances = instances;
        this.logger = logger;
        this.ledger = ledger;
    }

    /**
     * Makes every instance that a pipeline names. Nothing is opened or started.
     *
     * @throws BuildException when the pipelines do not fit together, or a factory refuses
     */
    public static Graph build(Topology topology, GraphSettings settings, EngineMetrics metrics)
            throws BuildException {
        Plan plan = Plan.of(topology);
        List<Node> order = StartOrder.of(plan);
        var creation = new Creation(topology, settings, metrics);
        Graph graph = new GraphBuilder(plan, creation, metrics).build(order);
        warnOfDoubleBatching(plan, creation);
        return graph;
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

    /**
     * Starts exporters first and receivers last.
     *
     * @param hosts the host of each instance
     * @throws StartException at the first that does not start; {@link #stop} is still to be called
     */
    public void start(Function<ServiceView.Instance, Host> hosts, Statuses statuses)
            throws StartException {
        for (Instance instance : instances) {
            started.add(instance);
            try {
                instance.start(hosts.apply(instance.key()), statuses);
            } catch (Exception failure) {
                throw startFailed(instance, failure);
            }
        }
    }

    /** Stops what was started, receivers first; each drains into what is behind it. */
    public void stop(Deadline deadline, Statuses statuses) {
        for (Instance instance : started) {
            if (instance.component() instanceof SendingExporter exporter) {
                exporter.path().hurry();
            }
        }
        for (Instance instance : started.reversed()) {
            instance.stop(deadline, statuses);
        }
        started.clear();
    }

    private StartException startFailed(Instance instance, Exception failure) {
        ServiceView.Instance key = instance.key();
        String kind = key.kind().id();
        logger.atError()
                .addKeyValue("error", Reason.of(failure))
                .addKeyValue(
                        "type", kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1))
                .addKeyValue("id", key.id().toString())
                .log("Failed to start component");
        return new StartException(
                "cannot start pipelines: failed to start \"%s\" %s: %s"
                        .formatted(key.id(), kind, Reason.of(failure)),
                failure);
    }
}
