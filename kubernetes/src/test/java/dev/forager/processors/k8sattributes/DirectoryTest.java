// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.kubernetes.ObjectMeta;
import dev.forager.pipeline.Gates;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DirectoryTest {
    private static Directory directory() {
        K8sAttributesConfig config = assertThatConfig(new K8sAttributesFactory(), "").binds();
        return new Directory(
                new ExtractionRules(config, Gates.UNTOUCHED),
                new Association(config.podAssociation()),
                Duration.ZERO,
                new DirectoryMetrics(new TestSettings().metrics().meter(), Gates.UNTOUCHED),
                System::nanoTime);
    }

    private static Pod inNetworkOfNode(String uid, String address) {
        var meta =
                new ObjectMeta("agent-" + uid, "otel", uid, "1", "", Map.of(), Map.of(), List.of());
        return new Pod(meta, "node-1", "", true, List.of(address), "", "Running", List.of());
    }

    @Test
    void addressOfANode_isForgottenWithTheLastPodThatSharesIt() {
        Directory directory = directory();
        directory.present(inNetworkOfNode("a", "10.0.0.7"));
        directory.present(inNetworkOfNode("b", "10.0.0.7"));
        assertThat(directory.isOfNode("10.0.0.7")).isTrue();
        directory.gone("a");
        directory.sweep();
        assertThat(directory.isOfNode("10.0.0.7")).isTrue();
        directory.gone("b");
        directory.sweep();
        assertThat(directory.isOfNode("10.0.0.7")).isFalse();
        assertThat(directory.size()).isZero();
    }
}
