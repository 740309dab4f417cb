// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import static dev.forager.receivers.prometheus.discovery.KubeLabels.META;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A container of a pod.
 *
 * @param id as the runtime knows it; empty before it runs
 * @param isInit whether it runs before the others
 * @param ports as the pod's description names them
 */
record PodContainer(String name, String image, String id, boolean isInit, List<Map<?, ?>> ports) {
    /** The containers of a pod, those that run first at the end. */
    static List<PodContainer> of(KubeTree pod) {
        List<PodContainer> all = new ArrayList<>();
        add(pod, "containers", "containerStatuses", false, all);
        add(pod, "initContainers", "initContainerStatuses", true, all);
        return all;
    }

    private static void add(
            KubeTree pod, String key, String statuses, boolean isInit, List<PodContainer> all) {
        for (Map<?, ?> container : pod.parts("spec", key)) {
            String name = KubeTree.text(container, "name");
            String id = "";
            for (Map<?, ?> status : pod.parts("status", statuses)) {
                if (KubeTree.text(status, "name").equals(name)) {
                    id = KubeTree.text(status, "containerID");
                }
            }
            all.add(
                    new PodContainer(
                            name,
                            KubeTree.text(container, "image"),
                            id,
                            isInit,
                            KubeTree.parts(container, "ports")));
        }
    }

    /** What is said of it. */
    Map<String, String> labels(boolean withId) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(META + "pod_container_name", name);
        if (withId) {
            labels.put(META + "pod_container_id", id);
        }
        labels.put(META + "pod_container_image", image);
        labels.put(META + "pod_container_init", Boolean.toString(isInit));
        return labels;
    }

    /** What is said of one of its ports. */
    void addPort(Map<String, String> labels, Map<?, ?> port) {
        labels.put(META + "pod_container_port_number", KubeTree.text(port, "containerPort"));
        labels.put(META + "pod_container_port_name", KubeTree.text(port, "name"));
        labels.put(META + "pod_container_port_protocol", KubeTree.text(port, "protocol"));
    }
}
