// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.forager.kubernetes.ApiResource;
import dev.forager.kubernetes.KubernetesClient;
import dev.forager.kubernetes.KubernetesConfig;
import dev.forager.kubernetes.KubernetesException;
import dev.forager.kubernetes.MetadataReader;
import dev.forager.kubernetes.ObjectMeta;
import dev.forager.kubernetes.Selection;
import dev.forager.kubernetes.WatchTiming;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.Processor;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.KubernetesServer;
import dev.forager.testkit.RealCluster;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The processor against a real API server, with the rights that the manifests of config-examples
 * grant. In order, because some tests end the server; in one class, because it is started once.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealApiTest {
    private static final Path MANIFESTS = Path.of("../config-examples/kubernetes");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final WatchTiming QUICK =
            new WatchTiming(
                    2,
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(90),
                    Duration.ofMillis(50),
                    Duration.ofMillis(500),
                    Duration.ofMillis(300));

    @TempDir private static Path data = Path.of("");
    private static @Nullable KubernetesServer server;

    private final TestSettings settings = new TestSettings();
    private final CollectingConsumer next = new CollectingConsumer();
    private final TestHost host = new TestHost();
    private @Nullable Processor processor;

    @BeforeAll
    static void startServer() throws IOException {
        String reason = KubernetesServer.reasonNotToRun();
        assumeTrue(reason == null, reason);
        server = KubernetesServer.start(data);
        RealCluster cluster = cluster();
        cluster.namespace("otel", "");
        cluster.namespace("shop", "\"team\":\"sales\"");
        cluster.node("node-1", "\"zone\":\"a\"");
        cluster.apply(MANIFESTS.resolve("rbac-gateway.yaml"));
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void stop() {
        if (processor != null) {
            processor.stop(Duration.ofSeconds(5));
        }
    }

    private static KubernetesServer server() {
        KubernetesServer present = server;
        if (present == null) {
            throw new IllegalStateException("not started");
        }
        return present;
    }

    private static RealCluster cluster() {
        return new RealCluster(server());
    }

    private void start(String user, String yaml) throws Exception {
        start(user, yaml, QUICK);
    }

    private void start(String user, String yaml, WatchTiming timing) throws Exception {
        var factory = new K8sAttributesFactory(timing);
        String access =
                "auth_type: kubeConfig\nkubeconfig_path: %s\nkube_api_qps: 1000\nkube_api_burst: 1000\n"
                        .formatted(server().kubeconfig(user));
        var config = assertThatConfig(factory, access + yaml).binds();
        processor =
                factory.create(config, settings.processor("k8s_attributes", Signal.TRACES), next);
        processor.start(host);
    }

    private void awaitSynced() {
        Awaitility.await()
                .atMost(LONG)
                .until(() -> settings.log().messages().contains("Kubernetes metadata synced"));
    }

    private String send(String address, String... attributes) throws Exception {
        next.clear();
        if (processor != null) {
            processor.consume(
                    K8sAttributesFixture.spanOf(attributes), K8sAttributesFixture.from(address));
        }
        return K8sAttributesFixture.resourceOf(next);
    }

    private void awaitSaid(String address, String part) {
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(send(address)).contains(part));
    }

    private List<String> troubles() {
        return host.statuses().stream()
                .filter(each -> each.state() == ComponentStatus.State.RECOVERABLE_ERROR)
                .map(each -> String.valueOf(each.message()))
                .toList();
    }

    @Test
    @Order(1)
    void everyKindOfObject_isFoundWithTheRightsOfTheManifest() throws Exception {
        RealCluster cluster = cluster();
        String deployment =
                RealCluster.uid(
                        server().must(
                                        "POST",
                                        "/apis/apps/v1/namespaces/shop/deployments",
                                        RealCluster.workload(
                                                "Deployment",
                                                "web",
                                                ",\"labels\":{\"tier\":\"front\"}")));
        String replicaSet =
                RealCluster.uid(
                        server().must(
                                        "POST",
                                        "/apis/apps/v1/namespaces/shop/replicasets",
                                        RealCluster.workload(
                                                "ReplicaSet",
                                                "web-abc",
                                                RealCluster.owner(
                                                        "apps/v1",
                                                        "Deployment",
                                                        "web",
                                                        deployment))));
        String pod =
                cluster.pod(
                        "shop",
                        "web-abc-1",
                        "node-1",
                        "10.1.0.1",
                        RealCluster.owner("apps/v1", "ReplicaSet", "web-abc", replicaSet)
                                + ",\"labels\":{\"app\":\"web\",\"pod-template-hash\":\"abc\"},\"annotations\":{\"resource.opentelemetry.io/service.name\":\"shop-web\"}");
        start(
                "collector",
                """
                wait_for_metadata: true
                wait_for_metadata_timeout: 60s
                extract:
                  metadata: [k8s.pod.uid, k8s.deployment.name, k8s.deployment.uid, k8s.node.uid, k8s.cluster.uid, k8s.replicaset.name, container.id, k8s.container.name, container.image.repo_digests, service.name, service.namespace]
                  labels:
                  - {key: app}
                  - {key: team, from: namespace}
                  - {key: zone, from: node}
                  - {key: tier, from: deployment}
                  otel_annotations: true
                """);
        assertThat(send("10.1.0.1"))
                .contains("k8s.pod.uid=" + pod)
                .contains("k8s.deployment.name=web,", "k8s.deployment.uid=" + deployment)
                .contains("k8s.deployment.label.tier=front", "k8s.replicaset.name=web-abc")
                .contains("k8s.namespace.labels.team=sales", "k8s.node.labels.zone=a")
                .contains("k8s.cluster.uid=", "k8s.node.uid=", "k8s.pod.labels.app=web")
                .contains("container.id=c-web-abc-1", "k8s.container.name=app")
                .contains("service.name=shop-web", "service.namespace=shop");
        assertThat(troubles()).isEmpty();
        cluster.namespace("shop", "\"team\":\"marketing\"");
        awaitSaid("10.1.0.1", "k8s.namespace.labels.team=marketing");
    }

    @Test
    @Order(1)
    void ownersOfOwners_areFoundWithTheRightsOfTheManifest() throws Exception {
        RealCluster cluster = cluster();
        String cronJob =
                RealCluster.uid(
                        server().must(
                                        "POST",
                                        "/apis/batch/v1/namespaces/shop/cronjobs",
                                        """
                                        {"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"nightly","labels":{"tier":"night"}},
                                         "spec":{"schedule":"0 0 * * *","suspend":true,"jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"app","image":"i"}]}}}}}}
                                        """));
        String job =
                RealCluster.uid(
                        server().must(
                                        "POST",
                                        "/apis/batch/v1/namespaces/shop/jobs",
                                        """
                                        {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"nightly-1"%s},
                                         "spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"app","image":"i"}]}}}}
                                        """
                                                .formatted(
                                                        RealCluster.owner(
                                                                "batch/v1",
                                                                "CronJob",
                                                                "nightly",
                                                                cronJob))));
        cluster.pod(
                "shop",
                "nightly-1-x",
                "node-1",
                "10.1.1.1",
                RealCluster.owner("batch/v1", "Job", "nightly-1", job));
        String replicaSet =
                RealCluster.uid(
                        server().must(
                                        "POST",
                                        "/apis/apps/v1/namespaces/shop/replicasets",
                                        RealCluster.workload(
                                                "ReplicaSet",
                                                "alone",
                                                ",\"annotations\":{\"note\":\"by hand\"}")));
        start(
                "collector",
                """
                hold: {pod_timeout: 30s}
                extract:
                  metadata: [k8s.pod.name, k8s.job.name, k8s.cronjob.name, k8s.cronjob.uid]
                  labels: [{key: tier, from: cronjob}]
                  annotations: [{key: note, from: replicaset}]
                """);
        awaitSynced();
        assertThat(send("10.1.1.1"))
                .contains("k8s.job.name=nightly-1", "k8s.cronjob.name=nightly,")
                .contains("k8s.cronjob.uid=" + cronJob, "k8s.cronjob.label.tier=night");
        assertThat(send("10.9.9.9", "k8s.cronjob.uid", cronJob)).contains("label.tier=night");
        cluster.pod(
                "shop",
                "alone-1",
                "node-1",
                "10.1.1.2",
                RealCluster.owner("apps/v1", "ReplicaSet", "alone", replicaSet));
        awaitSaid("10.1.1.2", "k8s.replicaset.annotation.note=by hand");
        assertThat(troubles()).isEmpty();
    }

    @Test
    @Order(2)
    void selectors_areTheServers() throws Exception {
        RealCluster cluster = cluster();
        cluster.pod("shop", "mine", "node-2", "10.1.0.2", "");
        cluster.pod("shop", "other", "node-3", "10.1.0.3", "");
        start(
                "collector",
                "hold: {pod_timeout: 0s}\nfilter: {node: node-2, namespace: [shop, otel], fields: [{key: status.phase, value: Running}]}\n");
        awaitSynced();
        assertThat(send("10.1.0.2")).contains("k8s.pod.name=mine");
        assertThat(send("10.1.0.3")).isEqualTo("{}");
    }

    /** Of a pod's addresses the API selects by the first alone. */
    @Test
    @Order(2)
    void pod_isLookedUpByEveryWord_withoutAProcessor() throws Exception {
        String uid = cluster().pod("shop", "dual-stack", "node-1", "10.1.0.20", "");
        server().must(
                        "PATCH",
                        "/api/v1/namespaces/shop/pods/dual-stack/status",
                        "{\"status\":{\"podIPs\":[{\"ip\":\"10.1.0.20\"},{\"ip\":\"fd00::20\"}]}}");
        var api = KubernetesConfig.kubeconfig(server().kubeconfig("collector").toString());
        for (String word :
                List.of(
                        "10.1.0.20",
                        "fd00::20",
                        "fd00:0:0:0:0:0:0:20",
                        "dual-stack",
                        "shop/dual-stack",
                        uid,
                        "c-dual-stack")) {
            assertThat(K8sAttributesFactory.lookUp(api, word, TestSettings.BUILD))
                    .as(word)
                    .contains("pod shop/dual-stack, uid " + uid);
        }
        assertThat(K8sAttributesFactory.lookUp(api, "nobody", TestSettings.BUILD))
                .contains("no pod has nobody as address, pod, uid or container");
    }

    @Test
    @Order(3)
    void podThatStarts_isWaitedFor_andOneThatEndsIsStillKnown() throws Exception {
        start("collector", "hold: {pod_timeout: 30s}");
        awaitSynced();
        var seen = new ArrayList<String>();
        Thread sender =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        seen.add(send("10.1.0.4"));
                                    } catch (Exception e) {
                                        seen.add(e.toString());
                                    }
                                });
        String uid = cluster().pod("shop", "fresh", "node-1", "10.1.0.4", "");
        assertThat(sender.join(LONG)).isTrue();
        assertThat(seen.getFirst()).contains("k8s.pod.uid=" + uid);
        cluster().deletePod("shop", "fresh");
        Awaitility.await()
                .atMost(LONG)
                .until(() -> settings.metrics().sum("otelsvc_k8s_pod_deleted") == 1);
        assertThat(send("10.9.9.9", "k8s.pod.ip", "10.1.0.4")).contains("k8s.pod.uid=" + uid);
    }

    @Test
    @Order(4)
    void rightThatIsMissing_isNamed_andTheRestServes() throws Exception {
        cluster().apply(MANIFESTS.resolve("rbac-namespace.yaml"));
        cluster().pod("shop", "counted", "node-1", "10.1.0.5", "");
        server().must(
                        "DELETE",
                        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/forager-gateway",
                        "");
        String yaml =
                "filter: {namespace: shop}\nextract: {metadata: [k8s.pod.name, k8s.node.uid]}\n";
        start("collector", yaml);
        awaitSaid("10.1.0.5", "k8s.pod.name=counted");
        Awaitility.await().atMost(LONG).until(() -> !troubles().isEmpty());
        assertThat(troubles().getLast())
                .contains(
                        "nodes: nodes is forbidden: User \"system:serviceaccount:otel:collector\" cannot list resource \"nodes\"")
                .contains("(expected: a role with the verbs list and watch on nodes)");
        cluster().apply(MANIFESTS.resolve("rbac-gateway.yaml"));
        awaitSaid("10.1.0.5", "k8s.node.uid=");
        assertThat(host.statuses().getLast().state()).isEqualTo(ComponentStatus.State.OK);
    }

    /** Watches that are open go on without the right, so the server begins anew. */
    @Test
    @Order(4)
    void rightThatIsTakenAway_isNamed_andWhatIsKnownIsUsed() throws Exception {
        cluster().pod("shop", "before", "node-1", "10.1.0.12", "");
        start("collector", "hold: {pod_timeout: 0s}");
        awaitSynced();
        server().must(
                        "DELETE",
                        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/forager-gateway",
                        "");
        server().kill();
        server().launch();
        Awaitility.await()
                .atMost(LONG)
                .until(() -> troubles().toString().contains("pods is forbidden"));
        assertThat(troubles().getLast())
                .contains(
                        "(expected: a role with the verbs list and watch on pods, which was there");
        assertThat(send("10.1.0.12")).contains("k8s.pod.name=before");
        cluster().pod("shop", "behind", "node-1", "10.1.0.13", "");
        assertThat(send("10.1.0.13")).isEqualTo("{}");
        cluster().apply(MANIFESTS.resolve("rbac-gateway.yaml"));
        awaitSaid("10.1.0.13", "k8s.pod.name=behind");
        assertThat(host.statuses().getLast().state()).isEqualTo(ComponentStatus.State.OK);
    }

    @Test
    @Order(5)
    void tokenThatIsNotTaken_isReadAgain() throws Exception {
        server().writeKubeconfig("changing", "expired");
        cluster().pod("shop", "later", "node-1", "10.1.0.6", "");
        start("changing", "hold: {pod_timeout: 0s, sync_timeout: 0s}");
        Awaitility.await().atMost(LONG).until(() -> troubles().toString().contains("Unauthorized"));
        assertThat(send("10.1.0.6")).isEqualTo("{}");
        server().writeKubeconfig("changing", "collector-token");
        awaitSaid("10.1.0.6", "k8s.pod.name=later");
    }

    @Test
    @Order(6)
    void versionFromBeforeARestart_isExpired() throws Exception {
        var config = KubernetesConfig.kubeconfig(server().kubeconfig("collector").toString());
        try (var client = KubernetesClient.open(config, TestSettings.BUILD)) {
            KubernetesClient.Page page =
                    client.list(
                            ApiResource.PODS,
                            Selection.all(),
                            1,
                            "",
                            MetadataReader.ofNames(),
                            each -> {});
            assertThat(page.next()).isNotEmpty();
            for (String value : List.of("1", "2", "3")) {
                cluster().namespace("shop", "\"touched\":\"" + value + "\"");
            }
            server().kill();
            server().launch();
            assertThatThrownBy(() -> watch(client, page.resourceVersion()))
                    .isInstanceOfSatisfying(
                            KubernetesException.class,
                            e -> assertThat(e.isExpired()).as(e.getMessage()).isTrue());
        }
    }

    private static void watch(KubernetesClient client, String from) throws IOException {
        client.watch(
                ApiResource.PODS,
                Selection.all(),
                from,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                MetadataReader.ofNames(),
                new KubernetesClient.WatchEvents<ObjectMeta>() {
                    @Override
                    public void present(ObjectMeta object) {}

                    @Override
                    public void gone(ObjectMeta object) {}
                });
    }

    @Test
    @Order(7)
    void serverThatStalls_isLeft_andWhatIsKnownIsUsed() throws Exception {
        cluster().pod("shop", "known", "node-1", "10.1.0.7", "");
        var impatient =
                new WatchTiming(
                        500,
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(3),
                        Duration.ofMillis(50),
                        Duration.ofMillis(500),
                        Duration.ofMillis(300));
        start("collector", "hold: {pod_timeout: 0s}", impatient);
        awaitSynced();
        server().signal("STOP");
        try {
            Awaitility.await()
                    .atMost(LONG)
                    .until(
                            () ->
                                    troubles()
                                            .toString()
                                            .contains("the server has sent nothing for 3 s"));
            assertThat(send("10.1.0.7")).contains("k8s.pod.name=known");
        } finally {
            server().signal("CONT");
        }
        cluster().pod("shop", "after", "node-1", "10.1.0.8", "");
        awaitSaid("10.1.0.8", "k8s.pod.name=after");
    }

    @Test
    @Order(8)
    void serverThatDies_isWaitedFor_andNothingIsForgotten() throws Exception {
        cluster().pod("shop", "old", "node-1", "10.1.0.9", "");
        start("collector", "hold: {pod_timeout: 0s}");
        awaitSynced();
        server().kill();
        Awaitility.await()
                .atMost(LONG)
                .until(() -> troubles().toString().contains("connection refused"));
        assertThat(send("10.1.0.9")).contains("k8s.pod.name=old");
        server().launch();
        cluster().pod("shop", "new", "node-1", "10.1.0.10", "");
        awaitSaid("10.1.0.10", "k8s.pod.name=new");
        Awaitility.await()
                .atMost(LONG)
                .until(() -> host.statuses().getLast().state() == ComponentStatus.State.OK);
    }

    @Test
    @Order(9)
    void serverThatIsAwayAtStart_isWaitedFor() throws Exception {
        cluster().pod("shop", "early", "node-1", "10.1.0.11", "");
        server().kill();
        start("collector", "hold: {sync_timeout: 200ms, pod_timeout: 0s}");
        assertThat(send("10.1.0.11")).as("it goes on as it is").isEqualTo("{}");
        assertThat(settings.metrics().points("forager_k8s_attributes_unenriched"))
                .containsExactly("{reason=not_synced} 1");
        server().launch();
        awaitSaid("10.1.0.11", "k8s.pod.name=early");
    }
}
