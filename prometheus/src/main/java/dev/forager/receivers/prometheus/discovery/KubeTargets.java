// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import static dev.forager.receivers.prometheus.discovery.KubeLabels.ADDRESS;
import static dev.forager.receivers.prometheus.discovery.KubeLabels.META;
import static dev.forager.receivers.prometheus.discovery.KubeLabels.NAMESPACE;

import dev.forager.kubernetes.ObjectMeta;
import dev.forager.receivers.prometheus.config.KubernetesSdConfig;
import dev.forager.receivers.prometheus.scrape.TargetGroup;
import dev.forager.transport.HostPort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Targets of nodes, pods, services and ingresses, as Prometheus makes them. Stateless. */
final class KubeTargets {
    private static final List<String> NODE_ADDRESSES =
            List.of(
                    "InternalIP",
                    "InternalDNS",
                    "ExternalIP",
                    "ExternalDNS",
                    "LegacyHostIP",
                    "Hostname");

    private final KubernetesSdConfig.AttachMetadata attached;
    private final Map<String, KubeStore> stores;

    KubeTargets(KubernetesSdConfig.AttachMetadata attached, Map<String, KubeStore> stores) {
        this.attached = attached;
        this.stores = stores;
    }

    private @Nullable KubeTree find(String kind, String namespace, String name) {
        KubeStore store = stores.get(kind);
        return store == null ? null : store.get(namespace, name);
    }

    /** A node, at its kubelet's port. */
    @Nullable TargetGroup node(KubeTree node) {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (Map<?, ?> address : node.parts("status", "addresses")) {
            addresses.putIfAbsent(
                    KubeTree.text(address, "type"), KubeTree.text(address, "address"));
        }
        String best = null;
        for (String type : NODE_ADDRESSES) {
            best = best == null ? addresses.get(type) : best;
        }
        if (best == null) {
            return null;
        }
        Map<String, String> target = new LinkedHashMap<>();
        String port = node.text("status", "daemonEndpoints", "kubeletEndpoint", "Port");
        target.put(ADDRESS, HostPort.join(best, port.isEmpty() ? "0" : port));
        target.put("instance", node.metadata().name());
        addresses.forEach(
                (type, address) ->
                        target.put(META + "node_address_" + KubeLabels.sanitized(type), address));
        return new TargetGroup(
                "node/" + node.metadata().name(), List.of(target), KubeLabels.node(node));
    }

    /** A service, each of its ports. */
    TargetGroup service(KubeTree service) {
        ObjectMeta meta = service.metadata();
        String type = service.text("spec", "type");
        List<Map<String, String>> targets = new ArrayList<>();
        for (Map<?, ?> port : service.parts("spec", "ports")) {
            String number = KubeTree.text(port, "port");
            Map<String, String> target = new LinkedHashMap<>();
            target.put(ADDRESS, meta.name() + "." + meta.namespace() + ".svc:" + number);
            target.put(META + "service_port_name", KubeTree.text(port, "name"));
            target.put(META + "service_port_number", number);
            target.put(META + "service_port_protocol", KubeTree.text(port, "protocol"));
            target.put(META + "service_type", type);
            if (type.equals("ExternalName")) {
                target.put(META + "service_external_name", service.text("spec", "externalName"));
            } else {
                target.put(META + "service_cluster_ip", service.text("spec", "clusterIP"));
            }
            if (type.equals("LoadBalancer")) {
                target.put(
                        META + "service_loadbalancer_ip", service.text("spec", "loadBalancerIP"));
            }
            targets.add(target);
        }
        Map<String, String> labels = KubeLabels.service(service);
        addNamespace(labels, meta.namespace());
        return new TargetGroup("svc/" + service.key(), targets, labels);
    }

    /** An ingress, each path of each host. */
    TargetGroup ingress(KubeTree ingress) {
        ObjectMeta meta = ingress.metadata();
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(NAMESPACE, meta.namespace());
        String className = ingress.text("spec", "ingressClassName");
        if (!className.isEmpty()) {
            labels.put(META + "ingress_class_name", className);
        }
        KubeLabels.addMeta(labels, meta, "ingress");
        addNamespace(labels, meta.namespace());
        List<Map<String, String>> targets = new ArrayList<>();
        for (Map<?, ?> rule : ingress.parts("spec", "rules")) {
            String host = KubeTree.text(rule, "host");
            String scheme = isSecured(ingress, host) ? "https" : "http";
            for (String path : paths(rule)) {
                targets.add(
                        Map.of(
                                ADDRESS,
                                host,
                                META + "ingress_scheme",
                                scheme,
                                META + "ingress_host",
                                host,
                                META + "ingress_path",
                                path));
            }
        }
        return new TargetGroup("ingress/" + ingress.key(), targets, labels);
    }

    private static List<String> paths(Map<?, ?> rule) {
        if (!KubeTree.has(rule, "http")) {
            return List.of("/");
        }
        return KubeTree.parts(rule, "http", "paths").stream()
                .map(each -> KubeTree.text(each, "path"))
                .map(path -> path.isEmpty() ? "/" : path)
                .toList();
    }

    private static boolean isSecured(KubeTree ingress, String host) {
        for (Map<?, ?> tls : ingress.parts("spec", "tls")) {
            for (String pattern : KubeTree.texts(tls, "hosts")) {
                if (matches(pattern, host)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A star stands for the first part of a name. */
    private static boolean matches(String pattern, String host) {
        int dot = host.indexOf('.');
        return pattern.equals(host)
                || (pattern.startsWith("*.")
                        && dot > 0
                        && pattern.substring(1).equals(host.substring(dot)));
    }

    /** A pod, each port of each container. */
    @Nullable TargetGroup pod(KubeTree pod) {
        String ip = pod.text("status", "podIP");
        String nodeName = pod.text("spec", "nodeName");
        if (ip.isEmpty() || (attached.node() && find("node", "", nodeName) == null)) {
            return null;
        }
        Map<String, String> labels = podLabels(pod);
        labels.put(NAMESPACE, pod.metadata().namespace());
        addNode(labels, nodeName);
        addNamespace(labels, pod.metadata().namespace());
        List<Map<String, String>> targets = new ArrayList<>();
        for (PodContainer container : PodContainer.of(pod)) {
            if (container.ports().isEmpty()) {
                Map<String, String> target = container.labels(true);
                target.put(ADDRESS, ip);
                targets.add(target);
            }
            for (Map<?, ?> port : container.ports()) {
                Map<String, String> target = container.labels(true);
                container.addPort(target, port);
                target.put(ADDRESS, HostPort.join(ip, KubeTree.text(port, "containerPort")));
                targets.add(target);
            }
        }
        return new TargetGroup("pod/" + pod.key(), targets, labels);
    }

    /** What is said of a pod, with who made it. */
    Map<String, String> podLabels(KubeTree pod) {
        Map<String, String> labels = KubeLabels.pod(pod);
        ObjectMeta.Owner maker = controller(pod);
        if (maker == null) {
            return labels;
        }
        labels.put(META + "pod_controller_kind", maker.kind());
        labels.put(META + "pod_controller_name", maker.name());
        String namespace = pod.metadata().namespace();
        if (maker.kind().equals("ReplicaSet") && attached.deployment()) {
            addMaker(labels, find("replicaset", namespace, maker.name()), "Deployment");
        }
        if (maker.kind().equals("Job")) {
            if (attached.job()) {
                labels.put(META + "pod_job_name", maker.name());
            }
            if (attached.cronjob()) {
                addMaker(labels, find("job", namespace, maker.name()), "CronJob");
            }
        }
        return labels;
    }

    private static void addMaker(
            Map<String, String> labels, @Nullable KubeTree object, String kind) {
        ObjectMeta.Owner maker = object == null ? null : controller(object);
        if (maker != null && maker.kind().equals(kind)) {
            labels.put(
                    META + (kind.equals("CronJob") ? "pod_cronjob_name" : "pod_deployment_name"),
                    maker.name());
        }
    }

    private static ObjectMeta.@Nullable Owner controller(KubeTree object) {
        for (ObjectMeta.Owner owner : object.metadata().owners()) {
            if (owner.controller()) {
                return owner;
            }
        }
        return null;
    }

    /** The node's name, labels and annotations, where they are wanted and known. */
    void addNode(Map<String, String> labels, String name) {
        KubeTree node = attached.node() ? find("node", "", name) : null;
        if (node != null) {
            KubeLabels.addMeta(labels, node.metadata(), "node");
        }
    }

    /** The namespace's labels and annotations, where they are wanted and known. */
    void addNamespace(Map<String, String> labels, String name) {
        KubeTree namespace = attached.namespace() ? find("namespace", "", name) : null;
        if (namespace != null) {
            KubeLabels.addTexts(labels, namespace.metadata(), "namespace");
        }
    }
}
