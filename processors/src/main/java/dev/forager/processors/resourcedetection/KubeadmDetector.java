// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.forager.kubernetes.ApiResource;
import dev.forager.kubernetes.Json;
import dev.forager.kubernetes.KubernetesClient;
import java.io.IOException;

/**
 * The name of a cluster that kubeadm made, from the configuration that it leaves there.
 * Thread-safe.
 *
 * @param config how the API is reached
 * @param wantsName whether the name is written
 * @param wantsUid whether the cluster's uid is written
 * @param fails whether it is a failure that there is no such configuration
 */
record KubeadmDetector(
        ResourceDetectionConfig.KubeadmConfig config,
        boolean wantsName,
        boolean wantsUid,
        boolean fails)
        implements Detector {
    private static final String PATH = "/api/v1/namespaces/kube-system/configmaps/kubeadm-config";
    private static final String KEY = "clusterName:";

    @Override
    public Findings detect(Surroundings surroundings) throws IOException {
        try (KubernetesClient client = surroundings.kubernetes(config.api())) {
            var findings = new Findings().schema(SystemDetector.SCHEMA);
            if (wantsName) {
                findings.put("k8s.cluster.name", clusterName(client));
            }
            if (wantsUid) {
                findings.put(
                        "k8s.cluster.uid",
                        K8sApiDetector.get(client, ApiResource.NAMESPACES, K8sApiDetector.SYSTEM)
                                .uid());
            }
            return findings;
        } catch (IOException e) {
            if (fails) {
                throw new IOException("failed getting k8s cluster name: " + e.getMessage(), e);
            }
            return new Findings();
        }
    }

    private static String clusterName(KubernetesClient client) throws IOException {
        String configuration = client.read(PATH, in -> text(in, "data", "ClusterConfiguration"));
        if (configuration.isEmpty()) {
            throw new IOException("ClusterConfiguration key not found in ConfigMap kubeadm-config");
        }
        return value(configuration);
    }

    /** The name in the document, which kubeadm writes with a key a line. */
    private static String value(String configuration) {
        return configuration
                .lines()
                .filter(line -> line.startsWith(KEY))
                .map(line -> line.substring(KEY.length()).strip().replaceAll("^[\"']|[\"']$", ""))
                .findFirst()
                .orElse("");
    }

    /** The text at a path of keys, from the object on whose first token {@code in} stands. */
    static String text(JsonParser in, String... path) throws IOException {
        int depth = 0;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            if (!in.currentName().equals(path[depth])) {
                Json.skipValue(in);
            } else if (depth == path.length - 1) {
                return Json.text(in);
            } else if (in.nextToken() == JsonToken.START_OBJECT) {
                depth++;
            } else {
                return "";
            }
        }
        return "";
    }
}
