// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names and namespaces of the pods of this node by their uid, from the folders that the kubelet
 * makes for their logs: {@code /var/log/pods/<namespace>_<name>_<uid>}, and names of containers by
 * their id, from the links beside: {@code /var/log/containers/<pod>_<namespace>_<name>-<id>.log}.
 * Only names in these folders are read, no link is followed. No API is asked and no right is needed
 * but to read that folder. Bounded; thread-safe.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/cluster-administration/logging/">Kubernetes:
 *     where logs are</a>
 */
public final class PodNames {
    /** Least time between two looks for uids that are unknown (chosen). */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** More pods, and containers, than a node runs (chosen). */
    private static final int MOST = 4096;

    private static final Pattern CONTAINER =
            Pattern.compile("(?<name>.+)-(?<id>[0-9a-f]{64})\\.log");

    private final Path folder;
    private final LongSupplier nanoTime;
    private Map<String, Pod> pods = Map.of();
    private Map<String, String> containers = Map.of();
    private boolean hasLooked;
    private long lookedAt;

    /** A pod. */
    public record Pod(String namespace, String name) {}

    /**
     * Pods of a node.
     *
     * @param folder where the kubelet keeps the logs of pods; it need not be there
     * @param nanoTime monotonic
     */
    public PodNames(Path folder, LongSupplier nanoTime) {
        this.folder = folder;
        this.nanoTime = nanoTime;
    }

    /** The pod with this uid; null where it is unknown. */
    public synchronized @Nullable Pod find(String uid) {
        if (!pods.containsKey(uid)) {
            look();
        }
        return pods.get(uid);
    }

    /** The name that its pod gives to the container with this id; null where it is unknown. */
    public synchronized @Nullable String containerName(String id) {
        if (!containers.containsKey(id)) {
            look();
        }
        return containers.get(id);
    }

    private void look() {
        long now = nanoTime.getAsLong();
        if (hasLooked && now - lookedAt < PATIENCE.toNanos()) {
            return;
        }
        hasLooked = true;
        lookedAt = now;
        Map<String, Pod> foundPods = new HashMap<>();
        for (String[] parts : partsOfNames(folder)) {
            foundPods.put(parts[2], new Pod(parts[0], parts[1]));
        }
        pods = Map.copyOf(foundPods);
        Map<String, String> foundContainers = new HashMap<>();
        for (String[] parts : partsOfNames(folder.resolveSibling("containers"))) {
            Matcher file = CONTAINER.matcher(parts[2]);
            if (file.matches()) {
                foundContainers.put(file.group("id"), file.group("name"));
            }
        }
        containers = Map.copyOf(foundContainers);
    }

    /** Neither namespaces nor names of pods and containers have underscores: three parts each. */
    private static List<String[]> partsOfNames(Path folder) {
        List<String[]> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path each : files) {
                String[] parts = each.getFileName().toString().split("_");
                if (parts.length == 3 && found.size() < MOST) {
                    found.add(parts);
                }
            }
        } catch (IOException e) {
            // No node of Kubernetes, or not mounted here.
        }
        return found;
    }
}
