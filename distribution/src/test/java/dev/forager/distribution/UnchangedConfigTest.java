// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.config.CollectorConfig;
import dev.forager.config.ComponentConfig;
import dev.forager.config.ComponentRegistry;
import dev.forager.config.ConfigException;
import dev.forager.config.ConfigResolver;
import dev.forager.config.ConfigWriter;
import dev.forager.config.ConfigWriter.Format;
import dev.forager.config.ConfigWriter.Mode;
import dev.forager.config.FeatureGates;
import dev.forager.config.RecordBinder;
import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.ComponentFactory;
import dev.forager.pipeline.ComponentId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same text read twice gives equal configurations. A reload keeps a component only then: a
 * value without equality in a record would cost its state at every signal.
 */
class UnchangedConfigTest {
    private static final List<ComponentCatalog> CATALOGS =
            ServiceLoader.load(ComponentCatalog.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("../config-examples"))) {
            return all.filter(UnchangedConfigTest::isConfig).sorted().toList().stream();
        }
    }

    /** Manifests of Kubernetes stand among them, and one that needs a program to be compiled. */
    private static boolean isConfig(Path file) {
        try {
            return file.toString().endsWith(".yaml")
                    && !file.toString().contains("ebpf-custom")
                    && Files.readString(file).contains("\nservice:\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<ComponentFactory<?>> factories() {
        return CATALOGS.stream()
                .<ComponentFactory<?>>flatMap(catalog -> catalog.factories().stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examples_areEqual(Path example) throws Exception {
        assertEqual(load(example.toString()), load(example.toString()));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void printed_isReadAsTheSame(Path example) throws Exception {
        CollectorConfig config = load(example.toString());
        String printed = ConfigWriter.write(config, Format.YAML, Mode.UNREDACTED);
        CollectorConfig again = load("yaml:" + printed);
        assertEqual(again, config);
        assertThat(ConfigWriter.write(again, Format.YAML, Mode.UNREDACTED)).isEqualTo(printed);
    }

    private static void assertEqual(CollectorConfig one, CollectorConfig other) {
        assertThat(one.service()).isEqualTo(other.service());
        assertEqual(one.receivers(), other.receivers());
        assertEqual(one.processors(), other.processors());
        assertEqual(one.exporters(), other.exporters());
        assertEqual(one.connectors(), other.connectors());
        assertEqual(one.extensions(), other.extensions());
    }

    @ParameterizedTest
    @MethodSource("factories")
    void defaults_areEqual(ComponentFactory<?> factory) throws Exception {
        Class<? extends Record> type = factory.info().configType();
        Record one;
        try {
            one = RecordBinder.read("{}", type);
        } catch (ConfigException needsKeys) {
            Assumptions.abort("%s has keys that must be given".formatted(factory.info().id()));
            return;
        }
        assertThat(one).isEqualTo(RecordBinder.read("{}", type));
    }

    private static CollectorConfig load(String uri) throws ConfigException {
        FeatureGates gates = FeatureGates.defaults();
        var resolved = ConfigResolver.system().resolve(List.of(uri), List.of(), gates);
        return CollectorConfig.load(resolved.root(), ComponentRegistry.of(CATALOGS), gates);
    }

    private static void assertEqual(
            Map<ComponentId, ComponentConfig<?>> ones,
            Map<ComponentId, ComponentConfig<?>> others) {
        ones.forEach(
                (id, one) -> {
                    ComponentConfig<?> other = others.get(id);
                    assertThat(other).isNotNull();
                    if (other != null) {
                        assertThat(one.config()).as("%s", id).isEqualTo(other.config());
                    }
                });
    }
}
