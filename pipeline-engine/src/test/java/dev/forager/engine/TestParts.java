// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import dev.forager.engine.graph.Part;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentFactory;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.ConnectorSettings;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.ExporterFactory;
import dev.forager.pipeline.ExporterSettings;
import dev.forager.pipeline.Extension;
import dev.forager.pipeline.ExtensionFactory;
import dev.forager.pipeline.ExtensionSettings;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.ReceiverFactory;
import dev.forager.pipeline.ReceiverSettings;
import dev.forager.pipeline.SendingConfig;
import dev.forager.pipeline.Stability;
import java.util.List;
import java.util.function.Supplier;

/** Components of a test's own, wrapped in factories. */
public final class TestParts {
    private TestParts() {}

    /** A configuration without keys. */
    public record NoConfig() {}

    /** Makes a receiver from where it may send. */
    public interface ReceiverMaker {
        Receiver make(ReceiverSettings settings, Consumers next);
    }

    /** Makes a processor in front of {@code next}. */
    public interface ProcessorMaker {
        Processor make(ProcessorSettings settings, Consumer next);
    }

    /** Makes a connector. */
    public interface ConnectorMaker {
        Connector make(ConnectorSettings settings, Consumers next);
    }

    /** Gives a factory an id in a configuration. */
    public static Part<?> part(String id, ComponentFactory<NoConfig> factory) {
        return new Part<>(ComponentId.parse(id), factory, new NoConfig());
    }

    /** A receiver, shared across signals or one for each. */
    public static ComponentFactory<NoConfig> receiver(
            String id, boolean isShared, ReceiverMaker maker, Signal... signals) {
        return new ReceiverParts(id, isShared, maker, List.of(signals));
    }

    /** A processor. */
    public static ComponentFactory<NoConfig> processor(
            String id, ProcessorMaker maker, Signal... signals) {
        return new ProcessorParts(id, maker, List.of(signals));
    }

    /** An exporter behind {@code sending}. */
    public static ComponentFactory<NoConfig> exporter(
            String id, SendingConfig sending, Supplier<Exporter> maker, Signal... signals) {
        return new ExporterParts(id, sending, maker, List.of(signals));
    }

    /** A connector between one pair of signals. */
    public static ComponentFactory<NoConfig> connector(
            String id, ConnectorMaker maker, Signal from, Signal to) {
        return connector(id, SendingConfig.DIRECT, maker, from, to);
    }

    /** A connector behind {@code sending}. */
    public static ComponentFactory<NoConfig> connector(
            String id, SendingConfig sending, ConnectorMaker maker, Signal from, Signal to) {
        return new ConnectorParts(id, sending, maker, from, to);
    }

    /** An extension. */
    public static ComponentFactory<NoConfig> extension(String id, Supplier<Extension> maker) {
        return new ExtensionParts(id, maker);
    }

    private static ComponentInfo<NoConfig> info(String id, List<Signal> signals) {
        return ComponentInfo.of(id, NoConfig.class)
                .stability(Stability.BETA, signals.toArray(Signal[]::new));
    }

    private record ReceiverParts(
            String id, boolean isShared, ReceiverMaker maker, List<Signal> signals)
            implements ReceiverFactory<NoConfig> {
        @Override
        public ComponentInfo<NoConfig> info() {
            return isShared
                    ? TestParts.info(id, signals).sharedAcrossSignals()
                    : TestParts.info(id, signals);
        }

        @Override
        public Receiver create(NoConfig config, ReceiverSettings settings, Consumers next) {
            return maker.make(settings, next);
        }
    }

    private record ProcessorParts(String id, ProcessorMaker maker, List<Signal> signals)
            implements ProcessorFactory<NoConfig> {
        @Override
        public ComponentInfo<NoConfig> info() {
            return TestParts.info(id, signals);
        }

        @Override
        public Processor create(NoConfig config, ProcessorSettings settings, Consumer next) {
            return maker.make(settings, next);
        }
    }

    private record ExporterParts(
            String id, SendingConfig sending, Supplier<Exporter> maker, List<Signal> signals)
            implements ExporterFactory<NoConfig> {
        @Override
        public ComponentInfo<NoConfig> info() {
            return TestParts.info(id, signals);
        }

        @Override
        public Exporter create(NoConfig config, ExporterSettings settings) {
            return maker.get();
        }

        @Override
        public SendingConfig sending(NoConfig config) {
            return sending;
        }
    }

    private record ConnectorParts(
            String id, SendingConfig sending, ConnectorMaker maker, Signal from, Signal to)
            implements ConnectorFactory<NoConfig> {
        @Override
        public SendingConfig sending(NoConfig config) {
            return sending;
        }

        @Override
        public ComponentInfo<NoConfig> info() {
            return TestParts.info(id, List.of()).connects(Stability.BETA, from, to);
        }

        @Override
        public Connector create(NoConfig config, ConnectorSettings settings, Consumers next) {
            return maker.make(settings, next);
        }
    }

    private record ExtensionParts(String id, Supplier<Extension> maker)
            implements ExtensionFactory<NoConfig> {
        @Override
        public ComponentInfo<NoConfig> info() {
            return TestParts.info(id, List.of());
        }

        @Override
        public Extension create(NoConfig config, ExtensionSettings settings) {
            return maker.get();
        }
    }
}
