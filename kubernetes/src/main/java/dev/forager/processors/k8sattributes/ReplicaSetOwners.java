// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.kubernetes.ApiResource;
import dev.forager.kubernetes.KubernetesClient;
import dev.forager.kubernetes.KubernetesException;
import dev.forager.kubernetes.MetadataReader;
import dev.forager.kubernetes.ObjectMeta;
import dev.forager.kubernetes.ObjectMeta.Owner;
import dev.forager.kubernetes.Selection;
import dev.forager.kubernetes.WatchStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the replica sets that pods belong to. Old ones are most objects of a cluster, and none of
 * them is held: a few unknown ones are asked for one by one, many by one list of which just those
 * are kept. The owner of a replica set does not change, and its labels are its deployment's
 * template's, so nothing is watched. On a virtual thread of its own.
 */
final class ReplicaSetOwners implements AutoCloseable {
    /** Above this one list costs the server less than single requests (chosen). */
    private static final int SINGLE = 20;

    private static final int PAGE = 500;
    private static final Duration RETRY = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final Directory directory;
    private final List<Selection> selections;
    private final Consumer<WatchStatus> status;
    private final MetadataReader reader;
    private final Semaphore work = new Semaphore(0);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch first = new CountDownLatch(1);

    /** By uid. */
    private final Map<String, Wanted> wanted = new LinkedHashMap<>();

    private @Nullable Thread thread;

    /** Where a replica set is. */
    private record Wanted(String namespace, String name) {}

    ReplicaSetOwners(
            KubernetesClient client,
            Directory directory,
            MetadataReader reader,
            List<Selection> selections,
            Consumer<WatchStatus> status) {
        this.client = client;
        this.directory = directory;
        this.reader = reader;
        this.selections = selections;
        this.status = status;
    }

    /** Begins. */
    void start() {
        thread = Thread.ofVirtual().name("kubernetes-replicasets").start(this::run);
    }

    /** Notes the replica set of a pod. */
    void noteOwnerOf(Pod pod) {
        Owner owner = pod.metadata().owner("ReplicaSet");
        if (owner == null || directory.knowsReplicaSet(owner.uid())) {
            return;
        }
        synchronized (wanted) {
            wanted.put(owner.uid(), new Wanted(pod.metadata().namespace(), owner.name()));
        }
    }

    /** What was noted is to be found now. */
    void find() {
        work.release();
    }

    /** Waits until what was noted first was asked for once. */
    boolean awaitFirst(Duration most) throws InterruptedException {
        return first.await(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void run() {
        try {
            while (closed.getCount() > 0) {
                work.acquire();
                work.drainPermits();
                if (!findAll() && closed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private boolean findAll() {
        Map<String, Wanted> now;
        synchronized (wanted) {
            now = new LinkedHashMap<>(wanted);
        }
        try {
            if (now.size() > SINGLE) {
                list(now);
            } else {
                for (Map.Entry<String, Wanted> each : now.entrySet()) {
                    get(each.getKey(), each.getValue());
                }
            }
            synchronized (wanted) {
                wanted.keySet().removeAll(now.keySet());
            }
            status.accept(WatchStatus.SYNCED);
            return true;
        } catch (IOException e) {
            failed(e);
            return false;
        } finally {
            first.countDown();
        }
    }

    private void failed(IOException e) {
        status.accept(
                WatchStatus.of(
                        e,
                        "a role with the verbs get and list on replicasets.apps, or no k8s.deployment.uid, no from: replicaset and no deployment_name_from_replicaset: false"));
        find();
    }

    private void list(Map<String, Wanted> now) throws IOException {
        for (Selection selection : selections) {
            String next = "";
            do {
                var found = new ArrayList<ObjectMeta>();
                KubernetesClient.Page page =
                        client.list(
                                ApiResource.REPLICA_SETS,
                                selection,
                                PAGE,
                                next,
                                reader,
                                each -> {
                                    if (now.containsKey(each.uid())) {
                                        found.add(each);
                                    }
                                });
                found.forEach(each -> directory.present(Origin.REPLICASET, each));
                next = page.next();
            } while (!next.isEmpty());
        }
    }

    private void get(String uid, Wanted where) throws IOException {
        try {
            ObjectMeta meta =
                    client.get(ApiResource.REPLICA_SETS, where.namespace(), where.name(), reader);
            if (meta.uid().equals(uid)) {
                directory.present(Origin.REPLICASET, meta);
            }
        } catch (KubernetesException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
