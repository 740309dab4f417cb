// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.kubernetes.WatchTiming;
import dev.forager.pipeline.Gates;
import dev.forager.testkit.ConfigAssertions;
import dev.forager.testkit.TestSettings;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Runs in a process of its own with a small heap: takes all pods over, then looks them up while all
 * entries are made anew, and writes what it measured to a file as {@code name=value}.
 */
final class SyncProbe {
    private static final int RESYNCS = 5;

    private SyncProbe() {}

    public static void main(String[] arguments) throws Exception {
        K8sAttributesConfig config =
                ConfigAssertions.assertThatConfig(
                                new K8sAttributesFactory(),
                                "auth_type: kubeConfig\nkubeconfig_path: %s\nextract: {metadata: [k8s.namespace.name, k8s.pod.name, k8s.pod.uid, k8s.pod.start_time, k8s.deployment.name, k8s.node.name, container.id, k8s.container.name, container.image.name, container.image.tag, service.name]}\n"
                                        .formatted(arguments[0]))
                        .binds();
        var settings = new TestSettings();
        var rules = new ExtractionRules(config, Gates.UNTOUCHED);
        var association = new Association(config.podAssociation());
        var metrics = new DirectoryMetrics(settings.metrics().meter(), Gates.UNTOUCHED);
        var directory =
                new Directory(rules, association, Duration.ofMinutes(2), metrics, System::nanoTime);
        var said = new ArrayList<String>();
        long began = System.nanoTime();
        try (var cluster =
                new Cluster(
                        config,
                        rules,
                        association,
                        PodFilter.of(config.filter(), System::getenv),
                        directory,
                        metrics,
                        settings.log().logger(),
                        WatchTiming.DEFAULT,
                        RandomGenerator.getDefault())) {
            cluster.start(TestSettings.BUILD);
            if (!cluster.awaitSynced(Duration.ofMinutes(2))) {
                throw new IllegalStateException(cluster.missing());
            }
            said.add("sync_ms=" + ((System.nanoTime() - began) / 1_000_000));
            said.add("pods=" + directory.size());
            System.gc();
            said.add(
                    "heap_mib="
                            + (ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                                    >> 20));
            said.add("idle_us=" + longestLookup(association, directory, SyncProbe::pause));
            said.add("resync_us=" + longestLookup(association, directory, directory::resync));
        }
        Files.write(Path.of(arguments[1]), said);
    }

    /** As long as a resync takes, about, without doing anything. */
    private static void pause() {
        LockSupport.parkNanos(100_000_000);
    }

    /**
     * The longest of very many lookups, in microseconds, while something else goes on: the
     * machine's own pauses are in it, so one measurement says little without the other.
     */
    private static long longestLookup(
            Association association, Directory directory, Runnable meanwhile)
            throws InterruptedException {
        Thread other =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    for (int i = 0; i < RESYNCS; i++) {
                                        meanwhile.run();
                                    }
                                });
        List<String> addresses = new ArrayList<>();
        for (PodEntry each : directory.pods()) {
            if (!each.pod().hostNetwork() && !each.isGone()) {
                addresses.addAll(each.pod().addresses());
            }
        }
        long longest = 0;
        int number = 0;
        var resource = K8sAttributesFixture.spanOf().resources().getFirst().resource();
        while (other.isAlive()) {
            var identifier =
                    association.identify(
                            resource.attributes(), addresses.get(number++ % addresses.size()));
            long began = System.nanoTime();
            PodEntry entry = identifier == null ? null : directory.find(identifier);
            longest = Math.max(longest, System.nanoTime() - began);
            if (entry == null) {
                throw new IllegalStateException("a pod is not found");
            }
        }
        other.join();
        return longest / 1000;
    }
}
