// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.k8sleaderelector;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.kubernetes.KubernetesConfig;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.ExtensionFactory;
import dev.forager.pipeline.LeaderElection;
import dev.forager.testkit.ExtensionContract;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaderElectorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir private static Path folder = Path.of("");
    private final List<LeaderElector> started = new ArrayList<>();
    private final TestHost host = new TestHost();
    private LeaseServer server = unset();

    @SuppressWarnings("NullAway") // set before each test
    private static LeaseServer unset() {
        return null;
    }

    @BeforeEach
    void open() throws IOException {
        server = new LeaseServer(folder);
    }

    @AfterEach
    void close() {
        started.forEach(each -> each.stop(PATIENCE));
        server.close();
    }

    /** What a follower was told. */
    private static final class Told implements LeaderElection.Follower {
        private final List<String> words = new ArrayList<>();

        @Override
        public synchronized void startedLeading() {
            words.add("started");
        }

        @Override
        public synchronized void stoppedLeading() {
            words.add("stopped");
        }

        synchronized String all() {
            return String.join(" ", words);
        }
    }

    private LeaderElector elector() throws IOException {
        var config =
                new K8sLeaderElectorConfig(
                        KubernetesConfig.kubeconfig(server.kubeconfig().toString()),
                        "lead",
                        "otel",
                        Duration.ofMillis(1500),
                        Duration.ofMillis(400),
                        Duration.ofMillis(50));
        var elector =
                new LeaderElector(
                        config,
                        new TestSettings().extension("k8s_leader_elector"),
                        RandomGenerator.getDefault());
        elector.start(host);
        started.add(elector);
        return elector;
    }

    private static void awaitLeading(LeaderElector elector, boolean leads) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> elector.isLeading() == leads);
    }

    @Test
    void oneLeads_andTheOtherFollows_whenItStops() throws Exception {
        LeaderElector first = elector();
        awaitLeading(first, true);
        var told = new Told();
        Runnable leave = first.follow(told);
        assertThat(told.all()).as("at once").isEqualTo("started");
        LeaderElector second = elector();
        var toldSecond = new Told();
        Runnable stay = second.follow(toldSecond);
        assertThat(stay).isNotNull();
        first.stop(PATIENCE);
        assertThat(told.all()).isEqualTo("started stopped");
        leave.run();
        awaitLeading(second, true);
        assertThat(toldSecond.all()).isEqualTo("started");
        assertThat(server.lease())
                .contains("\"leaseTransitions\":1", "\"leaseDurationSeconds\":1")
                .containsPattern(
                        "\"renewTime\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z\"");
    }

    @Test
    void leaderThatCannotRenew_stopsLeading_andSaysWhy() throws Exception {
        LeaderElector elector = elector();
        awaitLeading(elector, true);
        server.refuse(403);
        awaitLeading(elector, false);
        ComponentStatus last = host.statuses().getLast();
        assertThat(last.message())
                .isEqualTo(
                        "refused (expected: a role with the verbs get, create and update on leases.coordination.k8s.io in namespace otel)");
        server.refuse(0);
        awaitLeading(elector, true);
    }

    @Test
    void leaderThatGetsNoAnswer_stopsLeading_whileItStillWaits() throws Exception {
        LeaderElector elector = elector();
        awaitLeading(elector, true);
        server.stall(true);
        awaitLeading(elector, false);
        server.stall(false);
        awaitLeading(elector, true);
    }

    @Test
    void leaderThatVanishes_isSucceeded_whenTheLeaseIsOver() throws Exception {
        LeaderElector first = elector();
        awaitLeading(first, true);
        server.refuse(500);
        awaitLeading(first, false);
        first.stop(PATIENCE);
        server.refuse(0);
        long began = System.nanoTime();
        LeaderElector second = elector();
        awaitLeading(second, true);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("the lease is believed for its whole duration")
                .isGreaterThan(Duration.ofMillis(900));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {lease_name: a} | lease name and namespace must be set
                    {lease_name: a, lease_namespace: b, lease_duration: 5s} | leaseDuration must be greater than renewDeadline
                    {lease_name: a, lease_namespace: b, retry_period: 9s} | renewDeadline must be greater than retryPeriod*JitterFactor
                    {lease_name: a, lease_namespace: b, auth_type: tls} | invalid authType for kubernetes: tls
                    """)
    void mistakes_areNamed(String yaml, String text) {
        assertThatConfig(new K8sLeaderElectorFactory(), yaml).failsWith(text);
    }

    @Nested
    class Contract extends ExtensionContract<K8sLeaderElectorConfig> {
        @Override
        protected ExtensionFactory<K8sLeaderElectorConfig> factory() {
            return new K8sLeaderElectorFactory();
        }

        @Override
        protected K8sLeaderElectorConfig config() {
            return assertThatConfig(
                            factory(),
                            "{auth_type: kubeConfig, kubeconfig_path: '%s', lease_name: a, lease_namespace: b}"
                                    .formatted(server.kubeconfig()))
                    .binds();
        }
    }
}
