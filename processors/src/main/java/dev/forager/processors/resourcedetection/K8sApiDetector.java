// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import dev.forager.kubernetes.ApiResource;
import dev.forager.kubernetes.KubernetesClient;
import dev.forager.kubernetes.MetadataReader;
import dev.forager.kubernetes.ObjectMeta;
import java.io.IOException;

/**
 * The node of Kubernetes that the collector runs on, as the API knows it. Thread-safe.
 *
 * @param config which node, and how the API is reached
 * @param wantsClusterUid whether the cluster's uid is written, which takes a request more
 */
record K8sApiDetector(ResourceDetectionConfig.K8sApiConfig config, boolean wantsClusterUid)
        implements Detector {
    /** The uid of this namespace stands for the cluster's. */
    static final String SYSTEM = "kube-system";

    @Override
    public Findings detect(Surroundings surroundings) throws IOException {
        String node = surroundings.variable(config.nodeFromEnvVar());
        if (node.isEmpty()) {
            throw new IOException(
                    "node name can't be found. Check the readme on how to set the required env variable (expected: the pod sets %s from spec.nodeName)"
                            .formatted(config.nodeFromEnvVar()));
        }
        try (KubernetesClient client = surroundings.kubernetes(config.api())) {
            ObjectMeta found = get(client, ApiResource.NODES, node);
            var findings =
                    new Findings()
                            .schema(SystemDetector.SCHEMA)
                            .put("k8s.node.name", found.name())
                            .put("k8s.node.uid", found.uid());
            return wantsClusterUid
                    ? findings.put(
                            "k8s.cluster.uid", get(client, ApiResource.NAMESPACES, SYSTEM).uid())
                    : findings;
        }
    }

    static ObjectMeta get(KubernetesClient client, ApiResource resource, String name)
            throws IOException {
        try {
            return client.get(resource, null, name, MetadataReader.ofNames());
        } catch (IOException e) {
            throw new IOException(
                    "failed to fetch %s %s from K8s API: %s (expected: a role with the verb get on %s)"
                            .formatted(resource, name, e.getMessage(), resource),
                    e);
        }
    }
}
