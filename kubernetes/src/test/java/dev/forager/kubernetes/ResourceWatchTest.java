// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.testkit.Kubeconfig;
import dev.forager.testkit.Ports;
import dev.forager.testkit.TestSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceWatchTest {
    private static final WatchTiming QUICK =
            new WatchTiming(
                    2,
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(20),
                    Duration.ofMillis(100),
                    Duration.ofMillis(60));

    private static WatchTiming timing(Duration firstWait, Duration longestWait) {
        return new WatchTiming(
                2,
                Duration.ofMinutes(5),
                Duration.ofSeconds(20),
                firstWait,
                longestWait,
                longestWait);
    }

    private final Seen seen = new Seen();
    private @Nullable ResourceWatch<ObjectMeta> watch;
    private @Nullable KubernetesClient client;
    private ScriptedApi api = unset();
    @TempDir private Path folder = Path.of("");

    /** What the listener learned. */
    private static final class Seen implements WatchListener<ObjectMeta> {
        private final Map<String, ObjectMeta> present = new TreeMap<>();
        private final List<WatchStatus> statuses = new ArrayList<>();

        @Override
        public synchronized void present(ObjectMeta object) {
            present.put(object.uid(), object);
        }

        @Override
        public synchronized void gone(ObjectMeta object) {
            present.remove(object.uid());
        }

        @Override
        public synchronized void listed(Set<String> uids) {
            present.keySet().retainAll(uids);
        }

        @Override
        public synchronized void status(WatchStatus status) {
            statuses.add(status);
        }

        synchronized String uids() {
            return String.join(" ", present.keySet());
        }

        synchronized WatchStatus last() {
            return statuses.isEmpty() ? WatchStatus.LISTING : statuses.getLast();
        }

        synchronized boolean hadState(WatchStatus.State state) {
            return statuses.stream().anyMatch(each -> each.state() == state);
        }
    }

    @SuppressWarnings("NullAway") // set before each test
    private static ScriptedApi unset() {
        return null;
    }

    @BeforeEach
    void open() throws IOException {
        api = new ScriptedApi(folder);
    }

    @AfterEach
    void close() {
        if (watch != null) {
            watch.close();
        }
        if (client != null) {
            client.close();
        }
        api.close();
    }

    private void start(WatchTiming timing) throws IOException {
        start(timing, api.config());
    }

    private void start(WatchTiming timing, KubernetesConfig config) throws IOException {
        client = KubernetesClient.open(config, TestSettings.BUILD);
        watch =
                new ResourceWatch<>(
                        client,
                        ApiResource.NAMESPACES,
                        Selection.all(),
                        new MetadataReader(key -> key.equals("team"), key -> false),
                        seen,
                        timing,
                        RandomGenerator.getDefault());
        watch.start();
    }

    private void put(String uid, String labels) {
        api.put(
                "namespaces",
                uid,
                "{\"metadata\":{\"name\":\"n-%s\",\"uid\":\"%s\",\"labels\":{%s}}}"
                        .formatted(uid, uid, labels));
    }

    private void awaitUids(String uids) {
        Awaitility.await().untilAsserted(() -> assertThat(seen.uids()).isEqualTo(uids));
    }

    @Test
    void list_comesPageByPage_andEventsFollow() throws IOException {
        for (String uid : List.of("a", "b", "c", "d", "e")) {
            put(uid, "\"team\":\"x\",\"other\":\"y\"");
        }
        start(QUICK);
        awaitUids("a b c d e");
        assertThat(api.requests("limit=2")).isEqualTo(3);
        put("f", "");
        api.delete("namespaces", "a");
        awaitUids("b c d e f");
        assertThat(seen.present)
                .hasEntrySatisfying(
                        "b",
                        each -> {
                            assertThat(each.name()).isEqualTo("n-b");
                            assertThat(each.labels()).isEqualTo(Map.of("team", "x"));
                        });
    }

    @Test
    void cutWatch_goesOnFromWhereItWas() throws IOException {
        put("a", "");
        start(QUICK);
        awaitUids("a");
        Awaitility.await().until(() -> api.openWatches() == 1);
        api.cutWatches();
        put("b", "");
        awaitUids("a b");
        assertThat(api.requests("limit=")).as("lists").isEqualTo(1);
    }

    @Test
    void expiredVersion_makesANewList_andMissesNoDeletion() throws IOException {
        put("a", "");
        put("b", "");
        start(QUICK);
        awaitUids("a b");
        Awaitility.await().until(() -> api.openWatches() == 1);
        api.refuse("namespaces", 503, "ServiceUnavailable", "away");
        api.cutWatches();
        Awaitility.await().until(() -> seen.last().text().equals("away"));
        api.deleteSilently("namespaces", "a");
        put("c", "");
        api.compact();
        api.allow("namespaces");
        awaitUids("b c");
        assertThat(api.requests("limit=")).isGreaterThanOrEqualTo(2);
        assertThat(seen.last().state()).isEqualTo(WatchStatus.State.SYNCED);
    }

    /** The waits are longer than the test waits, so a wait would be seen. */
    @Test
    void expiredVersionAfterALongOutage_makesANewListAtOnce() throws IOException {
        put("a", "");
        start(timing(Duration.ofMillis(1), Duration.ofSeconds(60)));
        awaitUids("a");
        Awaitility.await().until(() -> api.openWatches() == 1);
        api.refuse("namespaces", 503, "ServiceUnavailable", "away");
        api.cutWatches();
        Awaitility.await().until(() -> api.requests("watch=1") >= 11);
        put("b", "");
        api.compact();
        api.allow("namespaces");
        awaitUids("a b");
        assertThat(seen.statuses.stream().map(WatchStatus::state).toList())
                .endsWith(
                        WatchStatus.State.SYNCED,
                        WatchStatus.State.LISTING,
                        WatchStatus.State.SYNCED);
        assertThat(api.requests("limit=")).isEqualTo(2);
    }

    @Test
    void listsThatAreTooOldAtOnce_areNotAskedForWithoutAPause() throws Exception {
        put("a", "");
        api.compactAlways();
        start(QUICK);
        Awaitility.await().until(() -> seen.last().state() == WatchStatus.State.FAILING);
        long before = api.requests("limit=");
        Awaitility.await()
                .pollDelay(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(api.requests("limit=") - before).isLessThan(25));
    }

    @Test
    void rightThatWasThere_mayBeThatOfAServerThatStarts() throws Exception {
        put("a", "");
        start(QUICK);
        awaitUids("a");
        Awaitility.await().until(() -> api.openWatches() == 1);
        api.refuse("namespaces", 403, "Forbidden", "not yet");
        api.cutWatches();
        Awaitility.await().until(() -> seen.last().state() == WatchStatus.State.REFUSED);
        assertThat(seen.last().text())
                .isEqualTo(
                        "not yet (expected: a role with the verbs list and watch on namespaces, which was there before: a server that is starting refuses for a moment, too)");
        api.allow("namespaces");
        put("b", "");
        awaitUids("a b");
        assertThat(seen.last()).isEqualTo(WatchStatus.SYNCED);
        assertThat(api.requests("limit=")).as("lists").isEqualTo(1);
    }

    /** What it refuses at first is not settled, or telemetry would go on without it. */
    @Test
    void serverThatWasAway_isAskedMoreThanOnce_beforeARightCountsAsMissing() throws Exception {
        int port = Ports.free();
        Path kubeconfig =
                Kubeconfig.write(folder.resolve("away"), "http://127.0.0.1:" + port, "token");
        start(
                QUICK,
                new KubernetesConfig(AuthType.KUBE_CONFIG, kubeconfig.toString(), "", 1000, 1000));
        Awaitility.await().until(() -> seen.last().text().contains("connection refused"));
        try (var late = new ScriptedApi(folder, port)) {
            late.refuse("namespaces", 403, "Forbidden", "not yet");
            assertThat(watch != null && watch.awaitFirstList(Duration.ofSeconds(20))).isTrue();
            assertThat(late.requests("limit=")).isGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void missingRight_isSaidAndAskedForAgain() throws Exception {
        put("a", "");
        api.refuse("namespaces", 403, "Forbidden", "namespaces is forbidden: User x cannot list");
        start(QUICK);
        Awaitility.await().until(() -> seen.last().state() == WatchStatus.State.REFUSED);
        assertThat(seen.last().text())
                .isEqualTo(
                        "namespaces is forbidden: User x cannot list (expected: a role with the verbs list and watch on namespaces)");
        assertThat(watch != null && watch.awaitFirstList(Duration.ofSeconds(5)))
                .as("nobody waits for what will not come")
                .isTrue();
        api.allow("namespaces");
        awaitUids("a");
        Awaitility.await().until(() -> seen.last().state() == WatchStatus.State.SYNCED);
    }

    @Test
    void expiredToken_isReadAgain() throws Exception {
        put("a", "");
        api.demandToken("first");
        start(QUICK);
        awaitUids("a");
        api.demandToken("second");
        api.cutWatches();
        put("b", "");
        Awaitility.await().until(() -> seen.last().state() == WatchStatus.State.FAILING);
        Awaitility.await()
                .untilAsserted(
                        () ->
                                assertThat(seen.last().text())
                                        .isEqualTo(
                                                "Unauthorized (expected: a token or certificate that the server knows)"));
        api.writeKubeconfig("second");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> seen.uids().equals("a b"));
    }

    @Test
    void serverThatIsAway_isWaitedFor_andWhatIsKnownStays() throws Exception {
        api.refuse("namespaces", 503, "ServiceUnavailable", "etcd is not ready");
        start(QUICK);
        Awaitility.await().until(() -> seen.last().text().equals("etcd is not ready"));
        put("a", "");
        api.allow("namespaces");
        awaitUids("a");
        api.refuse("namespaces", 500, "InternalError", "once more");
        api.cutWatches();
        Awaitility.await().until(() -> seen.last().text().equals("once more"));
        assertThat(seen.uids()).isEqualTo("a");
    }

    @Test
    void silentWatch_countsAsDead() throws Exception {
        put("a", "");
        start(
                new WatchTiming(
                        500,
                        Duration.ofMinutes(5),
                        Duration.ofMillis(200),
                        Duration.ofMillis(20),
                        Duration.ofMillis(100),
                        Duration.ofMillis(60)));
        awaitUids("a");
        Awaitility.await().until(() -> api.requests("watch=1") >= 3);
        assertThat(seen.hadState(WatchStatus.State.FAILING)).isTrue();
        assertThat(seen.statuses)
                .contains(
                        new WatchStatus(
                                WatchStatus.State.FAILING,
                                "reading the watch: the server has sent nothing for 0 s"));
        assertThat(api.requests("limit=")).as("lists").isEqualTo(1);
        put("b", "");
        awaitUids("a b");
    }

    @Test
    void refusedConnection_isNamed() throws Exception {
        KubernetesConfig config = api.config();
        client = KubernetesClient.open(config, TestSettings.BUILD);
        api.close();
        watch =
                new ResourceWatch<>(
                        client,
                        ApiResource.NAMESPACES,
                        Selection.all(),
                        MetadataReader.ofNames(),
                        seen,
                        QUICK,
                        RandomGenerator.getDefault());
        watch.start();
        Awaitility.await()
                .untilAsserted(
                        () ->
                                assertThat(seen.last().text())
                                        .matches("http://127.0.0.1:\\d+/: connection refused"));
    }
}
