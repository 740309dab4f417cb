// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import dev.forager.config.CollectorConfig;
import dev.forager.engine.graph.BuildException;
import dev.forager.engine.graph.ComponentTelemetry;
import dev.forager.engine.graph.Extensions;
import dev.forager.engine.graph.Graph;
import dev.forager.engine.graph.GraphSettings;
import dev.forager.engine.graph.Reload;
import dev.forager.engine.graph.RollbackException;
import dev.forager.engine.graph.StartException;
import dev.forager.engine.graph.Statuses;
import dev.forager.engine.ledger.BranchBalance;
import dev.forager.engine.ledger.DropReason;
import dev.forager.engine.ledger.EngineMetrics;
import dev.forager.engine.sending.Timing;
import dev.forager.engine.telemetry.SelfTelemetry;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Gates;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.ServiceView;
import dev.forager.pipeline.StatusPage;
import dev.forager.pipeline.Tracing;
import io.opentelemetry.api.metrics.Meter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * A configuration at work: extensions and pipelines. Built, started and stopped once, and reloaded
 * any number of times, by one thread; what {@link ServiceView} shows may be asked for by any.
 */
public final class Service implements ServiceView {
    private final ServiceSettings settings;
    private final Extensions extensions;
    private final Graph graph;
    private final EngineMetrics metrics;
    private final Statuses statuses;
    private final Logger logger;
    private final Instant startTime;

    /** Losses that were named already, by branch. */
    private final Map<Branch, Long> named = new ConcurrentHashMap<>();

    private final Queue<StatusPage> pages = new ConcurrentLinkedQueue<>();
    private volatile CollectorConfig config;

    /** Stops what the latest reload took out; null before the first. */
    private @Nullable Thread leaving;

    private record Branch(PipelineId pipeline, ComponentId exporter) {}

    private Service(
            CollectorConfig config,
            ServiceSettings settings,
            Extensions extensions,
            Graph graph,
            EngineMetrics metrics) {
        this.config = config;
        this.settings = settings;
        this.extensions = extensions;
        this.graph = graph;
        this.metrics = metrics;
        this.statuses = new Statuses(settings.onFatal());
        this.logger = settings.telemetry().logger(Service.class.getName(), Map.of());
        this.startTime = settings.clock().instant();
    }

    /**
     * Makes all components of a configuration. Nothing is opened or started.
     *
     * @throws BuildException when they do not fit together, or one cannot be made
     */
    public static Service build(CollectorConfig config, ServiceSettings settings)
            throws BuildException {
        SelfTelemetry telemetry = settings.telemetry();
        var forGraph =
                new GraphSettings(
                        settings.build(),
                        Gates.of(settings.gates()),
                        new Components(telemetry),
                        settings.memory(),
                        settings.clock(),
                        settings.timing());
        Extensions extensions = Extensions.build(Topologies.extensions(config), forGraph);
        var metrics = new EngineMetrics(telemetry.meter("dev.forager.engine"));
        Graph graph = Graph.build(Topologies.of(config), forGraph, metrics);
        metrics.accounts(graph.ledger(), settings.memory());
        return new Service(config, settings, extensions, graph, metrics);
    }

    /**
     * Makes all components of a configuration and throws them away: finds what cannot be built.
     *
     * @throws BuildException when they do not fit together, or one cannot be made
     */
    public static void check(CollectorConfig config, BuildInfo build, Gates gates)
            throws BuildException {
        var telemetry = new NoTelemetry();
        Timing timing = Timing.system(new Random(0));
        try {
            var settings =
                    new GraphSettings(
                            build,
                            gates,
                            telemetry,
                            MemoryBudget.unlimited(),
                            InstantSource.system(),
                            timing);
            Extensions _ = Extensions.build(Topologies.extensions(config), settings);
            var metrics = new EngineMetrics(telemetry.meter("check"));
            Graph _ = Graph.build(Topologies.of(config), settings, metrics);
        } finally {
            timing.scheduler().shutdownNow();
        }
    }

    /** Loggers and meters of components. */
    private record Components(SelfTelemetry telemetry) implements ComponentTelemetry {
        @Override
        public Logger logger(String name, Map<String, ?> fields) {
            return telemetry.logger(name, fields);
        }

        @Override
        public Meter meter(String scope) {
            return telemetry.componentMeter(scope);
        }

        @Override
        public @Nullable Tracing tracing(Map<String, String> component) {
            return telemetry.tracing(component);
        }
    }

    /**
     * Starts extensions, then pipelines from their ends, receivers last.
     *
     * @throws StartException at the first that does not start; {@link #stop} is still to be called
     */
    public void start() throws StartException {
        logger.atInfo()
                .addKeyValue("Version", settings.build().version())
                .addKeyValue("NumCPU", Runtime.getRuntime().availableProcessors())
                .log("Starting {}...", settings.build().command());
        extensions.start(host(), statuses);
        graph.start(host(), statuses);
        extensions.ready();
        logger.info("Everything is ready. Begin running and processing data.");
    }

    /**
     * Goes to another configuration with the same {@code service::telemetry}: what did not change
     * in it stays as it is ({@link Reload} tells how). What is replaced drains within {@code limit}
     * after this returns.
     *
     * @throws BuildException when no graph can be built from it; nothing has happened
     * @throws StartException when a component of it did not start; the former one is in use
     * @throws RollbackException when the former one could not be restored; {@link #stop} is to be
     *     called
     */
    public void reload(CollectorConfig next, Duration limit)
            throws BuildException, StartException, RollbackException {
        awaitLeaving(Deadline.after(limit));
        var reload = new Reload(graph, extensions, host(), statuses, limit);
        Reload.Change change = reload.to(Topologies.extensions(next), Topologies.of(next));
        config = next;
        logger.atInfo()
                .addKeyValue("kept", change.kept())
                .addKeyValue("started", names(change.started()))
                .addKeyValue("stopped", names(change.stopped()))
                .log("Config updated, unchanged components stay in use");
        leaving = Thread.ofVirtual().name("reload").start(() -> leave(change));
    }

    private static String names(List<String> components) {
        return components.isEmpty() ? "nothing" : String.join(", ", components);
    }

    private void leave(Reload.Change change) {
        change.leaving().run();
        nameLosses("reload");
        if (!change.stopped().isEmpty()) {
            logger.info("Former components stopped.");
        }
    }

    /** Two reloads at once would stop what the other needs to drain into. */
    private void awaitLeaving(Deadline deadline) {
        try {
            if (leaving != null && !leaving.join(deadline.remaining())) {
                logger.warn("Former components still drain after the time for it is over.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Stops receivers first, and lets what is inside drain. What could not be sent within {@code
     * limit} is counted and named in the log.
     */
    public void stop(Duration limit) {
        Deadline deadline = Deadline.after(limit);
        logger.info("Starting shutdown...");
        extensions.notReady();
        awaitLeaving(deadline);
        graph.stop(deadline, statuses);
        nameLosses("shutdown");
        extensions.stop(deadline, statuses);
        metrics.close();
        logger.info("Shutdown complete.");
    }

    /** Names what was lost since the last time. */
    private void nameLosses(String occasion) {
        boolean isEnd = occasion.equals("shutdown");
        for (BranchBalance balance : balances()) {
            long dropped = balance.dropped().getOrDefault(DropReason.SHUTDOWN.id(), 0L);
            // At the end, what still stands here belongs to a component that did not stop in time.
            long lost = dropped + (isEnd ? Math.max(0, balance.queued()) : 0);
            var branch = new Branch(balance.pipeline(), balance.exporter());
            Long before = named.put(branch, lost);
            if (lost > (before == null ? 0 : before)) {
                logger.atError()
                        .addKeyValue("pipeline", balance.pipeline().toString())
                        .addKeyValue("exporter", balance.exporter().toString())
                        .addKeyValue("dropped_items", lost - (before == null ? 0 : before))
                        .log("Data could not be sent before the " + occasion + ".");
            }
        }
    }

    /** The balance of every branch as it is now. */
    public List<BranchBalance> balances() {
        return graph.ledger().balances();
    }

    private Host host() {
        return new ServiceHost(this, extensions, pages);
    }

    @Override
    public BuildInfo buildInfo() {
        return settings.build();
    }

    @Override
    public Instant startTime() {
        return startTime;
    }

    @Override
    public List<Pipeline> pipelines() {
        return config.service().pipelines().entrySet().stream()
                .map(
                        entry ->
                                new Pipeline(
                                        entry.getKey(),
                                        entry.getValue().receivers(),
                                        entry.getValue().processors(),
                                        entry.getValue().exporters()))
                .toList();
    }

    @Override
    public List<ComponentId> extensions() {
        return extensions.ids();
    }

    @Override
    public List<StatusPage> pages() {
        return List.copyOf(pages);
    }

    @Override
    public Map<Instance, ComponentStatus> statuses() {
        return statuses.all();
    }

    @Override
    public List<Gate> featureGates() {
        return settings.gates();
    }
}
