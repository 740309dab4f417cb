// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.k8sleaderelector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.forager.kubernetes.KubernetesConfig;
import dev.forager.testkit.KubernetesServer;
import dev.forager.testkit.RealCluster;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Election against a real API server, with the rights that the manifest grants. */
class RealLeaseTest {
    private static final Path ROLE =
            Path.of("../config-examples/kubernetes/rbac-leader-elector.yaml");

    @TempDir private Path data = Path.of("");
    private final List<LeaderElector> started = new ArrayList<>();
    private final TestHost host = new TestHost();

    @AfterEach
    void stop() {
        started.forEach(each -> each.stop(Duration.ofSeconds(5)));
    }

    private LeaderElector elector(KubernetesServer server, String lease) throws Exception {
        var config =
                new K8sLeaderElectorConfig(
                        KubernetesConfig.kubeconfig(server.kubeconfig("collector").toString()),
                        lease,
                        "otel",
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(2),
                        Duration.ofMillis(300));
        var settings = new TestSettings().extension("k8s_leader_elector");
        var elector = new LeaderElector(config, settings, RandomGenerator.getDefault());
        elector.start(host);
        started.add(elector);
        return elector;
    }

    private static void awaitLeading(LeaderElector elector, boolean leads) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> elector.isLeading() == leads);
    }

    @Test
    void leaseChangesHands_andAServerThatStallsEndsTheLead() throws Exception {
        String reason = KubernetesServer.reasonNotToRun();
        assumeTrue(reason == null, reason);
        try (var server = KubernetesServer.start(data)) {
            var cluster = new RealCluster(server);
            cluster.namespace("otel", "");
            cluster.apply(ROLE);
            LeaderElector first = elector(server, "otel-collector");
            awaitLeading(first, true);
            LeaderElector second = elector(server, "otel-collector");
            first.stop(Duration.ofSeconds(5));
            awaitLeading(second, true);
            server.signal("STOP");
            awaitLeading(second, false);
            server.signal("CONT");
            awaitLeading(second, true);
            elector(server, "another");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () ->
                                    assertThat(host.statuses().toString())
                                            .contains(
                                                    "leases.coordination.k8s.io \"another\" is forbidden")
                                            .contains("(expected: a role with the verbs get"));
        }
    }
}
