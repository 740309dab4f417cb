// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.kubernetes.ObjectMeta;
import dev.forager.pdata.Attributes;
import dev.forager.pipeline.Gates;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DirectoryTest {
    private long now = 1;
    private Association association = new Association(List.of());

    private Directory directory() {
        return directory("", Duration.ZERO);
    }

    private Directory directory(String yaml, Duration grace) {
        K8sAttributesConfig config = assertThatConfig(new K8sAttributesFactory(), yaml).binds();
        association = new Association(config.podAssociation());
        return new Directory(
                new ExtractionRules(config, Gates.UNTOUCHED),
                association,
                grace,
                new DirectoryMetrics(new TestSettings().metrics().meter(), Gates.UNTOUCHED),
                () -> now);
    }

    private static Pod pod(String uid, String address, String startedAt, String phase) {
        var meta = new ObjectMeta(uid, "shop", uid, "1", "", Map.of(), Map.of(), List.of());
        return new Pod(meta, "node-1", "", false, List.of(address), startedAt, phase, List.of());
    }

    private static Pod running(String uid, String address, int startedAt) {
        return pod(uid, address, "2026-11-26T00:00:%02dZ".formatted(startedAt), "Running");
    }

    /** The uid of the pod that a connection leads to; empty if it leads to none. */
    private String at(Directory directory, String address) {
        var identifier = association.identify(Attributes.create(), address);
        PodEntry found = identifier == null ? null : directory.find(identifier);
        return found == null ? "" : found.uid();
    }

    /** A pod may wait long for its address, as that of one that has come and gone since. */
    @Test
    void addressOfAPodThatIsGone_isThePodsThatIsThere_alsoIfThatBeganEarlier() {
        Directory directory = directory("", Duration.ofMinutes(2));
        directory.present(running("short", "10.1.0.5", 9));
        directory.gone("short");
        assertThat(at(directory, "10.1.0.5")).isEqualTo("short");
        directory.present(running("waited", "10.1.0.5", 1));
        assertThat(at(directory, "10.1.0.5")).isEqualTo("waited");
    }

    @Test
    void addressOfAPodThatIsGone_isThePodsThatIsThere_alsoIfTheApiToldOfThatFirst() {
        Directory directory = directory("", Duration.ofMinutes(2));
        directory.present(running("short", "10.1.0.5", 9));
        directory.present(running("waited", "10.1.0.5", 1));
        assertThat(at(directory, "10.1.0.5")).isEqualTo("short");
        directory.gone("short");
        assertThat(at(directory, "10.1.0.5")).isEqualTo("waited");
    }

    @Test
    void addressOfAPodThatHasEnded_isItsJustForTheGracePeriod() {
        Directory directory = directory("", Duration.ofMinutes(2));
        directory.present(running("job", "10.1.0.5", 9));
        Pod ended = pod("job", "10.1.0.5", "2026-11-26T00:00:09Z", "Succeeded");
        directory.present(ended);
        directory.sweep();
        assertThat(at(directory, "10.1.0.5")).as("its last words").isEqualTo("job");
        now += Duration.ofSeconds(121).toNanos();
        directory.sweep();
        assertThat(at(directory, "10.1.0.5")).isEmpty();
        directory.present(running("waited", "10.1.0.5", 1));
        directory.present(ended);
        assertThat(at(directory, "10.1.0.5")).isEqualTo("waited");
    }

    /** The API may tell of the address of a short pod just when it has ended. */
    @Test
    void addressOfAPodThatHadEndedWhenItWasToldOf_isItsJustForTheGracePeriod() {
        Directory directory = directory("", Duration.ofMinutes(2));
        directory.present(running("there", "10.1.0.6", 1));
        directory.present(pod("other", "10.1.0.6", "2026-11-26T00:00:09Z", "Failed"));
        directory.present(pod("short", "10.1.0.5", "2026-11-26T00:00:09Z", "Failed"));
        assertThat(at(directory, "10.1.0.5")).isEqualTo("short");
        assertThat(at(directory, "10.1.0.6")).isEqualTo("there");
        now += Duration.ofSeconds(121).toNanos();
        directory.sweep();
        assertThat(at(directory, "10.1.0.5")).isEmpty();
        directory.resync();
        assertThat(at(directory, "10.1.0.5")).isEmpty();
        assertThat(at(directory, "10.1.0.6")).isEqualTo("there");
    }

    @Test
    void addressThatAPodHadBefore_isItsForTheGracePeriod_unlessItIsAnothersNow() {
        Directory directory = directory("", Duration.ofMinutes(2));
        directory.present(running("moved", "10.1.0.5", 9));
        directory.present(running("moved", "10.1.0.6", 9));
        assertThat(at(directory, "10.1.0.5")).isEqualTo("moved");
        assertThat(at(directory, "10.1.0.6")).isEqualTo("moved");
        directory.present(running("waited", "10.1.0.5", 1));
        assertThat(at(directory, "10.1.0.5")).isEqualTo("waited");
        directory.present(running("moved", "10.1.0.7", 9));
        now += Duration.ofSeconds(121).toNanos();
        directory.sweep();
        assertThat(at(directory, "10.1.0.6")).isEmpty();
        assertThat(at(directory, "10.1.0.7")).isEqualTo("moved");
        assertThat(at(directory, "10.1.0.5")).isEqualTo("waited");
    }

    @Test
    void podThatComesBack_isForgottenAfterItsLastEnd() {
        Directory directory = directory("", Duration.ofMinutes(2));
        directory.present(running("a", "10.1.0.5", 9));
        directory.gone("a");
        now += Duration.ofSeconds(100).toNanos();
        directory.present(running("a", "10.1.0.5", 9));
        directory.gone("a");
        now += Duration.ofSeconds(100).toNanos();
        directory.sweep();
        assertThat(at(directory, "10.1.0.5")).isEqualTo("a");
        now += Duration.ofSeconds(21).toNanos();
        directory.sweep();
        assertThat(directory.size()).isZero();
        assertThat(at(directory, "10.1.0.5")).isEmpty();
    }

    @Test
    void cronJob_isTheOneThatTheApiNames_whereTheJobIsKnown() {
        Directory directory =
                directory(
                        "extract: {metadata: [k8s.cronjob.name, k8s.cronjob.uid], labels: [{key: team, from: cronjob}]}",
                        Duration.ZERO);
        var owner = new ObjectMeta.Owner("Job", "nightly-29401920", "j", true);
        var meta =
                new ObjectMeta(
                        "p",
                        "shop",
                        "p",
                        "1",
                        "2025-11-26T00:00:00Z",
                        Map.of(),
                        Map.of(),
                        List.of(owner));
        directory.present(
                new Pod(meta, "", "", false, List.of("10.1.0.5"), "", "Running", List.of()));
        assertThat(said(directory)).as("the name's word").isEqualTo("{k8s.cronjob.name=nightly}");
        directory.present(Origin.JOB, job(List.of()));
        assertThat(said(directory)).as("somebody made it by hand").isEqualTo("{}");
        directory.present(
                Origin.JOB, job(List.of(new ObjectMeta.Owner("CronJob", "real", "c", true))));
        directory.present(
                Origin.CRONJOB,
                new ObjectMeta(
                        "real", "shop", "c", "1", "", Map.of("team", "t"), Map.of(), List.of()));
        assertThat(said(directory))
                .isEqualTo("{k8s.cronjob.label.team=t, k8s.cronjob.name=real, k8s.cronjob.uid=c}");
    }

    private static ObjectMeta job(List<ObjectMeta.Owner> owners) {
        return new ObjectMeta("nightly-29401920", "shop", "j", "1", "", Map.of(), Map.of(), owners);
    }

    /** Until the API has answered, and where it refuses, the name is as good as ever. */
    @Test
    void deployment_isTheOneThatTheApiNames_orElseTheReplicaSetsName() {
        Directory directory =
                directory(
                        "extract: {metadata: [k8s.deployment.name, k8s.deployment.uid], labels: [{key: tier, from: replicaset}]}",
                        Duration.ZERO);
        var owner = new ObjectMeta.Owner("ReplicaSet", "web-abc", "rs", true);
        Map<String, String> labels = Map.of(ExtractionRules.TEMPLATE_HASH_LABEL, "abc");
        var meta = new ObjectMeta("p", "shop", "p", "1", "", labels, Map.of(), List.of(owner));
        directory.present(
                new Pod(meta, "", "", false, List.of("10.1.0.5"), "", "Running", List.of()));
        assertThat(said(directory)).isEqualTo("{k8s.deployment.name=web}");
        assertThat(directory.knowsReplicaSet("rs")).isFalse();
        directory.present(
                Origin.REPLICASET,
                new ObjectMeta(
                        "web-abc",
                        "shop",
                        "rs",
                        "1",
                        "",
                        Map.of("tier", "front"),
                        Map.of(),
                        List.of(new ObjectMeta.Owner("Deployment", "web2", "d", true))));
        assertThat(said(directory))
                .isEqualTo(
                        "{k8s.deployment.name=web2, k8s.deployment.uid=d, k8s.replicaset.label.tier=front}");
        assertThat(directory.knowsReplicaSet("rs")).isTrue();
        directory.gone("p");
        directory.sweep();
        assertThat(directory.knowsReplicaSet("rs")).as("none is held without a pod").isFalse();
    }

    private String said(Directory directory) {
        var identifier = association.identify(Attributes.create(), "10.1.0.5");
        PodEntry found = identifier == null ? null : directory.find(identifier);
        var sorted = new TreeMap<String, String>();
        if (found != null) {
            found.attributes().forEach(each -> sorted.put(each.key(), each.value().toString()));
        }
        return sorted.toString();
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
