// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.pdata.Key;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The attributes that can be asked for by name. */
enum MetadataField {
    NAMESPACE_NAME("k8s.namespace.name"),
    POD_NAME("k8s.pod.name"),
    POD_UID("k8s.pod.uid"),
    POD_HOSTNAME("k8s.pod.hostname"),
    POD_IP("k8s.pod.ip"),
    POD_START_TIME("k8s.pod.start_time"),
    DEPLOYMENT_NAME("k8s.deployment.name"),
    DEPLOYMENT_UID("k8s.deployment.uid"),
    REPLICASET_NAME("k8s.replicaset.name"),
    REPLICASET_UID("k8s.replicaset.uid"),
    STATEFULSET_NAME("k8s.statefulset.name"),
    STATEFULSET_UID("k8s.statefulset.uid"),
    DAEMONSET_NAME("k8s.daemonset.name"),
    DAEMONSET_UID("k8s.daemonset.uid"),
    JOB_NAME("k8s.job.name"),
    JOB_UID("k8s.job.uid"),
    CRONJOB_NAME("k8s.cronjob.name"),
    CRONJOB_UID("k8s.cronjob.uid"),
    NODE_NAME("k8s.node.name"),
    NODE_UID("k8s.node.uid"),
    CLUSTER_UID("k8s.cluster.uid"),
    CONTAINER_NAME("k8s.container.name"),
    CONTAINER_ID("container.id"),
    IMAGE_NAME("container.image.name"),
    IMAGE_TAG("container.image.tag"),
    IMAGE_TAGS("container.image.tags"),
    IMAGE_REPO_DIGESTS("container.image.repo_digests"),
    SERVICE_NAMESPACE("service.namespace"),
    SERVICE_NAME("service.name"),
    SERVICE_VERSION("service.version"),
    SERVICE_INSTANCE_ID("service.instance.id");

    private static final Map<String, MetadataField> BY_NAME = new HashMap<>();

    static {
        for (MetadataField field : values()) {
            BY_NAME.put(field.attribute, field);
        }
    }

    private final String attribute;

    MetadataField(String attribute) {
        this.attribute = attribute;
    }

    static @Nullable MetadataField find(String attribute) {
        return BY_NAME.get(attribute);
    }

    static String names() {
        return Arrays.stream(values())
                .map(field -> field.attribute)
                .collect(Collectors.joining(", "));
    }

    /** The attribute. */
    String attribute() {
        return attribute;
    }

    /** The attribute with its bytes at hand: to be kept as a constant. */
    Key key() {
        return Key.of(attribute);
    }
}
