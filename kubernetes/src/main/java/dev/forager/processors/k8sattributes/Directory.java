// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.kubernetes.ObjectMeta;
import dev.forager.kubernetes.ObjectMeta.Owner;
import dev.forager.pdata.KeyValue;
import dev.forager.processors.k8sattributes.Association.Identifier;
import dev.forager.processors.k8sattributes.DirectoryMetrics.Event;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of the cluster. Lookups take no lock: they find immutable entries in concurrent
 * maps. Changes come one at a time, under this object's lock, and never wait for anything.
 *
 * <p>Two pods may claim one key, an address mostly: the one that began later has it, whatever the
 * order in which the API tells. A pod that is deleted stays for the grace period, so that what it
 * sent last finds it.
 */
final class Directory {
    private final EntryBuilder builder;
    private final ClusterObjects objects;
    private final DirectoryMetrics metrics;
    private final LongSupplier nanoClock;
    private final long graceNanos;
    private final Map<String, PodEntry> pods = new ConcurrentHashMap<>();
    private final List<Map<String, PodEntry>> slots = new ArrayList<>();
    private final Queue<PodEntry> leaving = new ArrayDeque<>();
    private final Arrivals arrivals = new Arrivals();

    /** The deployments of replica sets that pods belong to, where the API is asked for them. */
    private final Map<String, Owner> deployments = new ConcurrentHashMap<>();

    /** Addresses that pods share with their node. */
    private final Set<String> nodeAddresses = ConcurrentHashMap.newKeySet();

    Directory(
            ExtractionRules rules,
            Association association,
            Duration grace,
            DirectoryMetrics metrics,
            LongSupplier nanoClock) {
        var pairs = new EncodedPairs();
        this.objects = new ClusterObjects(rules, pairs);
        this.builder =
                new EntryBuilder(
                        rules,
                        association,
                        objects,
                        pairs,
                        replicaSet -> deployments.get(replicaSet.uid()));
        this.metrics = metrics;
        this.nanoClock = nanoClock;
        this.graceNanos = grace.toNanos();
        for (int i = 0; i < association.slots(); i++) {
            slots.add(new ConcurrentHashMap<>());
        }
    }

    /** The pod that is meant; null if none is filed there. */
    @Nullable PodEntry find(Identifier identifier) {
        return slots.get(identifier.rule().slot()).get(identifier.key());
    }

    /** Which pod has a place; null if none. */
    @Nullable PodEntry at(PodEntry.SlotKey place) {
        return slots.get(place.slot()).get(place.key());
    }

    /** What is written to a resource of this namespace or node that names no pod. */
    List<KeyValue> attributes(Origin origin, String nameOrUid) {
        ClusterObjects.Entry entry = objects.get(origin, nameOrUid);
        return entry == null ? List.of() : entry.attributes();
    }

    /** Tells when something new is filed. */
    Arrivals arrivals() {
        return arrivals;
    }

    /** Whether pods in the network of a node share this address. */
    boolean isOfNode(String address) {
        return nodeAddresses.contains(address);
    }

    /** How many pods are known, deleted ones in their grace period included. */
    int size() {
        return pods.size();
    }

    /** How many objects of a kind are known. */
    int size(Origin origin) {
        return origin == Origin.POD ? size() : objects.size(origin);
    }

    /** All pods, for people who ask; weakly consistent. */
    Iterable<PodEntry> pods() {
        return pods.values();
    }

    /** A pod as the API has it now. */
    synchronized void present(Pod pod) {
        PodEntry before = pods.get(pod.metadata().uid());
        if (before != null && !before.isGone() && before.pod().saysTheSameAs(pod)) {
            return;
        }
        metrics.count(Origin.POD, before == null ? Event.ADDED : Event.UPDATED);
        file(builder.build(pod, before), before);
        metrics.podTableSize(pods.size());
    }

    private void file(PodEntry entry, @Nullable PodEntry before) {
        pods.put(entry.uid(), entry);
        if (entry.pod().hostNetwork()) {
            addressesOf(entry.pod(), nodeAddresses);
        }
        for (PodEntry.SlotKey at : entry.keys()) {
            slots.get(at.slot()).merge(at.key(), entry, Directory::later);
        }
        if (before != null) {
            for (PodEntry.SlotKey at : before.keys()) {
                if (!entry.keys().contains(at)) {
                    unfile(at, before);
                }
            }
        }
        arrivals.signal();
    }

    /** Which of two pods has a key that both claim. */
    private static PodEntry later(PodEntry present, PodEntry other) {
        return !present.uid().equals(other.uid())
                        && other.pod().began().compareTo(present.pod().began()) < 0
                ? present
                : other;
    }

    /** Takes a pod from a place, unless another one has it by now. */
    private void unfile(PodEntry.SlotKey at, PodEntry entry) {
        slots.get(at.slot())
                .computeIfPresent(
                        at.key(),
                        (key, present) -> present.uid().equals(entry.uid()) ? null : present);
    }

    /** A pod was deleted: it leaves when its grace period is over. */
    synchronized void gone(String uid) {
        PodEntry entry = pods.get(uid);
        if (entry == null || entry.isGone()) {
            return;
        }
        metrics.count(Origin.POD, Event.DELETED);
        PodEntry gone = entry.gone(nanoClock.getAsLong());
        pods.put(uid, gone);
        for (PodEntry.SlotKey at : gone.keys()) {
            slots.get(at.slot())
                    .computeIfPresent(
                            at.key(), (key, present) -> present.uid().equals(uid) ? gone : present);
        }
        leaving.add(gone);
    }

    /** A list of pods is complete: others do not exist. */
    synchronized void listed(Set<String> uids, Predicate<Pod> ofThisList) {
        for (PodEntry entry : pods.values()) {
            if (!entry.isGone() && !uids.contains(entry.uid()) && ofThisList.test(entry.pod())) {
                gone(entry.uid());
            }
        }
    }

    /** Forgets pods whose grace period is over. */
    synchronized void sweep() {
        long now = nanoClock.getAsLong();
        int before = pods.size();
        PodEntry next = leaving.peek();
        while (next != null && now - next.goneAt() >= graceNanos) {
            leaving.remove();
            PodEntry present = pods.get(next.uid());
            if (present != null && present.isGone()) {
                pods.remove(next.uid());
                for (PodEntry.SlotKey at : present.keys()) {
                    unfile(at, present);
                }
            }
            next = leaving.peek();
        }
        if (pods.size() < before) {
            forgetUnused();
        }
        metrics.podTableSize(pods.size());
    }

    private static void addressesOf(Pod pod, Set<String> to) {
        pod.addresses().forEach(each -> to.add(Addresses.canonical(each)));
    }

    /** Deployments whose pods are gone; addresses of nodes too, which may become those of pods. */
    private void forgetUnused() {
        if (deployments.isEmpty() && nodeAddresses.isEmpty()) {
            return;
        }
        Set<String> replicaSets = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        for (PodEntry entry : pods.values()) {
            entry.pod().metadata().owners().forEach(owner -> replicaSets.add(owner.uid()));
            if (entry.pod().hostNetwork()) {
                addressesOf(entry.pod(), addresses);
            }
        }
        deployments.keySet().retainAll(replicaSets);
        nodeAddresses.retainAll(addresses);
    }

    /** An object around pods, as the API has it now. */
    synchronized void present(Origin origin, ObjectMeta meta) {
        String systemBefore = objects.clusterUid();
        ClusterObjects.Change change = objects.put(origin, meta);
        if (change == ClusterObjects.Change.NONE) {
            return;
        }
        metrics.count(origin, change == ClusterObjects.Change.ADDED ? Event.ADDED : Event.UPDATED);
        boolean concernsAll = !systemBefore.equals(objects.clusterUid());
        rebuild(pod -> concernsAll || concerns(origin, meta, pod));
    }

    private boolean concerns(Origin origin, ObjectMeta meta, Pod pod) {
        return switch (origin) {
            case POD -> false;
            case NAMESPACE -> pod.metadata().namespace().equals(meta.name());
            case NODE -> pod.nodeName().equals(meta.name());
            case DEPLOYMENT ->
                    pod.metadata().namespace().equals(meta.namespace())
                            && builder.deploymentName(pod).equals(meta.name());
            case STATEFULSET, DAEMONSET, JOB ->
                    pod.metadata().owners().stream()
                            .anyMatch(owner -> owner.uid().equals(meta.uid()));
        };
    }

    /** An object around pods was deleted. Pods keep what it said. */
    synchronized void gone(Origin origin, String nameOrUid) {
        if (objects.remove(origin, nameOrUid)) {
            metrics.count(origin, Event.DELETED);
        }
    }

    /** A list is complete: other objects of this kind do not exist. */
    synchronized void listed(Origin origin, Set<String> uids, @Nullable String namespace) {
        objects.notAmong(origin, uids, namespace).forEach(key -> gone(origin, key));
    }

    /** What the API says of a replica set that pods belong to. */
    synchronized void deploymentIs(String replicaSet, Owner deployment) {
        if (!deployment.equals(deployments.put(replicaSet, deployment))) {
            rebuild(pod -> isOf(pod, replicaSet));
        }
    }

    private static boolean isOf(Pod pod, String replicaSet) {
        Owner owner = pod.metadata().owner("ReplicaSet");
        return owner != null && owner.uid().equals(replicaSet);
    }

    /** Whether the deployment of a replica set is known. */
    boolean knowsDeploymentOf(String replicaSet) {
        return deployments.containsKey(replicaSet);
    }

    /** Makes the entries of all pods anew that exist. */
    void resync() {
        rebuild(pod -> true);
    }

    /** Takes the lock pod by pod, so that an event waits for one pod at most. */
    private void rebuild(Predicate<Pod> which) {
        for (PodEntry entry : pods.values()) {
            if (which.test(entry.pod())) {
                rebuild(entry.uid());
            }
        }
    }

    private synchronized void rebuild(String uid) {
        PodEntry entry = pods.get(uid);
        if (entry == null || entry.isGone()) {
            return;
        }
        PodEntry rebuilt = builder.build(entry.pod(), entry);
        if (!rebuilt.saysTheSameAs(entry)) {
            file(rebuilt, entry);
        }
    }
}
