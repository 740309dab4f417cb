// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.engine.ledger.EngineMetrics;
import dev.forager.engine.ledger.ExporterCounts;
import dev.forager.engine.sending.DeliverySpans;
import dev.forager.engine.sending.SendingPath;
import dev.forager.engine.sending.SendingSettings;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentFactory;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.ConnectorSettings;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.ExporterFactory;
import dev.forager.pipeline.ExporterSettings;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.QueueConfig;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.ReceiverFactory;
import dev.forager.pipeline.ReceiverSettings;
import dev.forager.pipeline.SendingConfig;
import dev.forager.pipeline.Tracing;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Calls the factories, and says which instance it was when one throws. Confined to one thread. */
final class Creation {
    private final Topology topology;
    private final GraphSettings settings;
    private final ComponentLogs logs;
    private final EngineMetrics metrics;
    private final Map<Node, Logger> loggers = new HashMap<>();

    Creation(Topology topology, GraphSettings settings, EngineMetrics metrics) {
        this.topology = topology;
        this.settings = settings;
        this.logs = new ComponentLogs(settings.telemetry());
        this.metrics = metrics;
    }

    /** The logger of what belongs to no component. */
    Logger engineLogger() {
        return settings.telemetry().logger(Graph.class.getName(), Map.of());
    }

    /** The logger of an instance, the same for the same node. */
    Logger logger(Node node) {
        return loggers.computeIfAbsent(
                node,
                key ->
                        switch (key) {
                            case Node.Receiver n -> logs.logger(part(n), null, n.signal());
                            case Node.Processor n -> logger(n, part(n));
                            case Node.Exporter n -> logs.logger(part(n), null, n.signal());
                            case Node.Connector n -> logs.logger(part(n), null, n.from());
                        });
    }

    /** What several pipelines share is of none of them, as in the Go collector's log. */
    private Logger logger(Node.Processor node, Part<?> part) {
        return part.factory().info().isSharedAcrossSignals()
                ? logs.logger(part, null, null)
                : logs.logger(part, node.pipeline(), node.pipeline().signal());
    }

    Receiver receiver(Node.Receiver node, Consumers next, Logger logger) throws BuildException {
        Part<?> part = part(node);
        var forFactory =
                new ReceiverSettings(
                        node.id(),
                        logger,
                        meter(part),
                        settings.clock(),
                        settings.memory(),
                        settings.build(),
                        settings.gates(),
                        tracing(node));
        String place = node.signal() == null ? "" : Plan.forDataType(node.signal());
        return attempt(part, place, () -> receiver(part, forFactory, next));
    }

    private static <C extends Record> Receiver receiver(
            Part<C> part, ReceiverSettings settings, Consumers next) {
        return ((ReceiverFactory<C>) part.factory()).create(part.config(), settings, next);
    }

    Processor processor(Node.Processor node, Consumer next, Logger logger) throws BuildException {
        Part<?> part = part(node);
        var forFactory =
                new ProcessorSettings(
                        node.id(),
                        node.pipeline(),
                        logger,
                        meter(part),
                        settings.clock(),
                        settings.memory(),
                        settings.build(),
                        settings.gates());
        return attempt(
                part, Plan.inPipeline(node.pipeline()), () -> processor(part, forFactory, next));
    }

    private static <C extends Record> Processor processor(
            Part<C> part, ProcessorSettings settings, Consumer next) {
        return ((ProcessorFactory<C>) part.factory()).create(part.config(), settings, next);
    }

    Member.Sink exporter(Node.Exporter node) throws BuildException {
        Part<?> part = part(node);
        var forFactory =
                new ExporterSettings(
                        node.id(),
                        node.signal(),
                        logger(node),
                        meter(part),
                        settings.clock(),
                        settings.memory(),
                        settings.build(),
                        settings.gates(),
                        tracing(node));
        return attempt(
                part, Plan.forDataType(node.signal()), () -> exporter(part, node, forFactory));
    }

    private <C extends Record> Member.Sink exporter(
            Part<C> part, Node.Exporter node, ExporterSettings forFactory) {
        var factory = (ExporterFactory<C>) part.factory();
        Exporter exporter = factory.create(part.config(), forFactory);
        var counts = new ExporterCounts();
        SendingExporter both =
                sending(
                        exporter,
                        factory.sending(part.config()),
                        node.id() + "-" + node.signal(),
                        forFactory.logger(),
                        counts,
                        spans(node, node.signal()));
        return new Member.Sink(
                node,
                part,
                new Instance(node.instance(), both, forFactory.logger()),
                both,
                show(node.id(), node.signal(), both, counts));
    }

    private SendingExporter sending(
            Exporter exporter,
            SendingConfig config,
            String name,
            Logger logger,
            ExporterCounts counts,
            @Nullable DeliverySpans spans) {
        var path =
                SendingPath.of(
                        exporter,
                        config,
                        new SendingSettings(
                                name, logger, settings.timing(), settings.memory(), counts, spans));
        return new SendingExporter(exporter, path);
    }

    private @Nullable DeliverySpans spans(Node node, Signal signal) {
        Tracer tracer = tracer(node, "go.opentelemetry.io/collector/exporter/exporterhelper");
        return tracer == null ? null : new DeliverySpans(tracer, node.id(), signal);
    }

    /** Makes spans of a node, under the Go collector's name of the scope; null makes none. */
    @Nullable Tracer tracer(Node node, String scope) {
        Tracing tracing = tracing(node);
        return tracing == null ? null : tracing.tracers().get(scope);
    }

    private @Nullable Tracing tracing(Node node) {
        return switch (node) {
            case Node.Receiver n -> logs.tracing(part(n), null, n.signal());
            case Node.Processor n -> logs.tracing(part(n), n.pipeline(), n.pipeline().signal());
            case Node.Exporter n -> logs.tracing(part(n), null, n.signal());
            case Node.Connector n -> logs.tracing(part(n), null, n.from());
        };
    }

    private Runnable show(
            ComponentId id, Signal signal, SendingExporter exporter, ExporterCounts counts) {
        Runnable hide = metrics.exporter(id, signal, exporter.exporter().destination(), counts);
        SendingPath.QueueGauge queue = exporter.path().queue();
        if (queue == null) {
            return hide;
        }
        Runnable hideQueue = metrics.queue(id, signal, queue::size, queue::capacity);
        return () -> {
            hide.run();
            hideQueue.run();
        };
    }

    /** Whether the queue of an exporter makes batches. */
    boolean batches(Node.Exporter node) {
        return batches(part(node));
    }

    private static <C extends Record> boolean batches(Part<C> part) {
        QueueConfig queue =
                ((ExporterFactory<C>) part.factory()).sending(part.config()).sendingQueue();
        return queue.enabled() && queue.batch() != null;
    }

    Member.Bridge connector(Node.Connector node, Outlets outlets, Logger logger)
            throws BuildException {
        Part<?> part = part(node);
        var forFactory =
                new ConnectorSettings(
                        node.id(),
                        node.from(),
                        node.to(),
                        logger,
                        meter(part),
                        settings.clock(),
                        settings.memory(),
                        settings.build(),
                        settings.gates());
        return attempt(
                part,
                " connecting %s to %s".formatted(node.from(), node.to()),
                () -> connector(part, node, forFactory, outlets));
    }

    private <C extends Record> Member.Bridge connector(
            Part<C> part, Node.Connector node, ConnectorSettings forFactory, Outlets outlets) {
        var factory = (ConnectorFactory<C>) part.factory();
        Connector connector =
                factory.create(part.config(), forFactory, new ConnectorConsumers(outlets));
        SendingConfig sending = factory.sending(part.config());
        if (!sending.sendingQueue().enabled()) {
            var instance = new Instance(node.instance(), connector, forFactory.logger());
            return new Member.Bridge(node, part, instance, connector, null, outlets, () -> {});
        }
        var counts = new ExporterCounts();
        SendingExporter queue =
                sending(
                        new ConnectorExporter(connector),
                        sending,
                        node.id() + "-" + node.from(),
                        forFactory.logger(),
                        counts,
                        spans(node, node.from()));
        return new Member.Bridge(
                node,
                part,
                new Instance(node.instance(), queue, forFactory.logger()),
                connector,
                queue,
                outlets,
                show(node.id(), node.from(), queue, counts));
    }

    private Meter meter(Part<?> part) {
        return logs.meter(part.factory());
    }

    /** One call of a factory. */
    private interface Call<T> {
        T make();
    }

    private static <T> T attempt(Part<?> part, String place, Call<T> call) throws BuildException {
        try {
            return call.make();
        } catch (RuntimeException fault) {
            ComponentFactory<?> factory = part.factory();
            throw new BuildException(
                    "failed to build pipelines: failed to create \"%s\" %s%s: %s"
                            .formatted(part.id(), factory.kind(), place, Reason.of(fault)),
                    Culprit.of(part),
                    fault);
        }
    }

    /** What a node is made from. */
    Part<?> part(Node node) {
        Map<ComponentId, Part<?>> section =
                switch (node) {
                    case Node.Receiver _ -> topology.receivers();
                    case Node.Processor _ -> topology.processors();
                    case Node.Exporter _ -> topology.exporters();
                    case Node.Connector _ -> topology.connectors();
                };
        Part<?> part = section.get(node.id());
        if (part == null) {
            throw new IllegalArgumentException(
                    "id: %s (expected: configured)".formatted(node.id()));
        }
        return part;
    }
}
