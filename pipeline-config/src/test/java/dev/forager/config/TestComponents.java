// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.tree.MapNode;
import dev.forager.config.tree.ScalarNode;
import dev.forager.config.tree.YamlException;
import dev.forager.config.tree.YamlReader;
import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.ExporterFactory;
import dev.forager.pipeline.ExporterSettings;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.ReceiverFactory;
import dev.forager.pipeline.ReceiverSettings;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Min;
import dev.forager.pipeline.config.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A registry of three components that are configured and never made. */
final class TestComponents {
    static final ComponentRegistry REGISTRY =
            ComponentRegistry.of(
                    List.<ComponentCatalog>of(
                            () -> List.of(new NopReceiver(), new NopExporter()),
                            () -> List.of(new SizedProcessor(), new SizedExporter())));

    private TestComponents() {}

    record NopConfig() {}

    record SizedConfig(
            @Doc("How many.") @Default("7") @Min(0) int size,
            @Doc("How long.") @Default("200ms") Duration timeout,
            @Doc("Password.") @Default("''") Secret token) {}

    /** Loads a text as {@code f.yaml}; with references or sets it goes through the resolver. */
    static CollectorConfig load(Map<String, String> environment, String text, List<String> sets)
            throws ConfigException {
        if (!environment.isEmpty() || !sets.isEmpty()) {
            MapNode root =
                    ConfigResolver.over(environment::get)
                            .resolve(List.of("yaml:" + text), sets, FeatureGates.defaults())
                            .root();
            return CollectorConfig.load(root, REGISTRY, FeatureGates.defaults());
        }
        try {
            var node = YamlReader.read(text, "f.yaml");
            MapNode root =
                    node instanceof ScalarNode ? MapNode.empty(node.position()) : (MapNode) node;
            return CollectorConfig.load(root, REGISTRY, FeatureGates.defaults());
        } catch (YamlException e) {
            throw new AssertionError(e);
        }
    }

    private record NopReceiver() implements ReceiverFactory<NopConfig> {
        @Override
        public ComponentInfo<NopConfig> info() {
            return ComponentInfo.of("nop", NopConfig.class);
        }

        @Override
        public Receiver create(NopConfig config, ReceiverSettings settings, Consumers next) {
            throw new AssertionError("only the configuration is read");
        }
    }

    private record NopExporter() implements ExporterFactory<NopConfig> {
        @Override
        public ComponentInfo<NopConfig> info() {
            return ComponentInfo.of("nop", NopConfig.class);
        }

        @Override
        public Exporter create(NopConfig config, ExporterSettings settings) {
            throw new AssertionError("only the configuration is read");
        }
    }

    private record SizedExporter() implements ExporterFactory<SizedConfig> {
        @Override
        public ComponentInfo<SizedConfig> info() {
            return ComponentInfo.of("sized", SizedConfig.class);
        }

        @Override
        public Exporter create(SizedConfig config, ExporterSettings settings) {
            throw new AssertionError("only the configuration is read");
        }
    }

    private record SizedProcessor() implements ProcessorFactory<SizedConfig> {
        @Override
        public ComponentInfo<SizedConfig> info() {
            return ComponentInfo.of("sized", SizedConfig.class);
        }

        @Override
        public Processor create(SizedConfig config, ProcessorSettings settings, Consumer next) {
            throw new AssertionError("only the configuration is read");
        }
    }
}
