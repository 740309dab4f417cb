// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import static dev.forager.processors.k8sattributes.MetadataField.CLUSTER_UID;
import static dev.forager.processors.k8sattributes.MetadataField.CONTAINER_ID;
import static dev.forager.processors.k8sattributes.MetadataField.CONTAINER_NAME;
import static dev.forager.processors.k8sattributes.MetadataField.CRONJOB_NAME;
import static dev.forager.processors.k8sattributes.MetadataField.CRONJOB_UID;
import static dev.forager.processors.k8sattributes.MetadataField.DAEMONSET_NAME;
import static dev.forager.processors.k8sattributes.MetadataField.DAEMONSET_UID;
import static dev.forager.processors.k8sattributes.MetadataField.DEPLOYMENT_NAME;
import static dev.forager.processors.k8sattributes.MetadataField.DEPLOYMENT_UID;
import static dev.forager.processors.k8sattributes.MetadataField.IMAGE_NAME;
import static dev.forager.processors.k8sattributes.MetadataField.IMAGE_REPO_DIGESTS;
import static dev.forager.processors.k8sattributes.MetadataField.IMAGE_TAG;
import static dev.forager.processors.k8sattributes.MetadataField.IMAGE_TAGS;
import static dev.forager.processors.k8sattributes.MetadataField.JOB_NAME;
import static dev.forager.processors.k8sattributes.MetadataField.JOB_UID;
import static dev.forager.processors.k8sattributes.MetadataField.NAMESPACE_NAME;
import static dev.forager.processors.k8sattributes.MetadataField.NODE_NAME;
import static dev.forager.processors.k8sattributes.MetadataField.POD_HOSTNAME;
import static dev.forager.processors.k8sattributes.MetadataField.POD_IP;
import static dev.forager.processors.k8sattributes.MetadataField.POD_NAME;
import static dev.forager.processors.k8sattributes.MetadataField.POD_START_TIME;
import static dev.forager.processors.k8sattributes.MetadataField.POD_UID;
import static dev.forager.processors.k8sattributes.MetadataField.REPLICASET_NAME;
import static dev.forager.processors.k8sattributes.MetadataField.REPLICASET_UID;
import static dev.forager.processors.k8sattributes.MetadataField.SERVICE_INSTANCE_ID;
import static dev.forager.processors.k8sattributes.MetadataField.SERVICE_NAME;
import static dev.forager.processors.k8sattributes.MetadataField.SERVICE_NAMESPACE;
import static dev.forager.processors.k8sattributes.MetadataField.SERVICE_VERSION;
import static dev.forager.processors.k8sattributes.MetadataField.STATEFULSET_NAME;
import static dev.forager.processors.k8sattributes.MetadataField.STATEFULSET_UID;

import dev.forager.kubernetes.ObjectMeta;
import dev.forager.kubernetes.ObjectMeta.Owner;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import dev.forager.processors.k8sattributes.PodEntry.ContainerEntry;
import dev.forager.processors.k8sattributes.PodEntry.RunEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a pod, and of the objects around it, what is written to its resources. Where two sources
 * give one attribute the order is the Go collector's. Called under the directory's lock.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/non-normative/k8s-attributes/">How
 *     service attributes are told from Kubernetes</a>
 */
final class EntryBuilder {
    private static final ContainerEntry NOTHING =
            new ContainerEntry("", false, List.of(), List.of());

    private final ExtractionRules rules;
    private final Association association;
    private final ClusterObjects objects;
    private final EncodedPairs pairs;

    /** A builder. */
    EntryBuilder(
            ExtractionRules rules,
            Association association,
            ClusterObjects objects,
            EncodedPairs pairs) {
        this.rules = rules;
        this.association = association;
        this.objects = objects;
        this.pairs = pairs;
    }

    /**
     * The entry of a pod.
     *
     * @param before its entry until now, of which the new one keeps what is the same; or null
     */
    PodEntry build(Pod pod, @Nullable PodEntry before) {
        String reason = rules.reasonToIgnore(pod);
        Map<String, String> tags = reason == null ? tags(pod) : Map.of();
        List<PodEntry.SlotKey> keys = association.keys(pod, tags, !pod.isFinished());
        return new PodEntry(
                pod,
                reason,
                pairs.encode(tags, before == null ? List.of() : before.attributes()),
                reason == null && rules.hasContainers()
                        ? containers(pod, before == null ? List.of() : before.containers())
                        : List.of(),
                keys,
                pod.isFinished() ? formerKeys(pod, tags, keys) : List.of());
    }

    private List<PodEntry.SlotKey> formerKeys(
            Pod pod, Map<String, String> tags, List<PodEntry.SlotKey> now) {
        return association.keys(pod, tags, true).stream()
                .filter(each -> !now.contains(each))
                .toList();
    }

    private Map<String, String> tags(Pod pod) {
        Map<String, String> tags = new LinkedHashMap<>();
        ObjectMeta meta = pod.metadata();
        set(tags, POD_NAME, meta.name());
        set(tags, POD_HOSTNAME, pod.hostname());
        set(tags, POD_IP, pod.addresses().isEmpty() ? "" : pod.addresses().getFirst());
        set(tags, NAMESPACE_NAME, meta.namespace());
        set(tags, POD_START_TIME, meta.created());
        set(tags, POD_UID, meta.uid());
        set(tags, SERVICE_NAME, meta.name());
        owners(pod, tags);
        set(tags, NODE_NAME, pod.nodeName());
        set(tags, CLUSTER_UID, objects.clusterUid());
        rules.writeLabels(Origin.POD, meta.labels(), tags);
        set(tags, SERVICE_NAME, label(meta, ExtractionRules.NAME_LABEL));
        set(tags, SERVICE_NAME, label(meta, ExtractionRules.INSTANCE_LABEL));
        set(tags, SERVICE_VERSION, label(meta, ExtractionRules.VERSION_LABEL));
        rules.writeAnnotations(Origin.POD, meta.annotations(), tags);
        around(pod, tags);
        return tags;
    }

    /** Sets a field that is asked for, unless there is nothing to set. */
    private void set(Map<String, String> tags, MetadataField field, String value) {
        if (!value.isEmpty() && rules.has(field)) {
            tags.put(field.attribute(), value);
        }
    }

    private static String label(ObjectMeta meta, String key) {
        return meta.labels().getOrDefault(key, "");
    }

    private void owners(Pod pod, Map<String, String> tags) {
        for (Owner owner : pod.metadata().owners()) {
            switch (owner.kind()) {
                case "ReplicaSet" -> replicaSet(pod, owner, tags);
                case "DaemonSet" -> owner(owner, DAEMONSET_NAME, DAEMONSET_UID, tags);
                case "StatefulSet" -> owner(owner, STATEFULSET_NAME, STATEFULSET_UID, tags);
                case "Job" -> job(pod, owner, tags);
                default -> {}
            }
        }
    }

    /** A workload's name is also the service's, until something says it better. */
    private void owner(
            Owner owner, MetadataField name, MetadataField uid, Map<String, String> tags) {
        set(tags, name, owner.name());
        set(tags, uid, owner.uid());
        set(tags, SERVICE_NAME, owner.name());
    }

    private void replicaSet(Pod pod, Owner owner, Map<String, String> tags) {
        owner(owner, REPLICASET_NAME, REPLICASET_UID, tags);
        String name = deploymentName(pod);
        set(tags, DEPLOYMENT_NAME, name);
        set(tags, SERVICE_NAME, name);
        ClusterObjects.Entry replicaSet = objects.get(Origin.REPLICASET, owner.uid());
        Owner deployment = replicaSet == null ? null : replicaSet.meta().manager("Deployment");
        set(tags, DEPLOYMENT_UID, deployment == null ? "" : deployment.uid());
    }

    /**
     * The deployment that a pod belongs to: as the API says where it was asked and has answered,
     * else as the replica set's name says; empty if it is none's.
     */
    String deploymentName(Pod pod) {
        Owner owner = pod.metadata().owner("ReplicaSet");
        if (owner == null) {
            return "";
        }
        ClusterObjects.Entry replicaSet = objects.get(Origin.REPLICASET, owner.uid());
        if (replicaSet != null) {
            Owner deployment = replicaSet.meta().manager("Deployment");
            return deployment == null ? "" : deployment.name();
        }
        return WorkloadNames.deployment(
                owner.name(), label(pod.metadata(), ExtractionRules.TEMPLATE_HASH_LABEL));
    }

    private void job(Pod pod, Owner owner, Map<String, String> tags) {
        owner(owner, JOB_NAME, JOB_UID, tags);
        Owner cronJob = cronJob(owner);
        String name = cronJob == null ? "" : cronJob.name();
        if (objects.get(Origin.JOB, owner.uid()) == null) {
            name = WorkloadNames.cronJob(owner.name(), pod.metadata().created());
        }
        set(tags, CRONJOB_NAME, name);
        set(tags, SERVICE_NAME, name);
        set(tags, CRONJOB_UID, cronJob == null ? "" : cronJob.uid());
    }

    /** The cron job of a job as the API says; null if it has none, or is not known. */
    @Nullable Owner cronJob(Owner owner) {
        ClusterObjects.Entry job = objects.get(Origin.JOB, owner.uid());
        return job == null ? null : job.meta().manager("CronJob");
    }

    /** What the objects around the pod say; it does not replace what is there. */
    private void around(Pod pod, Map<String, String> tags) {
        add(tags, Origin.NAMESPACE, pod.metadata().namespace());
        if (rules.has(SERVICE_NAMESPACE)) {
            tags.putIfAbsent(SERVICE_NAMESPACE.attribute(), pod.metadata().namespace());
        }
        add(tags, Origin.NODE, pod.nodeName());
        for (Owner owner : pod.metadata().owners()) {
            switch (owner.kind()) {
                case "ReplicaSet" -> {
                    String deployment = pod.metadata().namespace() + "/" + deploymentName(pod);
                    add(tags, Origin.DEPLOYMENT, deployment);
                    add(tags, Origin.REPLICASET, owner.uid());
                }
                case "StatefulSet" -> add(tags, Origin.STATEFULSET, owner.uid());
                case "DaemonSet" -> add(tags, Origin.DAEMONSET, owner.uid());
                case "Job" -> {
                    add(tags, Origin.JOB, owner.uid());
                    Owner cronJob = cronJob(owner);
                    add(tags, Origin.CRONJOB, cronJob == null ? "" : cronJob.uid());
                }
                default -> {}
            }
        }
    }

    private void add(Map<String, String> tags, Origin origin, String key) {
        ClusterObjects.Entry entry = key.isEmpty() ? null : objects.get(origin, key);
        if (entry != null) {
            entry.tags().forEach(tags::putIfAbsent);
        }
    }

    private List<ContainerEntry> containers(Pod pod, List<ContainerEntry> before) {
        var entries = new ArrayList<ContainerEntry>(pod.containers().size());
        for (Pod.Container container : pod.containers()) {
            int place = entries.size();
            ContainerEntry old = place < before.size() ? before.get(place) : NOTHING;
            entries.add(
                    new ContainerEntry(
                            container.name(),
                            container.aside(),
                            containerAttributes(pod, container, old.attributes()),
                            runs(container, old.runs())));
        }
        return List.copyOf(entries);
    }

    private List<KeyValue> containerAttributes(
            Pod pod, Pod.Container container, List<KeyValue> before) {
        Map<String, String> tags = new LinkedHashMap<>();
        set(tags, CONTAINER_NAME, container.name());
        ImageName image = ImageName.parse(container.image());
        if (image != null) {
            set(tags, IMAGE_NAME, image.repository());
            if (rules.hasOldTag()) {
                tags.put(IMAGE_TAG.attribute(), image.effectiveTag());
            }
            set(tags, SERVICE_VERSION, image.version());
        }
        String instance =
                pod.metadata().namespace() + "." + pod.metadata().name() + "." + container.name();
        set(tags, SERVICE_INSTANCE_ID, instance);
        if (image == null || !rules.hasTags()) {
            return pairs.encode(tags, before);
        }
        var encoded = new ArrayList<>(pairs.encode(tags, before));
        Value tag = listOf(image.effectiveTag());
        encoded.add(pairs.encode(IMAGE_TAGS.attribute(), tag, encoded.size(), before));
        return List.copyOf(encoded);
    }

    private static Value listOf(String text) {
        return Value.Arr.of(Value.of(text));
    }

    private List<RunEntry> runs(Pod.Container container, List<RunEntry> before) {
        var entries = new ArrayList<RunEntry>(container.runs().size());
        for (Pod.Run run : container.runs()) {
            int place = entries.size();
            List<KeyValue> old = place < before.size() ? before.get(place).attributes() : List.of();
            entries.add(new RunEntry(run.restarts(), run.id(), runAttributes(run, old)));
        }
        return List.copyOf(entries);
    }

    private List<KeyValue> runAttributes(Pod.Run run, List<KeyValue> before) {
        var attributes = new ArrayList<KeyValue>(2);
        if (rules.has(CONTAINER_ID)) {
            attributes.add(pairs.encode(CONTAINER_ID.attribute(), Value.of(run.id()), 0, before));
        }
        String digest = ImageName.repoDigest(run.imageId());
        if (digest != null && rules.has(IMAGE_REPO_DIGESTS)) {
            attributes.add(
                    pairs.encode(
                            IMAGE_REPO_DIGESTS.attribute(),
                            listOf(digest),
                            attributes.size(),
                            before));
        }
        return List.copyOf(attributes);
    }
}
