// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.config.ConfigResolver;
import dev.forager.config.FeatureGates;
import dev.forager.engine.Collector;
import dev.forager.engine.CollectorSettings;
import dev.forager.engine.Components;
import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.testkit.TestSettings;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A measurement of an hour does not end at a configuration that no server takes. */
class ScenarioTest {
    static Stream<Scenario> scenarios() {
        return Stream.concat(Scenario.all().stream(), Stream.of(Overload.SCENARIO));
    }

    @Test
    void eachHasItsOwnName() {
        assertThat(scenarios().map(Scenario::name)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void theConfigurationIsOneOfTheCollector(Scenario scenario) throws Exception {
        var catalogs =
                ServiceLoader.load(ComponentCatalog.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        String config = scenario.config(4317, 4318, 8888);
        new Collector(
                        new CollectorSettings(
                                TestSettings.BUILD,
                                List.of("yaml:" + config),
                                List.of(),
                                FeatureGates.defaults(),
                                ConfigResolver.system(),
                                Components.of(catalogs),
                                MemoryBudget.unlimited(),
                                CollectorSettings.DEFAULT_DRAIN_LIMIT))
                .validate();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void eachSendingHasNewIdentities(Scenario scenario) {
        Body body = Body.of(scenario, 1);
        body.renew(0);
        byte[] first = body.wire().clone();
        body.renew(1);
        assertThat(Arrays.equals(first, body.wire()))
                .isEqualTo(scenario.isRemoteWrite() || !scenario.codec().equals("none"));
    }
}
