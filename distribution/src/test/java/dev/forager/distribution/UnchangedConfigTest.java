// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.config.CollectorConfig;
import dev.forager.config.ComponentConfig;
import dev.forager.config.ComponentRegistry;
import dev.forager.config.ConfigException;
import dev.forager.config.ConfigResolver;
import dev.forager.config.FeatureGates;
import dev.forager.config.RecordBinder;
import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.ComponentFactory;
import dev.forager.pipeline.ComponentId;
import java.io.IOException;
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
        try (Stream<Path> all = Files.list(Path.of("../config-examples"))) {
            return all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
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
        CollectorConfig one = load(example);
        CollectorConfig other = load(example);

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

    private static CollectorConfig load(Path example) throws ConfigException {
        FeatureGates gates = FeatureGates.defaults();
        var resolved =
                ConfigResolver.system().resolve(List.of(example.toString()), List.of(), gates);
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
