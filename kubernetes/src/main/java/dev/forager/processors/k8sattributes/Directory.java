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
import java.util.HashMap;
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
 * <p>Two pods may claim one key, an address mostly: the one that has it now, and of two such the
 * one that began later, whatever the order in which the API tells. A pod that is deleted stays for
 * the grace period, and so do keys that it has no more, as the address of a pod that has ended:
 * what it sent last finds it, unless another pod is there by now.
 */
final class Directory {
    private final EntryBuilder builder;
    private final ClusterObjects objects;
    private final DirectoryMetrics metrics;
    private final LongSupplier nanoClock;
    private final long graceNanos;
    private final Map<String, PodEntry> pods = new ConcurrentHashMap<>();
    private final List<Map<String, PodEntry>> slots = new ArrayList<>();
    private final Queue<Leaving> leaving = new ArrayDeque<>();
    private final Arrivals arrivals = new Arrivals();

    /** Who else claims a key, by uid; for keys that two pods have claimed. */
    private final Map<PodEntry.SlotKey, Set<String>> rivals = new HashMap<>();

    /** Addresses that pods share with their node. */
    private final Set<String> nodeAddresses = ConcurrentHashMap.newKeySet();

    /**
     * What goes when its grace period is over.
     *
     * @param uid the pod's
     * @param place that it has no more; null for all of a pod that is deleted
     * @param since when it began to go, in nanoseconds
     */
    private record Leaving(String uid, PodEntry.@Nullable SlotKey place, long since) {}

    Directory(
            ExtractionRules rules,
            Association association,
            Duration grace,
            DirectoryMetrics metrics,
            LongSupplier nanoClock) {
        var pairs = new EncodedPairs();
        this.objects = new ClusterObjects(rules, pairs);
        this.builder = new EntryBuilder(rules, association, objects, pairs);
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

    /** What is written to a resource that is of a workload of this uid and names no pod. */
    List<KeyValue> attributesByUid(Origin origin, String uid) {
        ClusterObjects.Entry entry = objects.byUid(origin, uid);
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
        entry.keys().forEach(at -> claim(at, entry));
        if (before != null) {
            for (PodEntry.SlotKey at : before.keys()) {
                if (!entry.keys().contains(at)) {
                    linger(at, entry);
                }
            }
        }
        if (before == null || !before.pod().isFinished()) {
            entry.former().forEach(at -> linger(at, entry));
        }
        arrivals.signal();
    }

    /** Gives a place to a pod unless another one has a better claim to it. */
    private void claim(PodEntry.SlotKey at, PodEntry entry) {
        PodEntry present = at(at);
        if (present != null && !present.uid().equals(entry.uid())) {
            boolean stays = isFirst(present, entry, at);
            rivals.computeIfAbsent(at, _ -> new HashSet<>())
                    .add(stays ? entry.uid() : present.uid());
            if (stays) {
                return;
            }
        }
        slots.get(at.slot()).put(at.key(), entry);
    }

    private static boolean isFirst(PodEntry one, PodEntry other, PodEntry.SlotKey at) {
        boolean isThere = one.isAt(at.slot(), at.key());
        return isThere == other.isAt(at.slot(), at.key())
                ? other.pod().began().compareTo(one.pod().began()) < 0
                : isThere;
    }

    /** A pod is not at a place any more: what it sent from there may still be under way. */
    private void linger(PodEntry.SlotKey at, PodEntry entry) {
        forgetRival(at, entry.uid());
        if (at(at) == null || has(at, entry.uid())) {
            slots.get(at.slot()).put(at.key(), entry);
            leaving.add(new Leaving(entry.uid(), at, nanoClock.getAsLong()));
            contest(at);
        }
    }

    /** Lets the others that claim a place try again. */
    private void contest(PodEntry.SlotKey at) {
        for (String uid : List.copyOf(rivals.getOrDefault(at, Set.of()))) {
            PodEntry rival = pods.get(uid);
            if (rival != null) {
                claim(at, rival);
            }
        }
    }

    private void forgetRival(PodEntry.SlotKey at, String uid) {
        rivals.computeIfPresent(at, (_, uids) -> uids.remove(uid) && uids.isEmpty() ? null : uids);
    }

    private boolean has(PodEntry.SlotKey at, String uid) {
        PodEntry present = at(at);
        return present != null && present.uid().equals(uid);
    }

    /** Takes a pod from a place, unless another one has it by now. */
    private void unfile(PodEntry.SlotKey at, String uid) {
        if (has(at, uid)) {
            slots.get(at.slot()).remove(at.key());
            contest(at);
        }
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
            if (has(at, uid)) {
                slots.get(at.slot()).put(at.key(), gone);
                contest(at);
            }
        }
        leaving.add(new Leaving(uid, null, gone.goneAt()));
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
        Leaving next = leaving.peek();
        while (next != null && now - next.since() >= graceNanos) {
            leaving.remove();
            leave(next);
            next = leaving.peek();
        }
        if (pods.size() < before) {
            forgetUnused();
        }
        metrics.podTableSize(pods.size());
    }

    private void leave(Leaving leaving) {
        PodEntry present = pods.get(leaving.uid());
        PodEntry.SlotKey place = leaving.place();
        if (place != null) {
            if (present == null || !present.keys().contains(place)) {
                unfile(place, leaving.uid());
            }
        } else if (present != null && present.goneAt() == leaving.since()) {
            pods.remove(leaving.uid());
            for (PodEntry.SlotKey at : present.keys()) {
                forgetRival(at, leaving.uid());
                unfile(at, leaving.uid());
            }
        }
    }

    private static void addressesOf(Pod pod, Set<String> to) {
        pod.addresses().forEach(each -> to.add(Addresses.canonical(each)));
    }

    /** Replica sets whose pods are gone; addresses of nodes too, which may become those of pods. */
    private void forgetUnused() {
        if (objects.size(Origin.REPLICASET) == 0 && nodeAddresses.isEmpty()) {
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
        listed(Origin.REPLICASET, replicaSets, null);
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
            case REPLICASET, STATEFULSET, DAEMONSET, JOB ->
                    pod.metadata().owners().stream()
                            .anyMatch(owner -> owner.uid().equals(meta.uid()));
            case CRONJOB -> {
                Owner job = pod.metadata().owner("Job");
                Owner cronJob = job == null ? null : builder.cronJob(job);
                yield cronJob != null && cronJob.uid().equals(meta.uid());
            }
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

    /** Whether a replica set that pods belong to is known. */
    boolean knowsReplicaSet(String uid) {
        return objects.get(Origin.REPLICASET, uid) != null;
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
