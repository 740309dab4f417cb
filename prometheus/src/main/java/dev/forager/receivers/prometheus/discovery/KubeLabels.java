// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import dev.forager.kubernetes.ObjectMeta;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Labels of Kubernetes' objects. Stateless.
 *
 * @see <a
 *     href="https://prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config">kubernetes_sd_config</a>
 */
final class KubeLabels {
    static final String META = "__meta_kubernetes_";
    static final String ADDRESS = "__address__";
    static final String NAMESPACE = META + "namespace";
    private static final String PRESENT = "true";
    private static final Pattern OTHER = Pattern.compile("[^a-zA-Z0-9_]");

    private KubeLabels() {}

    static String sanitized(String name) {
        return OTHER.matcher(name).replaceAll("_");
    }

    /** Name, labels and annotations. */
    static void addMeta(Map<String, String> labels, ObjectMeta meta, String kind) {
        labels.put(META + kind + "_name", meta.name());
        addTexts(labels, meta, kind);
    }

    /** Labels and annotations. */
    static void addTexts(Map<String, String> labels, ObjectMeta meta, String kind) {
        add(labels, meta.labels(), META + kind + "_label");
        add(labels, meta.annotations(), META + kind + "_annotation");
    }

    private static void add(Map<String, String> labels, Map<String, String> texts, String prefix) {
        texts.forEach(
                (key, value) -> {
                    String name = sanitized(key);
                    labels.put(prefix + "_" + name, value);
                    labels.put(prefix + "present_" + name, PRESENT);
                });
    }

    /** What is said of a service. */
    static Map<String, String> service(KubeTree service) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(NAMESPACE, service.metadata().namespace());
        addMeta(labels, service.metadata(), "service");
        return labels;
    }

    /** What is said of a node that is a target itself. */
    static Map<String, String> node(KubeTree node) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(META + "node_provider_id", node.text("spec", "providerID"));
        for (Map<?, ?> condition : node.parts("status", "conditions")) {
            String type = KubeTree.text(condition, "type").toLowerCase(Locale.ROOT);
            labels.put(
                    META + "node_condition_" + sanitized(type),
                    KubeTree.text(condition, "status").toLowerCase(Locale.ROOT));
        }
        addMeta(labels, node.metadata(), "node");
        return labels;
    }

    /** What is said of a pod, but for who made it. */
    static Map<String, String> pod(KubeTree pod) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(META + "pod_ip", pod.text("status", "podIP"));
        labels.put(META + "pod_ready", ready(pod));
        labels.put(META + "pod_phase", pod.text("status", "phase"));
        labels.put(META + "pod_node_name", pod.text("spec", "nodeName"));
        labels.put(META + "pod_host_ip", pod.text("status", "hostIP"));
        labels.put(META + "pod_uid", pod.metadata().uid());
        addMeta(labels, pod.metadata(), "pod");
        return labels;
    }

    private static String ready(KubeTree pod) {
        for (Map<?, ?> condition : pod.parts("status", "conditions")) {
            if (KubeTree.text(condition, "type").equals("Ready")) {
                return KubeTree.text(condition, "status").toLowerCase(Locale.ROOT);
            }
        }
        return "unknown";
    }
}
