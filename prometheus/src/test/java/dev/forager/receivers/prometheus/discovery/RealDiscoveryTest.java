// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.forager.config.RecordBinder;
import dev.forager.receivers.prometheus.config.KubernetesSdConfig;
import dev.forager.receivers.prometheus.scrape.TargetGroup;
import dev.forager.testkit.KubernetesServer;
import dev.forager.testkit.LogRecorder;
import dev.forager.testkit.RealCluster;
import dev.forager.testkit.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Discovery in a real cluster whose API is named by its address, with the rights that the manifest
 * grants.
 */
class RealDiscoveryTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final List<String> ROLES =
            List.of("pod", "service", "endpoints", "endpointslice", "node", "ingress");
    private static final String ATTACHED =
            "attach_metadata: {node: true, namespace: true, deployment: true, job: true, cronjob: true}";

    @TempDir private Path data = Path.of("");
    private final LogRecorder log = new LogRecorder();
    private final List<Thread> running = new ArrayList<>();

    @Test
    void everyRole_findsItsTargets_andFollows() throws Exception {
        String reason = KubernetesServer.reasonNotToRun();
        assumeTrue(reason == null, reason);
        try (var server = KubernetesServer.start(data)) {
            var cluster = new RealCluster(server);
            fill(server, cluster);
            Path token = Files.writeString(data.resolve("token"), "collector-token\n");
            List<AtomicReference<List<TargetGroup>>> found = new ArrayList<>();
            for (String role : ROLES) {
                found.add(discover(config(server, role, token)));
            }
            for (int i = 0; i < ROLES.size(); i++) {
                awaitText(found.get(i), "web");
            }
            assertThat(found.getFirst().get().toString())
                    .contains("__address__=10.1.0.1", "__meta_kubernetes_node_label_zone=a")
                    .contains("__meta_kubernetes_namespace_label_team=sales");
            cluster.pod("shop", "web-2", "web-node", "10.1.0.2", "");
            awaitText(found.getFirst(), "web-2");
            cluster.deletePod("shop", "web-2");
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> !found.getFirst().get().toString().contains("web-2"));
        } finally {
            running.forEach(Thread::interrupt);
            for (Thread each : running) {
                assertThat(each.join(LONG)).isTrue();
            }
        }
    }

    private static void fill(KubernetesServer server, RealCluster cluster) throws IOException {
        cluster.namespace("otel", "");
        cluster.namespace("shop", "\"team\":\"sales\"");
        cluster.node("web-node", "\"zone\":\"a\"");
        server.must(
                "PATCH",
                "/api/v1/nodes/web-node/status",
                "{\"status\":{\"addresses\":[{\"type\":\"InternalIP\",\"address\":\"10.0.0.1\"}]}}");
        cluster.apply(Path.of("../config-examples/kubernetes/rbac-prometheus.yaml"));
        cluster.pod("shop", "web-1", "web-node", "10.1.0.1", "");
        server.must(
                "POST",
                "/api/v1/namespaces/shop/services",
                "{\"metadata\":{\"name\":\"web\"},\"spec\":{\"ports\":[{\"port\":80}]}}");
        server.must(
                "POST",
                "/api/v1/namespaces/shop/endpoints",
                """
                {"metadata":{"name":"web"},"subsets":[{"addresses":[{"ip":"10.1.0.1",
                 "targetRef":{"kind":"Pod","namespace":"shop","name":"web-1"}}],"ports":[{"port":80}]}]}
                """);
        server.must(
                "POST",
                "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices",
                """
                {"metadata":{"name":"web","labels":{"kubernetes.io/service-name":"web"}},"addressType":"IPv4",
                 "endpoints":[{"addresses":["10.1.0.1"]}],"ports":[{"port":80}]}
                """);
        server.must(
                "POST",
                "/apis/networking.k8s.io/v1/namespaces/shop/ingresses",
                """
                {"metadata":{"name":"web"},"spec":{"rules":[{"host":"web.example.org","http":{"paths":[
                 {"path":"/","pathType":"Prefix","backend":{"service":{"name":"web","port":{"number":80}}}}]}}]}}
                """);
    }

    private String config(KubernetesServer server, String role, Path token) {
        return "{role: %s, api_server: 'https://127.0.0.1:%d', authorization: {credentials_file: '%s'}, tls_config: {ca_file: '%s'}, %s}"
                .formatted(role, server.port(), token, data.resolve("ca.crt"), ATTACHED);
    }

    private AtomicReference<List<TargetGroup>> discover(String yaml) throws Exception {
        var discovery =
                new KubernetesDiscovery(
                        RecordBinder.read(yaml, KubernetesSdConfig.class),
                        TestSettings.BUILD,
                        InstantSource.system(),
                        log.logger());
        var found = new AtomicReference<List<TargetGroup>>(List.of());
        running.add(
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        discovery.run(found::set);
                                    } catch (InterruptedException end) {
                                        Thread.currentThread().interrupt();
                                    }
                                }));
        return found;
    }

    private static void awaitText(AtomicReference<List<TargetGroup>> found, String part) {
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(found.get().toString()).contains(part));
    }
}
