// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import static java.util.Objects.requireNonNull;

import dev.forager.config.CollectorConfig;
import dev.forager.config.ConfigException;
import dev.forager.config.ConfigResolver;
import dev.forager.config.FeatureGates;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.ComponentFactory;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Extension;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.SendingConfig;
import dev.forager.testkit.CollectingExporter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Components for configurations in tests: {@code source} sends what the test says, {@code broken}
 * never starts, {@code sink} keeps, {@code witness} is an extension that notes its life.
 */
final class TestCatalog implements ComponentCatalog {
    static final String PIPELINE =
            """
            receivers: {source: {}, broken: {}}
            exporters: {sink: {}}
            extensions: {witness: {}}
            service:
              extensions: [witness]
              telemetry: {metrics: {level: none}}
              pipelines:
                traces: {receivers: [source], exporters: [sink]}
            """;

    final CollectingExporter sink = new CollectingExporter();
    final List<String> journal = new CopyOnWriteArrayList<>();
    final AtomicInteger sources = new AtomicInteger();
    private volatile @Nullable Consumers source;
    private volatile @Nullable Host host;
    private volatile boolean refusesSources;

    @Override
    public List<ComponentFactory<?>> factories() {
        return List.of(
                TestParts.receiver("broken", false, (_, _) -> new Broken(), Signal.TRACES),
                TestParts.exporter("sink", SendingConfig.DIRECT, () -> sink, Signal.TRACES),
                TestParts.receiver(
                        "source",
                        false,
                        (_, next) -> {
                            sources.incrementAndGet();
                            return new Source(next);
                        },
                        Signal.TRACES),
                TestParts.extension("witness", Witness::new));
    }

    CollectorConfig config(String yaml) throws ConfigException {
        FeatureGates gates = FeatureGates.defaults();
        var resolved =
                ConfigResolver.over(name -> name.equals("YAML") ? yaml : null)
                        .resolve(List.of("env:YAML"), List.of(), gates);
        return CollectorConfig.load(
                resolved.root(), Components.of(List.of(this)).registry(), gates);
    }

    /** Sends spans from the source that runs. */
    void send(int spans) throws Exception {
        Consumers next = requireNonNull(source, "no source runs");
        requireNonNull(next.forSignal(Signal.TRACES))
                .consume(Items.spans(spans).open(), Context.background());
    }

    /** No source starts from now on. */
    void refuseSources() {
        refusesSources = true;
    }

    /** Reports for the source that runs. */
    void report(ComponentStatus status) {
        requireNonNull(host).report(status);
    }

    Host host() {
        return requireNonNull(host);
    }

    private final class Source implements Receiver {
        private final Consumers next;

        Source(Consumers next) {
            this.next = next;
        }

        @Override
        public void start(Host own) throws IOException {
            if (refusesSources) {
                throw new IOException("listen tcp 127.0.0.1:4318: bind: address already in use");
            }
            source = next;
            host = own;
        }

        @Override
        public void stop(Duration limit) {
            source = null;
        }
    }

    private static final class Broken implements Receiver {
        @Override
        public void start(Host host) throws IOException {
            throw new IOException("listen tcp 127.0.0.1:4317: bind: address already in use");
        }
    }

    private final class Witness implements Extension {
        @Override
        public void start(Host own) {
            journal.add("start");
        }

        @Override
        public void ready() {
            journal.add("ready");
        }

        @Override
        public void notReady() {
            journal.add("not ready");
        }

        @Override
        public void stop(Duration limit) {
            journal.add("stop");
        }
    }
}
