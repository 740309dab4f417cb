// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Names and namespaces of the pods of this node by their uid, from the folders that the kubelet
 * makes for their logs: {@code /var/log/pods/<namespace>_<name>_<uid>}. No API is asked and no
 * right is needed but to read that folder. Bounded; thread-safe.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/cluster-administration/logging/">Kubernetes:
 *     where logs are</a>
 */
public final class PodNames {
    /** Least time between two looks for uids that are unknown (chosen). */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** More pods than a node runs (chosen). */
    private static final int MOST = 4096;

    private final Path folder;
    private final LongSupplier nanoTime;
    private Map<String, Pod> pods = Map.of();
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
        Pod known = pods.get(uid);
        long now = nanoTime.getAsLong();
        if (known == null && (!hasLooked || now - lookedAt >= PATIENCE.toNanos())) {
            hasLooked = true;
            lookedAt = now;
            pods = look();
            known = pods.get(uid);
        }
        return known;
    }

    private Map<String, Pod> look() {
        Map<String, Pod> found = new HashMap<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder)) {
            for (Path each : folders) {
                String[] parts = each.getFileName().toString().split("_");
                // Neither namespaces nor names of pods have underscores.
                if (parts.length == 3 && found.size() < MOST) {
                    found.put(parts[2], new Pod(parts[0], parts[1]));
                }
            }
        } catch (IOException e) {
            // No node of Kubernetes, or not mounted here.
        }
        return Map.copyOf(found);
    }
}
