// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.kubernetes.ObjectMeta;
import dev.forager.pdata.KeyValue;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The objects around pods, and what of them is written to resources. Namespaces and nodes are found
 * by name, deployments by namespace and name, since pods do not know their uid, all others by uid.
 * Of replica sets just those are here that pods belong to. Lookups may come from any thread;
 * changes are the directory's.
 */
final class ClusterObjects {
    private static final String SYSTEM = "kube-system";

    private final ExtractionRules rules;
    private final EncodedPairs pairs;
    private final Map<Origin, Map<String, Entry>> entries = new EnumMap<>(Origin.class);

    /** Where deployments are, by uid: other telemetry than that of pods may know it. */
    private final Map<String, String> deployments = new ConcurrentHashMap<>();

    private volatile String clusterUid = "";

    /**
     * An object.
     *
     * @param meta what was kept
     * @param tags what is written
     * @param attributes the same, encoded
     */
    record Entry(ObjectMeta meta, Map<String, String> tags, List<KeyValue> attributes) {}

    ClusterObjects(ExtractionRules rules, EncodedPairs pairs) {
        this.rules = rules;
        this.pairs = pairs;
        for (Origin origin : Origin.values()) {
            entries.put(origin, new ConcurrentHashMap<>());
        }
    }

    /** The entry; null if there is none. */
    @Nullable Entry get(Origin origin, String key) {
        return table(origin).get(key);
    }

    /** The entry of a workload of this uid; null if there is none. */
    @Nullable Entry byUid(Origin origin, String uid) {
        String key = origin == Origin.DEPLOYMENT ? deployments.get(uid) : uid;
        return key == null ? null : get(origin, key);
    }

    /** The uid of the namespace {@code kube-system}; empty before it is known. */
    String clusterUid() {
        return clusterUid;
    }

    /** How many there are. */
    int size(Origin origin) {
        return table(origin).size();
    }

    private Map<String, Entry> table(Origin origin) {
        Map<String, Entry> table = entries.get(origin);
        if (table == null) {
            throw new IllegalStateException(origin.toString());
        }
        return table;
    }

    /** What an object of this kind is found by. */
    static String key(Origin origin, ObjectMeta meta) {
        return switch (origin) {
            case NAMESPACE, NODE -> meta.name();
            case DEPLOYMENT -> meta.namespace() + "/" + meta.name();
            case POD, REPLICASET, STATEFULSET, DAEMONSET, JOB, CRONJOB -> meta.uid();
        };
    }

    /** Keeps it. */
    Change put(Origin origin, ObjectMeta meta) {
        String key = key(origin, meta);
        Entry before = table(origin).get(key);
        if (before != null && before.meta.saysTheSameAs(meta)) {
            return Change.NONE;
        }
        if (origin == Origin.NAMESPACE && meta.name().equals(SYSTEM)) {
            clusterUid = meta.uid();
        }
        if (origin == Origin.DEPLOYMENT) {
            deployments.put(meta.uid(), key);
        }
        Map<String, String> tags = tags(origin, meta);
        table(origin).put(key, new Entry(meta, tags, pairs.encode(tags, List.of())));
        return before == null ? Change.ADDED : Change.UPDATED;
    }

    /** What an event changed. */
    enum Change {
        NONE,
        ADDED,
        UPDATED
    }

    /** Forgets it. */
    boolean remove(Origin origin, String key) {
        Entry removed = table(origin).remove(key);
        if (removed != null && origin == Origin.DEPLOYMENT) {
            deployments.remove(removed.meta.uid());
        }
        return removed != null;
    }

    /**
     * The keys of all that are not among these uids.
     *
     * @param namespace just of this one; null for all
     */
    List<String> notAmong(Origin origin, Set<String> uids, @Nullable String namespace) {
        return table(origin).entrySet().stream()
                .filter(entry -> !uids.contains(entry.getValue().meta().uid()))
                .filter(
                        entry ->
                                namespace == null
                                        || namespace.equals(entry.getValue().meta().namespace()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Map<String, String> tags(Origin origin, ObjectMeta meta) {
        Map<String, String> tags = new LinkedHashMap<>();
        rules.writeLabels(origin, meta.labels(), tags);
        rules.writeAnnotations(origin, meta.annotations(), tags);
        if (origin == Origin.NODE && rules.has(MetadataField.NODE_UID)) {
            tags.putIfAbsent(MetadataField.NODE_UID.attribute(), meta.uid());
        }
        return tags;
    }
}
