// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.reload;

import static dev.forager.pdata.Signal.LOGS;
import static dev.forager.pdata.Signal.TRACES;
import static java.util.Objects.requireNonNull;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.ComponentFactory;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.ConnectorSettings;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.ExporterFactory;
import dev.forager.pipeline.ExporterSettings;
import dev.forager.pipeline.Extension;
import dev.forager.pipeline.ExtensionFactory;
import dev.forager.pipeline.ExtensionSettings;
import dev.forager.pipeline.HoldingProcessor;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.QueueConfig;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.ReceiverFactory;
import dev.forager.pipeline.ReceiverSettings;
import dev.forager.pipeline.RetryConfig;
import dev.forager.pipeline.SendingConfig;
import dev.forager.pipeline.Stability;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.testkit.CollectingExporter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Components that note when they start and stop, as {@code kind id/mark}. Their configuration is a
 * mark: another mark is another configuration. Thread-safe.
 *
 * <p>Longer than most files: one small component of each kind, which share journal and counters.
 */
final class ReloadParts implements ComponentCatalog {
    /** Lives of all components, in order. */
    final List<String> journal = new CopyOnWriteArrayList<>();

    /** Marks that do not start. */
    final Set<String> broken = ConcurrentHashMap.newKeySet();

    /** Exporters by id, every instance in the order in which it was started. */
    final Map<String, List<CollectingExporter>> sinks = new ConcurrentHashMap<>();

    /** Receivers that run, by id. */
    final Map<String, Consumers> sources = new ConcurrentHashMap<>();

    /** Processors that run and count, by id. */
    final Map<String, AtomicInteger> counters = new ConcurrentHashMap<>();

    /** Processors that run and hold, by id. */
    final Map<String, Holder> holders = new ConcurrentHashMap<>();

    /** How often receivers were told to read their files again. */
    final AtomicInteger rereads = new AtomicInteger();

    /** A configuration. */
    record Mark(@Doc("Anything.") @Default("") String mark) {}

    /** Of a receiver that may hold an extension. */
    record SourceConfig(
            @Doc("Anything.") @Default("") String mark,
            @Doc("An extension.") @Default("") String auth) {}

    /** Of an exporter. */
    record SinkConfig(
            @Doc("Anything.") @Default("") String mark,
            @Doc("Whether it has a queue.") @Default("false") boolean queue,
            @Doc("Whether it tries again for ever.") @Default("false") boolean retry) {}

    @Override
    public List<ComponentFactory<?>> factories() {
        return List.of(
                new Sources(),
                new Hubs(),
                new Doors(this),
                new Stages("count"),
                new Stages("hold"),
                new Sinks("sink"),
                new Sinks("port"),
                new Joins("join"),
                new Joins("pick"),
                new Aids());
    }

    /** The latest instance of an exporter that was started. */
    CollectingExporter sink(String id) {
        return requireNonNull(sinks.get(id), id).getLast();
    }

    /** Sends spans from a receiver. */
    void send(String receiver, Payload payload) throws ConsumeException {
        Consumers next = requireNonNull(sources.get(receiver), receiver);
        requireNonNull(next.forSignal(payload.signal()), receiver)
                .consume(payload.open(), Context.background());
    }

    /** A life that is noted. */
    abstract class Noted {
        final String name;
        private final String mark;

        Noted(String kind, ComponentId id, String mark) {
            this.name = kind + " " + id + (mark.isEmpty() ? "" : "#" + mark);
            this.mark = mark;
        }

        void begin() throws IOException {
            if (broken.contains(mark)) {
                throw new IOException("listen tcp 127.0.0.1:1: bind: address already in use");
            }
            journal.add("start " + name);
        }

        void end() {
            journal.add("stop " + name);
        }
    }

    private final class Sources implements ReceiverFactory<SourceConfig> {
        @Override
        public ComponentInfo<SourceConfig> info() {
            return ComponentInfo.of("source", SourceConfig.class).stability(Stability.BETA, TRACES);
        }

        @Override
        public Receiver create(SourceConfig config, ReceiverSettings settings, Consumers next) {
            return new Source(settings.id(), config.mark(), config.auth(), next);
        }
    }

    /** One instance for all signals, which come and go. */
    private final class Hubs implements ReceiverFactory<Mark> {
        @Override
        public ComponentInfo<Mark> info() {
            return ComponentInfo.of("hub", Mark.class)
                    .stability(Stability.BETA, TRACES, LOGS)
                    .sharedAcrossSignals();
        }

        @Override
        public Receiver create(Mark config, ReceiverSettings settings, Consumers next) {
            return new Source(settings.id(), config.mark(), "", next);
        }
    }

    private final class Source extends Noted implements Receiver {
        private final String id;
        private final String auth;
        private final Consumers next;

        Source(ComponentId id, String mark, String auth, Consumers next) {
            super("receiver", id, mark);
            this.id = id.toString();
            this.auth = auth;
            this.next = next;
        }

        @Override
        public void start(Host host) throws IOException {
            begin();
            if (!auth.isEmpty()) {
                Extension _ = host.extension(ComponentId.parse(auth), Extension.class);
            }
            sources.put(id, next);
        }

        @Override
        public void reread() {
            rereads.incrementAndGet();
        }

        @Override
        public void stop(Duration limit) {
            if (sources.remove(id, next)) {
                end();
            }
        }
    }

    private final class Stages implements ProcessorFactory<Mark> {
        private final String type;

        Stages(String type) {
            this.type = type;
        }

        @Override
        public ComponentInfo<Mark> info() {
            return ComponentInfo.of(type, Mark.class).stability(Stability.BETA, TRACES, LOGS);
        }

        @Override
        public Processor create(Mark config, ProcessorSettings settings, Consumer next) {
            return type.equals("hold")
                    ? new Holder(settings.id(), config.mark(), next)
                    : new Counter(settings.id(), config.mark(), next);
        }
    }

    private final class Counter extends Noted implements Processor {
        private final String id;
        private final Consumer next;
        private final AtomicInteger seen = new AtomicInteger();

        Counter(ComponentId id, String mark, Consumer next) {
            super("processor", id, mark);
            this.id = id.toString();
            this.next = next;
        }

        @Override
        public void start(Host host) throws IOException {
            begin();
            counters.put(id, seen);
        }

        @Override
        public void stop(Duration limit) {
            end();
        }

        @Override
        public void consume(Telemetry telemetry, Context context) throws ConsumeException {
            seen.addAndGet(telemetry.itemCount());
            next.consume(telemetry, context);
        }
    }

    /** Keeps what it gets until it is told, or stops. */
    final class Holder extends Noted implements HoldingProcessor {
        private final String id;
        private final Consumer next;
        private final List<Payload> held = new ArrayList<>();

        private Holder(ComponentId id, String mark, Consumer next) {
            super("processor", id, mark);
            this.id = id.toString();
            this.next = next;
        }

        @Override
        public void start(Host host) throws IOException {
            begin();
            holders.put(id, this);
        }

        @Override
        public void stop(Duration limit) {
            flush();
            end();
        }

        @Override
        public synchronized void consume(Telemetry telemetry, Context context) {
            held.add(telemetry.seal());
        }

        /** Hands on all that it holds. */
        synchronized void flush() {
            for (Payload payload : held) {
                try {
                    next.consume(payload.open(), Context.background());
                } catch (ConsumeException e) {
                    throw new AssertionError(e);
                }
            }
            held.clear();
        }

        @Override
        public synchronized long heldItems() {
            return held.stream().mapToLong(Payload::itemCount).sum();
        }
    }

    private final class Sinks implements ExporterFactory<SinkConfig> {
        private static final QueueConfig QUEUE =
                new QueueConfig(true, false, null, 100_000, false, null, 2, null);

        private static final RetryConfig FOR_EVER =
                new RetryConfig(
                        true, Duration.ofSeconds(5), 0, 1.5, Duration.ofSeconds(30), Duration.ZERO);

        private final String type;

        Sinks(String type) {
            this.type = type;
        }

        @Override
        public ComponentInfo<SinkConfig> info() {
            var info =
                    ComponentInfo.of(type, SinkConfig.class)
                            .stability(Stability.BETA, TRACES, LOGS);
            return type.equals("port") ? info.exclusive() : info;
        }

        @Override
        public Exporter create(SinkConfig config, ExporterSettings settings) {
            return new Sink(settings.id(), config.mark());
        }

        @Override
        public SendingConfig sending(SinkConfig config) {
            return config.queue()
                    ? new SendingConfig(
                            Duration.ZERO, config.retry() ? FOR_EVER : RetryConfig.OFF, QUEUE)
                    : SendingConfig.DIRECT;
        }
    }

    private final class Sink extends Noted implements Exporter {
        private final String id;
        private final CollectingExporter kept = new CollectingExporter();

        Sink(ComponentId id, String mark) {
            super("exporter", id, mark);
            this.id = id.toString();
        }

        @Override
        public void start(Host host) throws IOException {
            begin();
            sinks.computeIfAbsent(id, _ -> new CopyOnWriteArrayList<>()).add(kept);
        }

        @Override
        public void stop(Duration limit) {
            kept.stop(limit);
            end();
        }

        @Override
        public long export(Payload payload, Context context) throws ConsumeException {
            return kept.export(payload, context);
        }
    }

    private final class Joins implements ConnectorFactory<Mark> {
        private final String type;

        Joins(String type) {
            this.type = type;
        }

        @Override
        public ComponentInfo<Mark> info() {
            return ComponentInfo.of(type, Mark.class).connects(Stability.BETA, TRACES, TRACES);
        }

        @Override
        public Connector create(Mark config, ConnectorSettings settings, Consumers next) {
            Consumer target =
                    type.equals("pick")
                            ? next.forPipelines(next.pipelines(TRACES))
                            : next.required(settings);
            return new Join(settings.id(), config.mark(), target);
        }
    }

    private final class Join extends Noted implements Connector {
        private final Consumer next;

        Join(ComponentId id, String mark, Consumer next) {
            super("connector", id, mark);
            this.next = next;
        }

        @Override
        public void start(Host host) throws IOException {
            begin();
        }

        @Override
        public void stop(Duration limit) {
            end();
        }

        @Override
        public void consume(Telemetry telemetry, Context context) throws ConsumeException {
            next.consume(telemetry, context);
        }
    }

    private final class Aids implements ExtensionFactory<Mark> {
        @Override
        public ComponentInfo<Mark> info() {
            return ComponentInfo.of("aid", Mark.class).stability(Stability.BETA);
        }

        @Override
        public Extension create(Mark config, ExtensionSettings settings) {
            return new Aid(settings.id(), config.mark());
        }
    }

    private final class Aid extends Noted implements Extension {
        Aid(ComponentId id, String mark) {
            super("extension", id, mark);
        }

        @Override
        public void start(Host host) throws IOException {
            begin();
        }

        @Override
        public void ready() {
            journal.add("ready " + name);
        }

        @Override
        public void stop(Duration limit) {
            end();
        }
    }
}
