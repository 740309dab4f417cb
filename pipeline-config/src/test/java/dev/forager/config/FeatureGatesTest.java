// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureGatesTest {
    @Test
    void gatesOfComponentsThatAreNotHere_areTakenAndSwitchNothing() throws Exception {
        FeatureGates gates =
                FeatureGates.parse(
                        List.of("filelog.allowFileDeletion,-filelog.allowHeaderMetadataParsing"));
        assertThat(gates.notes()).isEmpty();
        assertThatThrownBy(
                        () ->
                                FeatureGates.parse(
                                        List.of("-receiver.kubeletstats.enableCPUUsageMetrics")))
                .hasMessageContaining("is stable, can not be disabled");
    }

    @Test
    void text_isThatOfTheCollectorsHelp() {
        assertThat(FeatureGates.defaults().toString())
                .startsWith(
                        "-confmap.enableMergeAppendOption,-connector.servicegraph.legacyLatencyMetricNames,")
                .contains(
                        ",connector.servicegraph.virtualNode,",
                        ",-pdata.useProtoPooling,pkg.confighttp.PrioritizeNewKeepalive,-pkg.configmiddleware.CustomTCPRouting,")
                .endsWith(
                        "-service.profilesSupport,-spanmetrics.statusCodeConvention.useOtelPrefix,-telemetry.newPipelineTelemetry,-transform.flatten.logs");
    }

    @Test
    void laterWord_counts() throws Exception {
        FeatureGates gates =
                FeatureGates.parse(
                        List.of(
                                "service.profilesSupport,-service.partialReloadReceivers",
                                "",
                                "-service.profilesSupport,+service.profilesSupport"));
        assertThat(gates.isEnabled(FeatureGates.PROFILES)).isTrue();
        assertThat(gates.isEnabled("service.partialReloadReceivers")).isFalse();
        assertThat(requireNonNull(gates.find(FeatureGates.PROFILES)).stage()).isEqualTo("Alpha");
    }

    @Test
    void contribGate_isHandedToTheComponents() throws Exception {
        FeatureGates gates =
                FeatureGates.parse(
                        List.of(
                                "ottl.functions.enableLambda,-connector.spanmetrics.includeCollectorInstanceID"));
        assertThat(gates.isEnabled("ottl.functions.enableLambda")).isTrue();
        assertThat(FeatureGates.defaults().find("ottl.functions.enableLambda")).isNull();
        assertThat(gates.find("connector.spanmetrics.includeCollectorInstanceID"))
                .satisfies(gate -> assertThat(requireNonNull(gate).enabled()).isFalse());
    }

    @Test
    void stableGate_isNoted() throws Exception {
        assertThat(FeatureGates.parse(List.of("pkg.confighttp.PrioritizeNewKeepalive")).notes())
                .containsExactly(
                        "Feature gate \"pkg.confighttp.PrioritizeNewKeepalive\" is stable and already enabled. It will be removed in version 0.166.0 and continued use of the gate after version 0.166.0 will result in an error.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",,|empty feature gate identifier at index 0; empty feature gate identifier at index 1; empty feature gate identifier at index 2",
                "-pkg.confighttp.PrioritizeNewKeepalive|feature gate \"pkg.confighttp.PrioritizeNewKeepalive\" is stable, can not be disabled",
                "-ottl.PanicDuplicateName|feature gate \"ottl.PanicDuplicateName\" is stable, can not be disabled",
            })
    void wrongWord_isRefusedInTheCollectorsWords(String flag, String message) {
        assertThatThrownBy(() -> FeatureGates.parse(List.of(flag)))
                .hasMessage(
                        "invalid argument \"%s\" for \"--feature-gates\" flag: %s"
                                .formatted(flag, message));
    }

    @Test
    void unknownGate_isRefusedWithTheValidOnes() {
        assertThatThrownBy(() -> FeatureGates.parse(List.of("nosuch")))
                .hasMessageStartingWith(
                        "invalid argument \"nosuch\" for \"--feature-gates\" flag: no such feature gate \"nosuch\". valid gates: [confmap.enableMergeAppendOption connector.servicegraph.legacyLatencyMetricNames ");
    }
}
