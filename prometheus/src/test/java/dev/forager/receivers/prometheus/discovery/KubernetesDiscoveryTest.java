// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.config.RecordBinder;
import dev.forager.receivers.prometheus.config.KubernetesSdConfig;
import dev.forager.receivers.prometheus.scrape.TargetGroup;
import dev.forager.testkit.LogRecorder;
import dev.forager.testkit.TestSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Targets of a cluster whose objects were recorded (Kubernetes 1.37), beside what the real
 * collector (contrib 0.161) found in it.
 */
class KubernetesDiscoveryTest {
    /** Their pods came and went while the recording was made. */
    private static final String MOVING = "__meta_kubernetes_namespace=batch";

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"pod", "service", "endpoints", "endpointslice", "node", "ingress"})
    void targets_areTheCollectors(String role) throws Exception {
        List<String> ours =
                found(
                        "{role: %s, attach_metadata: {node: true, namespace: true, deployment: true, job: true, cronjob: true}, %s}",
                        role);
        List<String> theirs = new ArrayList<>();
        for (String line : recorded("expected.txt").lines().toList()) {
            if (line.contains(", job=" + role + "}") && !line.contains(MOVING)) {
                theirs.add(line);
            }
        }
        // Two containers without a port are one target in the end, which it lists once.
        assertThat(ours).isNotEmpty().containsAll(theirs);
    }

    @Test
    void selectors_goToTheServer() throws Exception {
        try (var api = new RecordedApi()) {
            found(
                    api,
                    "{role: pod, namespaces: {names: [shop]}, selectors: [{role: pod, label: app=x, field: spec.nodeName=n}], %s}");
            assertThat(api.requests())
                    .anySatisfy(
                            request ->
                                    assertThat(request)
                                            .startsWith("/api/v1/namespaces/shop/pods?")
                                            .contains("labelSelector=app%3Dx")
                                            .contains("fieldSelector=spec.nodeName%3Dn"));
        }
    }

    private static String recorded(String name) throws Exception {
        try (var in =
                requireNonNull(
                        KubernetesDiscoveryTest.class.getResourceAsStream("kubernetes/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<String> found(String config, String role) throws Exception {
        try (var api = new RecordedApi()) {
            List<String> lines = new ArrayList<>();
            for (TargetGroup group : found(api, config.formatted(role, "%s"))) {
                for (Map<String, String> target : group.targets()) {
                    Map<String, String> labels = new TreeMap<>(group.labels());
                    labels.putAll(target);
                    labels.values().removeIf(String::isEmpty);
                    labels.put("job", role);
                    lines.add(labels.toString());
                }
            }
            return lines;
        }
    }

    private List<TargetGroup> found(RecordedApi api, String config) throws Exception {
        Path kubeconfig = api.kubeconfig(folder.resolve("kubeconfig"));
        var queue = new LinkedBlockingQueue<List<TargetGroup>>();
        var discovery =
                new KubernetesDiscovery(
                        RecordBinder.read(
                                config.formatted("kubeconfig_file: '" + kubeconfig + "'"),
                                KubernetesSdConfig.class),
                        TestSettings.BUILD,
                        new LogRecorder().logger());
        Thread thread =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        discovery.run(queue::add);
                                    } catch (InterruptedException end) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
        try {
            return requireNonNull(queue.poll(60, TimeUnit.SECONDS));
        } finally {
            thread.interrupt();
            thread.join();
        }
    }
}
