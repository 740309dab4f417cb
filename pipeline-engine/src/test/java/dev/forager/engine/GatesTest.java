// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.config.FeatureGates;
import dev.forager.pipeline.Gates;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatesTest {
    @Test
    void gateThatNobodySwitched_isAsByDefault() throws Exception {
        Gates gates =
                Gates.of(
                        FeatureGates.parse(List.of("transform.flatten.logs,-ottl.set.allowNil"))
                                .all());

        assertThat(gates.isEnabled("transform.flatten.logs", false)).isTrue();
        assertThat(gates.isEnabled("ottl.set.allowNil", true)).isFalse();
        assertThat(gates.isEnabled("metricsgeneration.MatchAttributes", false)).isFalse();
        assertThat(Gates.UNTOUCHED.isEnabled("connector.spanmetrics.x", true)).isTrue();
    }
}
