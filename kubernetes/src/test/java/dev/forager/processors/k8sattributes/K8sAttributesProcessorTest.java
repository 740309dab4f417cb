// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import static dev.forager.processors.k8sattributes.TestPods.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.Processor;
import dev.forager.testkit.TestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the processor writes, waits for and says, with pods that a server of the testkit has. Longer
 * than most: each test needs the cluster and little else.
 */
class K8sAttributesProcessorTest {
    private static final String NO_WAIT = "hold: {pod_timeout: 0s}\n";

    @TempDir private Path folder = Path.of("");
    private K8sAttributesFixture k8s = unset();

    @SuppressWarnings("NullAway") // set before each test
    private static K8sAttributesFixture unset() {
        return null;
    }

    @BeforeEach
    void open() throws Exception {
        k8s = new K8sAttributesFixture(folder);
    }

    @AfterEach
    void close() {
        k8s.close();
    }

    /** A file is checked where the variables of a pod are not set. */
    @Test
    void nodeOfAnUnsetVariable_isAFaultOfTheStart() {
        var processor = k8s.create("filter: {node_from_env_var: NO_SUCH_VARIABLE}");
        assertThatThrownBy(() -> processor.start(k8s.host))
                .hasMessageContaining("envvar \"NO_SUCH_VARIABLE\" is not set");
    }

    @Test
    void connection_findsThePod_andTheDefaultsAreWritten() throws Exception {
        k8s.with(
                pod("uid-1")
                        .labelled("pod-template-hash", "7d4b9c6f5")
                        .ownedBy("ReplicaSet", "web-7d4b9c6f5"));
        k8s.startSynced("");
        assertThat(k8s.send("10.1.0.5", "host", "h"))
                .isEqualTo(
                        "{container.image.name=registry:5000/shop/web, container.image.tag=1.2,"
                                + " host=h, k8s.deployment.name=web, k8s.namespace.name=shop,"
                                + " k8s.node.name=node-1, k8s.pod.name=web-7d4b9c6f5-abcde,"
                                + " k8s.pod.start_time=2026-11-26T00:00:00Z, k8s.pod.uid=uid-1}");
    }

    @Test
    void whatTheResourceSays_stays_unlessItIsEmpty() throws Exception {
        k8s.with(pod("uid-1"));
        k8s.startSynced("extract: {metadata: [k8s.pod.name, k8s.pod.uid]}");
        assertThat(k8s.send("10.1.0.5", "k8s.pod.name", "own", "k8s.pod.uid", ""))
                .isEqualTo("{k8s.pod.name=own, k8s.pod.uid=uid-1}");
    }

    @Test
    void usualRules_areTriedInTheirOrder() throws Exception {
        k8s.with(
                pod("a").named("a").at("10.1.0.1"),
                pod("b").named("b").at("10.1.0.2"),
                pod("c").named("c").at("10.1.0.3"),
                pod("d").named("d").at("fd00::a"));
        k8s.startSynced(NO_WAIT + "extract: {metadata: [k8s.pod.name]}");
        assertThat(k8s.send("10.1.0.3", "k8s.pod.ip", "10.1.0.1", "ip", "10.1.0.2"))
                .contains("k8s.pod.name=a");
        assertThat(k8s.send("10.1.0.3", "ip", "10.1.0.2", "host.name", "10.1.0.1"))
                .contains("k8s.pod.name=b");
        assertThat(k8s.send("10.1.0.3", "host.name", "10.1.0.1")).contains("k8s.pod.name=c");
        assertThat(k8s.send("fd00:0:0:0:0:0:0:a")).contains("k8s.pod.name=d");
        assertThat(k8s.send("10.9.9.9", "host.name", "10.1.0.1"))
                .as("the connection decides, also where it finds nothing")
                .isEqualTo("{host.name=10.1.0.1}");
    }

    @Test
    void rules_needAllTheirSources_andTheFirstCompleteOneDecides() throws Exception {
        k8s.with(
                pod("a").named("a").in("x").at("10.1.0.1").labelled("app", "one"),
                pod("b").named("a").in("y").at("10.1.0.2").ran("app", "c0ffee", 0, ""));
        k8s.startSynced(
                """
                hold: {pod_timeout: 0s}
                extract: {metadata: [k8s.pod.uid, container.id], labels: [{key: app, tag_name: app}]}
                pod_association:
                - sources: [{from: resource_attribute, name: k8s.pod.name}, {from: resource_attribute, name: k8s.namespace.name}]
                - sources: [{from: resource_attribute, name: container.id}]
                - sources: [{from: resource_attribute, name: app}]
                - sources: [{from: resource_attribute, name: k8s.pod.uid}]
                - sources: [{from: connection}]
                """);
        assertThat(k8s.send("10.1.0.2", "k8s.pod.name", "a", "k8s.namespace.name", "x"))
                .contains("k8s.pod.uid=a");
        assertThat(k8s.send("10.1.0.1", "container.id", "c0ffee")).contains("k8s.pod.uid=b");
        assertThat(k8s.send("10.1.0.2", "app", "one")).contains("k8s.pod.uid=a");
        assertThat(k8s.send("10.1.0.1", "k8s.pod.uid", "b")).contains("container.id=c0ffee");
        assertThat(k8s.send("10.1.0.2", "k8s.pod.name", "a")).contains("k8s.pod.uid=b");
        assertThat(k8s.send("10.1.0.2", "k8s.pod.uid", "none")).isEqualTo("{k8s.pod.uid=none}");
    }

    @Test
    void podInHostNetwork_isNeverFoundByAddress() throws Exception {
        k8s.with(pod("a").at("127.0.1.11").inHostNetwork());
        k8s.startSynced("extract: {metadata: [k8s.pod.uid, k8s.pod.name]}");
        assertThat(k8s.send("127.0.1.11")).isEqualTo("{}");
        assertThat(k8s.settings.metrics().sum("forager_k8s_attributes_unenriched"))
                .as("and nobody waits for it")
                .isZero();
    }

    /** All there share the address, and a name tells them apart. */
    @Test
    void podInHostNetwork_isFoundByAddressAndName() throws Exception {
        k8s.with(
                pod("a").named("agent-a").at("127.0.1.11").inHostNetwork(),
                pod("b").named("agent-b").at("127.0.1.11").inHostNetwork());
        k8s.startSynced(
                """
                extract: {metadata: [k8s.pod.uid]}
                pod_association:
                - sources: [{from: resource_attribute, name: k8s.pod.ip}, {from: resource_attribute, name: k8s.pod.name}]
                - sources: [{from: connection}]
                """);
        assertThat(k8s.send("10.9.9.9", "k8s.pod.ip", "127.0.1.11", "k8s.pod.name", "agent-b"))
                .contains("k8s.pod.uid=b");
        assertThat(k8s.send("127.0.1.11")).isEqualTo("{}");
    }

    /** Telemetry of workloads themselves, as from k8s_cluster, names no pod. */
    @Test
    void resourceOfAWorkload_getsItsLabels() throws Exception {
        k8s.api.put("deployments", "d", named("web", "d", "tier", "front"));
        k8s.api.put("cronjobs", "c", named("nightly", "c", "tier", "night"));
        k8s.startSynced(
                NO_WAIT
                        + "extract: {labels: [{key: tier, from: deployment}, {key: tier, from: cronjob}]}");
        assertThat(k8s.send("10.9.9.9", "k8s.deployment.uid", "d"))
                .isEqualTo("{k8s.deployment.label.tier=front, k8s.deployment.uid=d}");
        assertThat(k8s.send("10.9.9.9", "k8s.cronjob.uid", "c"))
                .isEqualTo("{k8s.cronjob.label.tier=night, k8s.cronjob.uid=c}");
        k8s.api.delete("deployments", "d");
        Awaitility.await()
                .until(() -> k8s.settings.metrics().sum("otelsvc_k8s_deployment_deleted") == 1);
        assertThat(k8s.send("10.9.9.9", "k8s.deployment.uid", "d"))
                .isEqualTo("{k8s.deployment.uid=d}");
        assertThat(k8s.settings.metrics().sum("otelcol.k8s.watcher.cronjob.added")).isEqualTo(1);
    }

    private static String named(String name, String uid, String key, String value) {
        return "{\"metadata\":{\"name\":\"%s\",\"namespace\":\"shop\",\"uid\":\"%s\",\"labels\":{\"%s\":\"%s\"}}}"
                .formatted(name, uid, key, value);
    }

    /** As in the Go collector: annotations, well-known labels, the user's labels, the workload. */
    @Test
    void nameOfTheService_isTheLastThatIsThere() throws Exception {
        TestPods web = pod("a").labelled("who", "mine").ownedBy("StatefulSet", "db");
        k8s.with(
                web,
                pod("b").at("10.1.0.6")
                        .labelled("who", "mine")
                        .labelled("app.kubernetes.io/name", "known"),
                pod("c").at("10.1.0.7")
                        .labelled("app.kubernetes.io/name", "known")
                        .annotated("resource.opentelemetry.io/service.name", "said"));
        k8s.startSynced(
                "extract: {metadata: [service.name], labels: [{key: who, tag_name: service.name}], otel_annotations: true}");
        assertThat(k8s.send("10.1.0.5")).isEqualTo("{service.name=mine}");
        assertThat(k8s.send("10.1.0.6")).isEqualTo("{service.name=known}");
        assertThat(k8s.send("10.1.0.7")).isEqualTo("{service.name=said}");
    }

    /** A new pod comes from there, of which the API has not told yet. */
    @Test
    void connectionFromTheAddressOfAPodThatHasEnded_waitsForItsSuccessor() throws Exception {
        k8s.with(pod("job").at("10.1.0.7"));
        k8s.startSynced("hold: {pod_timeout: 20s}");
        k8s.with(pod("job").at("10.1.0.7").phase("Succeeded"));
        Awaitility.await().until(() -> k8s.settings.metrics().sum("otelsvc_k8s_pod_updated") == 1);
        var sent = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> complete(sent, "10.1.0.7"));
        k8s.with(pod("new").at("10.1.0.7").startedAt("2026-11-26T01:00:00Z"));
        assertThat(sent.get(20, TimeUnit.SECONDS)).contains("k8s.pod.uid=new");
    }

    @Test
    void addressThatIsUsedAgain_isThePodsThatBeganLater() throws Exception {
        k8s.with(pod("new").startedAt("2026-11-26T00:10:00Z"));
        k8s.with(pod("old").startedAt("2026-11-26T00:01:00Z"));
        k8s.startSynced("extract: {metadata: [k8s.pod.uid]}");
        assertThat(k8s.send("10.1.0.5")).isEqualTo("{k8s.pod.uid=new}");
        k8s.with(pod("old").startedAt("2026-11-26T00:01:00Z").labelled("a", "b"));
        k8s.with(pod("marker").at("10.1.0.9"));
        Awaitility.await().until(() -> k8s.send("10.1.0.9").contains("marker"));
        assertThat(k8s.send("10.1.0.5")).as("a late word of the old one").contains("new");
        k8s.api.delete("pods", "old");
        k8s.with(pod("marker2").at("10.1.0.10"));
        Awaitility.await().until(() -> k8s.send("10.1.0.10").contains("marker2"));
        assertThat(k8s.send("10.1.0.5")).contains("new");
    }

    @Test
    void podsThatOptOut_areLeftAlone() throws Exception {
        k8s.with(
                pod("a").at("10.1.0.1").annotated("opentelemetry.io/k8s-processor.ignore", "True"),
                pod("b").at("10.1.0.2").named("jaeger-agent-x"),
                pod("c").at("10.1.0.3").named("mine"));
        k8s.startSynced("extract: {metadata: [k8s.pod.uid]}");
        assertThat(k8s.send("10.1.0.1")).isEqualTo("{}");
        assertThat(k8s.send("10.1.0.2")).isEqualTo("{}");
        assertThat(k8s.send("10.1.0.3")).isEqualTo("{k8s.pod.uid=c}");
    }

    @Test
    void passthrough_writesTheAddress_andAsksNobody() throws Exception {
        Processor processor = k8s.start("passthrough: true");
        assertThat(k8s.send("10.1.0.5", "a", "b")).isEqualTo("{a=b, k8s.pod.ip=10.1.0.5}");
        assertThat(k8s.send("10.1.0.5", "k8s.pod.ip", "10.1.0.6"))
                .isEqualTo("{k8s.pod.ip=10.1.0.6}");
        assertThat(k8s.api.requests("/")).isZero();
        assertThat(k8s.explain("10.1.0.5"))
                .startsWith("k8s_attributes in traces\n  passthrough: writes the sender's address")
                .contains("ask that one (--endpoint)");
        processor.stop(Duration.ZERO);
        assertThat(k8s.host.pages()).isEmpty();
    }

    @Test
    void containers_areToldByNameIdAndRestarts() throws Exception {
        k8s.with(
                pod("a").containing(
                                "{\"name\":\"app\",\"image\":\"web:1.2\"},{\"name\":\"proxy\",\"image\":\"envoy@sha256:dead\"}")
                        .ran("app", "aaa", 1, "aa0")
                        .ran("proxy", "ppp", 0, ""));
        k8s.startSynced(
                "extract: {metadata: [container.id, k8s.container.name, container.image.name,"
                        + " container.image.tag, container.image.repo_digests, service.version,"
                        + " service.instance.id]}");
        assertThat(k8s.send("10.1.0.5")).as("two that work, and none is named").isEqualTo("{}");
        assertThat(k8s.send("10.1.0.5", "k8s.container.name", "app"))
                .isEqualTo(
                        "{container.id=aaa, container.image.name=web,"
                                + " container.image.repo_digests=[docker.io/shop/web@sha256:abc],"
                                + " container.image.tag=1.2, k8s.container.name=app,"
                                + " service.instance.id=shop.web-7d4b9c6f5-abcde.app,"
                                + " service.version=1.2}");
        assertThat(
                        k8s.send(
                                "10.1.0.5",
                                "k8s.container.name",
                                "app",
                                "k8s.container.restart_count",
                                "0"))
                .contains("container.id=aa0");
        assertThat(k8s.send("10.1.0.5", "container.id", "ppp"))
                .contains("k8s.container.name=proxy", "container.image.tag=latest")
                .contains("service.version=sha256:dead");
        assertThat(k8s.send("10.1.0.5", "container.id", "aa0")).contains("k8s.container.name=app");
    }

    /** An empty name has to be replaced, which is done attribute by attribute. */
    @Test
    void whatIsAddedAtOnce_isWhatIsAddedOneByOne() throws Exception {
        k8s.with(pod("a").ran("app", "aaa", 1, "aa0"));
        k8s.startSynced(
                "extract: {metadata: [k8s.pod.name, k8s.pod.uid, container.id, k8s.container.name,"
                        + " service.version]}");
        List<String> names =
                List.of(
                        "host",
                        "k8s.pod.uid",
                        "k8s.container.name",
                        "container.id",
                        "k8s.container.restart_count",
                        "service.version");
        List<String> values = List.of("own", "", "app", "aa0", "0", "1");
        for (int subset = 0; subset < 1 << names.size(); subset++) {
            var said = new ArrayList<String>();
            for (int i = 0; i < names.size(); i++) {
                if ((subset & (1 << i)) != 0) {
                    said.addAll(List.of(names.get(i), values.get(i)));
                }
            }
            String atOnce = k8s.send("10.1.0.5", said.toArray(String[]::new));
            said.addAll(List.of("k8s.pod.name", ""));
            assertThat(k8s.send("10.1.0.5", said.toArray(String[]::new)))
                    .isEqualTo(atOnce)
                    .contains("k8s.pod.name=web-7d4b9c6f5-abcde", "k8s.pod.uid=a");
        }
    }

    @Test
    void onlyContainerThatWorks_needsNoName() throws Exception {
        k8s.with(
                pod("a").beginning("{\"name\":\"setup\",\"image\":\"s:1\"}")
                        .ran("app", "aaa", 0, ""));
        k8s.startSynced("extract: {metadata: [k8s.container.name]}");
        assertThat(k8s.send("10.1.0.5")).isEqualTo("{k8s.container.name=app}");
    }

    /** As kubectl debug adds it; it can be named all the same. */
    @Test
    void containerThatWasAddedToLook_doesNotHideTheOneThatWorks() throws Exception {
        k8s.with(
                pod("a").lookedAtBy("{\"name\":\"debugger\",\"image\":\"busybox:9\"}")
                        .ran("app", "aaa", 0, ""));
        k8s.startSynced("extract: {metadata: [k8s.container.name, container.image.tag]}");
        assertThat(k8s.send("10.1.0.5"))
                .isEqualTo("{container.image.tag=1.2, k8s.container.name=app}");
        assertThat(k8s.send("10.1.0.5", "k8s.container.name", "debugger"))
                .isEqualTo("{container.image.tag=9, k8s.container.name=debugger}");
    }

    @Test
    void gates_chooseTheNames() throws Exception {
        String yaml =
                "extract: {metadata: [container.image.tag], labels: [{key: app}],"
                        + " annotations: [{key_regex: 'x/(.*)', tag_name: '$1'}, {key_regex: 'y.*'}]}";
        TestPods pod = pod("a").labelled("app", "w").annotated("x/n", "1").annotated("yy", "2");
        k8s.with(pod);
        k8s.startSynced(yaml);
        assertThat(k8s.send("10.1.0.5"))
                .isEqualTo(
                        "{container.image.tag=1.2, k8s.pod.annotations.yy=2,"
                                + " k8s.pod.labels.app=w, n=1}");
        k8s.close();
        k8s = new K8sAttributesFixture(folder).with(pod);
        k8s.settings =
                new TestSettings().withGates(ExtractionRules.EMIT_V1, ExtractionRules.DONT_EMIT_V0);
        k8s.startSynced(yaml);
        assertThat(k8s.send("10.1.0.5"))
                .isEqualTo(
                        "{container.image.tags=[1.2], k8s.pod.annotation.yy=2,"
                                + " k8s.pod.label.app=w, n=1}");
    }

    @Test
    void untilTheFirstSync_theStatusSaysSo_butNotForEver() throws Exception {
        k8s.with(pod("a"));
        k8s.api.refuse("pods", 503, "ServiceUnavailable", "not yet");
        k8s.start("hold: {sync_timeout: 300ms, pod_timeout: 0s}");
        assertThat(k8s.host.statuses().getFirst().state())
                .isEqualTo(ComponentStatus.State.STARTING);
        Awaitility.await()
                .until(
                        () ->
                                k8s.host.statuses().getLast().state()
                                        == ComponentStatus.State.RECOVERABLE_ERROR);
        assertThat(k8s.send("10.1.0.5")).isEqualTo("{}");
        k8s.api.allow("pods");
        Awaitility.await().until(() -> k8s.host.statuses().getLast().equals(ComponentStatus.ok()));
        assertThat(k8s.send("10.1.0.5")).contains("k8s.pod.uid=a");
    }

    @Test
    void startThatWaitsForMetadata_failsWhereTheRightIsMissing() {
        k8s.with(pod("a"));
        k8s.api.refuse("pods", 403, "Forbidden", "pods is forbidden");
        String yaml = "wait_for_metadata: true\nwait_for_metadata_timeout: 500ms";
        assertThatThrownBy(() -> k8s.start(yaml))
                .hasMessageContaining("failed to wait for caches to sync within 500ms")
                .hasMessageContaining("pods is forbidden");
    }

    @Test
    void startThatWaitsForMetadata_saysWhyAlsoWhereNothingFails() {
        k8s.with(pod("a"));
        assertThatThrownBy(
                        () -> k8s.start("wait_for_metadata: true\nwait_for_metadata_timeout: 0s"))
                .hasMessageEndingWith(": Kubernetes has not told everything yet");
    }

    @Test
    void startThatWaitsForMetadata_goesOnWhenAllIsTold() throws Exception {
        k8s.with(pod("a"));
        k8s.start("wait_for_metadata: true");
        assertThat(k8s.send("10.1.0.5")).contains("k8s.pod.uid=a");
    }

    @Test
    void recordsBeforeTheFirstSync_waitForIt() throws Exception {
        k8s.with(pod("a"));
        k8s.api.refuse("pods", 503, "ServiceUnavailable", "not yet");
        k8s.start("hold: {sync_timeout: 30s}");
        var sent = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> complete(sent));
        Awaitility.await().until(() -> k8s.api.requests("/pods") >= 2);
        assertThat(sent).isNotDone();
        k8s.api.allow("pods");
        assertThat(sent.get(20, TimeUnit.SECONDS)).contains("k8s.pod.uid=a");
    }

    @Test
    void bytesThatWait_areBounded() throws Exception {
        k8s.api.refuse("pods", 503, "ServiceUnavailable", "not yet");
        k8s.start("hold: {sync_timeout: 30s, max_bytes: 1}");
        assertThat(k8s.send("10.1.0.5")).as("no room to wait").isEqualTo("{}");
        assertThat(k8s.settings.metrics().points("forager_k8s_attributes_unenriched"))
                .containsExactly("{reason=not_synced} 1");
    }

    @Test
    void podThatIsNotKnown_isWaitedForOnce() throws Exception {
        k8s.with(pod("a"));
        k8s.startSynced("hold: {pod_timeout: 200ms}");
        long began = System.nanoTime();
        assertThat(k8s.send("10.7.7.7")).isEqualTo("{}");
        assertThat(System.nanoTime() - began).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(190));
        assertThat(k8s.send("10.7.7.7")).isEqualTo("{}");
        assertThat(k8s.settings.metrics().points("forager_k8s_attributes_unenriched"))
                .as("what is not waited for goes on without its pod, too")
                .containsExactly("{reason=unknown_pod} 2");
        k8s.with(pod("b").at("10.7.7.7"));
        Awaitility.await().until(() -> k8s.send("10.7.7.7").contains("k8s.pod.uid=b"));
    }

    @Test
    void connectionFromTheAddressOfADeletedPod_waitsForItsSuccessor() throws Exception {
        k8s.with(pod("old").at("10.1.0.7"));
        k8s.startSynced(
                "hold: {pod_timeout: 20s}\npod_association: [{sources: [{from: resource_attribute, name: k8s.pod.uid}]}, {sources: [{from: connection}]}]");
        k8s.api.delete("pods", "old");
        Awaitility.await().until(() -> k8s.settings.metrics().sum("otelsvc_k8s_pod_deleted") == 1);
        assertThat(k8s.send("10.1.0.7", "k8s.pod.uid", "old"))
                .as("what says so itself is still the old one's")
                .contains("k8s.pod.name=web");
        var sent = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> complete(sent, "10.1.0.7"));
        k8s.with(pod("new").at("10.1.0.7").startedAt("2026-11-26T01:00:00Z"));
        assertThat(sent.get(20, TimeUnit.SECONDS)).contains("k8s.pod.uid=new");
    }

    private void complete(CompletableFuture<String> sent) {
        complete(sent, "10.1.0.5");
    }

    private void complete(CompletableFuture<String> sent, String address) {
        try {
            sent.complete(k8s.send(address));
        } catch (Exception e) {
            sent.completeExceptionally(e);
        }
    }

    @Test
    void explanation_saysWhichRuleAndWhyNot() throws Exception {
        k8s.with(
                pod("a").named("web-1"),
                pod("h").named("agent").at("127.0.1.11").inHostNetwork(),
                pod("i").named("jaeger-agent").at("10.1.0.8"));
        k8s.startSynced(NO_WAIT + "filter: {node: node-1}");
        assertThat(k8s.explain("10.1.0.5"))
                .contains("k8s_attributes\n  knows 3 pods; everything was told once\n")
                .contains("10.1.0.5: pod shop/web-1, uid a, addresses [10.1.0.5], on node node-1")
                .contains("  rule 3, the connection's address: finds it by 10.1.0.5\n")
                .contains("  writes k8s.pod.name = web-1\n");
        assertThat(k8s.explain("127.0.1.11"))
                .contains("shares the address with others there, so it is not found by address");
        assertThat(k8s.explain("shop/jaeger-agent"))
                .contains("Nothing is written: exclude::pods has the name jaeger-agent.");
        assertThat(k8s.explain("10.9.9.9"))
                .contains("10.9.9.9: no pod that is known has it.")
                .contains("filter: fields spec.nodeName=node-1")
                .contains("A pod outside of the filter (above) is not known.");
        k8s.api.delete("pods", "a");
        Awaitility.await().until(() -> k8s.explain("a").contains(", deleted 0 s ago"));
    }

    @Test
    void refusedPods_areSaidToBeUnknown() throws Exception {
        k8s.api.refuse("pods", 403, "Forbidden", "pods is forbidden");
        k8s.startSynced("hold: {pod_timeout: 1h}");
        assertThat(k8s.explain("")).contains("  knows 0 pods; never told: pods\n");
        assertThat(k8s.send("10.7.7.7")).as("not waited for").isEqualTo("{}");
        assertThat(k8s.settings.log().lines())
                .extracting(each -> each.message())
                .contains(
                        "Kubernetes does not tell; nothing is known of it",
                        "Kubernetes metadata synced as far as it is not refused");
        k8s.api.allow("pods");
        Awaitility.await()
                .until(() -> k8s.explain("").contains("knows 0 pods; everything was told once"));
    }

    @Test
    void gatesThatContradict_areRefused() {
        k8s.settings = new TestSettings().withGates(ExtractionRules.DONT_EMIT_V0);
        assertThatThrownBy(() -> k8s.create(""))
                .hasMessageContaining(
                        "processor.k8sattributes.DontEmitV0K8sConventions cannot be enabled without");
    }

    @Test
    void metrics_haveTheNamesOfTheGoCollector() throws Exception {
        k8s.with(pod("a"));
        k8s.startSynced(NO_WAIT);
        k8s.send("10.1.0.5");
        k8s.send("10.9.9.9");
        k8s.api.delete("pods", "a");
        Awaitility.await().until(() -> k8s.settings.metrics().sum("otelsvc_k8s_pod_deleted") == 1);
        assertThat(k8s.settings.metrics().sum("otelsvc_k8s_pod_added")).isEqualTo(1);
        assertThat(k8s.settings.metrics().gauge("otelsvc_k8s_pod_table_size")).isEqualTo(1);
        assertThat(k8s.settings.metrics().sum("otelsvc_k8s_ip_lookup_miss")).isEqualTo(1);
        assertThat(k8s.settings.metrics().points("otelcol.k8s.pod.association"))
                .containsExactly(
                        "{otelcol.signal=traces, pod_identifier=connection, status=error} 1",
                        "{otelcol.signal=traces, pod_identifier=connection, status=success} 1");
    }

    @Test
    void gates_chooseTheNamesOfMetrics() throws Exception {
        k8s.settings =
                new TestSettings()
                        .withGates(DirectoryMetrics.NEW_NAMES, DirectoryMetrics.NO_OLD_NAMES);
        k8s.with(pod("a"));
        k8s.startSynced(NO_WAIT);
        k8s.send("10.9.9.9");
        assertThat(k8s.settings.metrics().sum("otelcol.k8s.watcher.pod.added")).isEqualTo(1);
        assertThat(k8s.settings.metrics().gauge("otelcol.k8s.watcher.pod_cache.size")).isEqualTo(1);
        assertThat(k8s.settings.metrics().points("otelsvc_k8s_pod_added")).isEmpty();
        assertThat(k8s.settings.metrics().points("otelsvc_k8s_ip_lookup_miss")).isEmpty();
    }
}
