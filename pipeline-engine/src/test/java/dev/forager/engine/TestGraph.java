// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import static java.util.Objects.requireNonNull;

import dev.forager.engine.TestParts.NoConfig;
import dev.forager.engine.graph.BuildException;
import dev.forager.engine.graph.ComponentTelemetry;
import dev.forager.engine.graph.Graph;
import dev.forager.engine.graph.GraphSettings;
import dev.forager.engine.graph.Part;
import dev.forager.engine.graph.StartException;
import dev.forager.engine.graph.Statuses;
import dev.forager.engine.graph.Topology;
import dev.forager.engine.graph.Wiring;
import dev.forager.engine.ledger.BranchBalance;
import dev.forager.engine.ledger.EngineMetrics;
import dev.forager.engine.sending.Timing;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.ComponentFactory;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.Gates;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.SendingConfig;
import dev.forager.pipeline.Tracing;
import dev.forager.testkit.LogRecorder;
import dev.forager.testkit.MetricRecorder;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import io.opentelemetry.api.metrics.Meter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** A graph of a test's own components, its log, its metrics and its clock. */
public final class TestGraph implements AutoCloseable {
    public final LogRecorder log = new LogRecorder();
    public final MetricRecorder metrics = new MetricRecorder();
    public final TestClock clock = new TestClock();
    public final List<String> journal = new ArrayList<>();
    public final Statuses statuses = new Statuses(fatal -> journal.add("fatal " + fatal));
    public MemoryBudget memory = MemoryBudget.unlimited();

    private final Map<ComponentId, Part<?>> receivers = new LinkedHashMap<>();
    private final Map<ComponentId, Part<?>> processors = new LinkedHashMap<>();
    private final Map<ComponentId, Part<?>> exporters = new LinkedHashMap<>();
    private final Map<ComponentId, Part<?>> connectors = new LinkedHashMap<>();
    private final Map<PipelineId, Wiring> pipelines = new LinkedHashMap<>();
    private final Map<String, Consumers> fed = new LinkedHashMap<>();
    private @Nullable Graph graph;

    /** Adds a receiver that sends what {@link #send} is given. */
    public TestGraph receiver(String id, boolean isShared, Signal... signals) {
        put(
                receivers,
                id,
                TestParts.receiver(
                        id,
                        isShared,
                        (settings, next) -> {
                            fed.merge(
                                    id,
                                    next,
                                    (one, two) -> one.forSignal(signals[0]) == null ? two : one);
                            return new Journaled("receiver " + id);
                        },
                        signals));
        return this;
    }

    /** Adds any receiver. */
    public TestGraph receiver(String id, ComponentFactory<NoConfig> factory) {
        put(receivers, id, factory);
        return this;
    }

    /** Adds a processor that works through {@code maker}. */
    public TestGraph processor(String id, TestParts.ProcessorMaker maker, Signal... signals) {
        put(processors, id, TestParts.processor(id, maker, signals));
        return this;
    }

    /** Adds a processor that hands on what it gets. */
    public TestGraph passing(String id, Signal... signals) {
        return processor(id, (_, next) -> new Passing("processor " + id, next), signals);
    }

    /** Adds an exporter. */
    public TestGraph exporter(
            String id, SendingConfig sending, Supplier<Exporter> maker, Signal... signals) {
        put(exporters, id, TestParts.exporter(id, sending, maker, signals));
        return this;
    }

    /** Adds a connector that hands on what it gets. */
    public TestGraph connector(String id, Signal from, Signal to) {
        return connector(id, SendingConfig.DIRECT, from, to);
    }

    /** Adds a connector that hands on what it gets, behind {@code sending}. */
    public TestGraph connector(String id, SendingConfig sending, Signal from, Signal to) {
        put(
                connectors,
                id,
                TestParts.connector(
                        id,
                        sending,
                        (_, next) ->
                                new Forwarding(
                                        "connector " + id, requireNonNull(next.forSignal(to))),
                        from,
                        to));
        return this;
    }

    /** Adds a pipeline: lists with spaces between the ids. */
    public TestGraph pipeline(String id, String from, String through, String into) {
        pipelines.put(PipelineId.parse(id), new Wiring(ids(from), ids(through), ids(into)));
        return this;
    }

    /** Builds it. */
    public TestGraph build() throws BuildException {
        var topology = new Topology(receivers, processors, exporters, connectors, pipelines);
        var engineMetrics = new EngineMetrics(metrics.meter());
        Graph built = Graph.build(topology, settings(), engineMetrics);
        engineMetrics.accounts(built.ledger(), memory);
        graph = built;
        return this;
    }

    /** Builds and starts it. */
    public TestGraph start() throws BuildException, StartException {
        build();
        requireNonNull(graph).start(new TestHost(), statuses);
        return this;
    }

    /** Starts what {@link #build} made. */
    public void startBuilt() throws StartException {
        requireNonNull(graph).start(new TestHost(), statuses);
    }

    /** Stops it within a limit. */
    public void stop(Duration limit) {
        requireNonNull(graph).stop(Deadline.after(limit), statuses);
    }

    @Override
    public void close() {
        stop(Duration.ofSeconds(5));
    }

    /** What the receiver {@code id} sends to. */
    public Consumers consumers(String id) {
        return requireNonNull(fed.get(id));
    }

    /** Sends spans from the receiver {@code id}. */
    public void send(String id, int spans) throws Exception {
        requireNonNull(consumers(id).forSignal(Signal.TRACES, "grpc"))
                .consume(Items.spans(spans).open(), Context.background());
    }

    /** The balances of all branches. */
    public List<BranchBalance> balances() {
        return requireNonNull(graph).ledger().balances();
    }

    private GraphSettings settings() {
        var telemetry =
                new ComponentTelemetry() {
                    @Override
                    public Logger logger(String name, Map<String, ?> fields) {
                        return log.logger();
                    }

                    @Override
                    public Meter meter(String scope) {
                        return metrics.meter();
                    }

                    @Override
                    public @Nullable Tracing tracing(Map<String, String> component) {
                        return null;
                    }
                };
        var timing = new Timing(clock.scheduler(), clock::nanoTime, new Random(42));
        return new GraphSettings(
                TestSettings.BUILD, Gates.UNTOUCHED, telemetry, memory, clock, timing);
    }

    private static void put(
            Map<ComponentId, Part<?>> section, String id, ComponentFactory<NoConfig> factory) {
        section.put(ComponentId.parse(id), TestParts.part(id, factory));
    }

    private static List<ComponentId> ids(String text) {
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(" ")).map(ComponentId::parse).toList();
    }

    private final class Journaled implements Receiver {
        private final String name;

        Journaled(String name) {
            this.name = name;
        }

        @Override
        public void start(Host host) {
            journal.add("start " + name);
        }

        @Override
        public void stop(Duration limit) {
            journal.add("stop " + name);
        }
    }

    private final class Passing implements Processor {
        private final String name;
        private final Consumer next;

        Passing(String name, Consumer next) {
            this.name = name;
            this.next = next;
        }

        @Override
        public void start(Host host) {
            journal.add("start " + name);
        }

        @Override
        public void stop(Duration limit) {
            journal.add("stop " + name);
        }

        @Override
        public void consume(Telemetry telemetry, Context context) throws ConsumeException {
            next.consume(telemetry, context);
        }
    }

    private final class Forwarding implements Connector {
        private final String name;
        private final Consumer next;

        Forwarding(String name, Consumer next) {
            this.name = name;
            this.next = next;
        }

        @Override
        public void start(Host host) {
            journal.add("start " + name);
        }

        @Override
        public void stop(Duration limit) {
            journal.add("stop " + name);
        }

        @Override
        public void consume(Telemetry telemetry, Context context) throws ConsumeException {
            next.consume(telemetry, context);
        }
    }

    /** An exporter that notes its life and counts items. */
    public final class Noting implements Exporter {
        private final String name;

        public Noting(String name) {
            this.name = name;
        }

        @Override
        public void start(Host host) {
            journal.add("start " + name);
        }

        @Override
        public void stop(Duration limit) {
            journal.add("stop " + name);
        }

        @Override
        public long export(Payload payload, Context context) {
            journal.add(name + " got " + payload.itemCount());
            return 0;
        }
    }
}
