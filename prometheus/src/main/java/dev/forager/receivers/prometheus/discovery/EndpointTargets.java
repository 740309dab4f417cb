// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import static dev.forager.receivers.prometheus.discovery.KubeLabels.ADDRESS;
import static dev.forager.receivers.prometheus.discovery.KubeLabels.META;
import static dev.forager.receivers.prometheus.discovery.KubeLabels.NAMESPACE;

import dev.forager.receivers.prometheus.scrape.TargetGroup;
import dev.forager.transport.HostPort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Targets of one object of endpoints or of one slice: each address with each port, and those ports
 * of their pods that no endpoint names. Used once, by one thread.
 */
final class EndpointTargets {
    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private final KubeTargets kube;
    private final Map<String, KubeStore> stores;
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final List<Map<String, String>> targets = new ArrayList<>();

    /** Pods that were met, with the ports that endpoints name. */
    private final Map<KubeTree, Set<String>> pods = new LinkedHashMap<>();

    EndpointTargets(KubeTargets kube, Map<String, KubeStore> stores) {
        this.kube = kube;
        this.stores = stores;
    }

    private @Nullable KubeTree find(String kind, String namespace, String name) {
        KubeStore store = stores.get(kind);
        return store == null ? null : store.get(namespace, name);
    }

    TargetGroup endpoints(KubeTree endpoints) {
        String namespace = endpoints.metadata().namespace();
        labels.put(NAMESPACE, namespace);
        KubeTree service = find("service", namespace, endpoints.metadata().name());
        if (service != null) {
            labels.putAll(KubeLabels.service(service));
        }
        KubeLabels.addMeta(labels, endpoints.metadata(), "endpoints");
        kube.addNamespace(labels, namespace);
        for (Map<?, ?> subset : endpoints.parts("subsets")) {
            for (Map<?, ?> port : KubeTree.parts(subset, "ports")) {
                KubeTree.parts(subset, "addresses").forEach(each -> address(each, port, "true"));
                KubeTree.parts(subset, "notReadyAddresses")
                        .forEach(each -> address(each, port, "false"));
            }
        }
        addOtherPorts();
        return new TargetGroup("endpoints/" + endpoints.key(), targets, labels);
    }

    private void address(Map<?, ?> address, Map<?, ?> port, String ready) {
        String number = KubeTree.text(port, "port");
        Map<String, String> target = new LinkedHashMap<>();
        target.put(ADDRESS, HostPort.join(KubeTree.text(address, "ip"), number));
        target.put(META + "endpoint_port_name", KubeTree.text(port, "name"));
        target.put(META + "endpoint_port_protocol", KubeTree.text(port, "protocol"));
        target.put(META + "endpoint_ready", ready);
        put(target, "endpoint_address_target_kind", address, "targetRef", "kind");
        put(target, "endpoint_address_target_name", address, "targetRef", "name");
        put(target, "endpoint_node_name", address, "nodeName");
        put(target, "endpoint_hostname", address, "hostname");
        boolean isNode = KubeTree.text(address, "targetRef", "kind").equals("Node");
        String node = KubeTree.text(address, "nodeName");
        kube.addNode(
                target,
                node.isEmpty() && isNode ? KubeTree.text(address, "targetRef", "name") : node);
        addPod(target, address, number);
        targets.add(target);
    }

    TargetGroup slice(KubeTree slice) {
        String namespace = slice.metadata().namespace();
        String type = slice.text("addressType");
        labels.put(NAMESPACE, namespace);
        labels.put(META + "endpointslice_address_type", type);
        KubeLabels.addMeta(labels, slice.metadata(), "endpointslice");
        String name = slice.metadata().labels().get(SERVICE_NAME);
        KubeTree service = name == null ? null : find("service", namespace, name);
        if (service != null) {
            KubeLabels.service(service).forEach(labels::put);
        }
        kube.addNamespace(labels, namespace);
        if (service == null || isPrimary(service, type)) {
            for (Map<?, ?> endpoint : slice.parts("endpoints")) {
                for (Map<?, ?> port : slice.parts("ports")) {
                    KubeTree.texts(endpoint, "addresses")
                            .forEach(address -> endpoint(address, endpoint, port));
                }
            }
            addOtherPorts();
        }
        return new TargetGroup("endpointslice/" + slice.key(), targets, labels);
    }

    /** A service with two families of addresses has each endpoint in two slices. */
    private static boolean isPrimary(KubeTree service, String addressType) {
        String policy = service.text("spec", "ipFamilyPolicy");
        List<String> families = KubeTree.texts(service.content(), "spec", "ipFamilies");
        boolean isDual = policy.equals("PreferDualStack") || policy.equals("RequireDualStack");
        return !isDual || families.isEmpty() || families.getFirst().equals(addressType);
    }

    private void endpoint(String address, Map<?, ?> endpoint, Map<?, ?> port) {
        String number = KubeTree.text(port, "port");
        Map<String, String> target = new LinkedHashMap<>();
        target.put(ADDRESS, number.isEmpty() ? address : HostPort.join(address, number));
        put(target, "endpointslice_port_name", port, "name");
        put(target, "endpointslice_port_protocol", port, "protocol");
        put(target, "endpointslice_port", port, "port");
        put(target, "endpointslice_port_app_protocol", port, "appProtocol");
        for (String condition : List.of("ready", "serving", "terminating")) {
            put(
                    target,
                    "endpointslice_endpoint_conditions_" + condition,
                    endpoint,
                    "conditions",
                    condition);
        }
        put(target, "endpointslice_endpoint_hostname", endpoint, "hostname");
        put(target, "endpointslice_address_target_kind", endpoint, "targetRef", "kind");
        put(target, "endpointslice_address_target_name", endpoint, "targetRef", "name");
        put(target, "endpointslice_endpoint_node_name", endpoint, "nodeName");
        put(target, "endpointslice_endpoint_zone", endpoint, "zone");
        boolean isNode = KubeTree.text(endpoint, "targetRef", "kind").equals("Node");
        kube.addNode(
                target,
                isNode
                        ? KubeTree.text(endpoint, "targetRef", "name")
                        : KubeTree.text(endpoint, "nodeName"));
        addPod(target, endpoint, number);
        targets.add(target);
    }

    private static void put(
            Map<String, String> target, String label, Map<?, ?> from, String... path) {
        String value = KubeTree.text(from, path);
        if (!value.isEmpty()) {
            target.put(META + label, value);
        }
    }

    /** What is said of the pod behind an address, and of its container with that port. */
    private void addPod(Map<String, String> target, Map<?, ?> address, String number) {
        if (!KubeTree.text(address, "targetRef", "kind").equals("Pod")) {
            return;
        }
        KubeTree pod =
                find(
                        "pod",
                        KubeTree.text(address, "targetRef", "namespace"),
                        KubeTree.text(address, "targetRef", "name"));
        if (pod == null) {
            return;
        }
        pods.computeIfAbsent(pod, _ -> new HashSet<>()).add(number);
        kube.podLabels(pod).forEach(target::put);
        for (PodContainer container : PodContainer.of(pod)) {
            for (Map<?, ?> port : container.ports()) {
                if (KubeTree.text(port, "containerPort").equals(number)) {
                    target.putAll(container.labels(false));
                    container.addPort(target, port);
                }
            }
        }
    }

    private void addOtherPorts() {
        pods.forEach(
                (pod, named) -> {
                    String ip = pod.text("status", "podIP");
                    for (PodContainer container : PodContainer.of(pod)) {
                        for (Map<?, ?> port : container.ports()) {
                            String number = KubeTree.text(port, "containerPort");
                            if (!ip.isEmpty() && !named.contains(number)) {
                                Map<String, String> target = kube.podLabels(pod);
                                target.putAll(container.labels(false));
                                container.addPort(target, port);
                                target.put(ADDRESS, HostPort.join(ip, number));
                                targets.add(target);
                            }
                        }
                    }
                });
    }
}
