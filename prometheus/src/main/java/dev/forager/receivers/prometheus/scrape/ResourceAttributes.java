// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.prometheus.Labels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The attributes of the resource that a target is. Stateless. */
final class ResourceAttributes {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");
    private static final Map<String, String> KUBERNETES =
            Map.of(
                    "__meta_kubernetes_pod_name", "k8s.pod.name",
                    "__meta_kubernetes_pod_uid", "k8s.pod.uid",
                    "__meta_kubernetes_pod_container_name", "k8s.container.name",
                    "__meta_kubernetes_namespace", "k8s.namespace.name",
                    "__meta_kubernetes_pod_node_name", "k8s.node.name",
                    "__meta_kubernetes_node_name", "k8s.node.name",
                    "__meta_kubernetes_endpoint_node_name", "k8s.node.name");
    private static final Map<String, String> CONTROLLERS =
            Map.of(
                    "ReplicaSet", "k8s.replicaset.name",
                    "DaemonSet", "k8s.daemonset.name",
                    "StatefulSet", "k8s.statefulset.name",
                    "Job", "k8s.job.name",
                    "CronJob", "k8s.cronjob.name");

    private static final String SERVER_ADDRESS = "server.address";
    private static final String SERVER_PORT = "server.port";
    private static final String URL_SCHEME = "url.scheme";

    private ResourceAttributes() {}

    /** The server is what {@code instance} says, and the scheme that before relabelling. */
    static Map<String, String> of(String job, String instance, Labels discovered) {
        HostAndPort server = HostAndPort.of(instance);
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("service.name", job);
        attributes.put("service.instance.id", instance);
        if (isDiscernible(server.host)) {
            attributes.put(SERVER_ADDRESS, server.host);
        }
        attributes.put(SERVER_PORT, server.port);
        attributes.put(URL_SCHEME, text(discovered, Target.SCHEME));
        addKubernetes(discovered, attributes);
        return attributes;
    }

    /**
     * The server is what was scraped: the collector's gate {@code
     * receiver.prometheus.UseTargetUrlForServerAddress}.
     *
     * @param labels of the target, after relabelling
     */
    static Map<String, String> ofTarget(
            String job, String instance, Labels labels, Labels discovered) {
        String address = text(labels, Target.ADDRESS);
        HostAndPort server = HostAndPort.of(address);
        boolean isBracketed = address.startsWith("[") && address.endsWith("]");
        String host = isBracketed ? address.substring(1, address.length() - 1) : server.host;
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("service.name", job);
        attributes.put("service.instance.id", instance);
        putSaid(attributes, SERVER_ADDRESS, isDiscernible(host) ? host : "");
        putSaid(attributes, SERVER_PORT, server.port);
        putSaid(attributes, URL_SCHEME, text(labels, Target.SCHEME));
        addKubernetes(discovered, attributes);
        return attributes;
    }

    private static void putSaid(Map<String, String> attributes, String key, String value) {
        if (!value.isEmpty()) {
            attributes.put(key, value);
        }
    }

    private record HostAndPort(String host, String port) {
        static HostAndPort of(String text) {
            int colon = text.lastIndexOf(':');
            if (!isHostAndPort(text, colon)) {
                return new HostAndPort(text, "");
            }
            String host = text.substring(0, colon);
            String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            return new HostAndPort(bare, text.substring(colon + 1));
        }
    }

    /** As Go's net.SplitHostPort: an address of IPv6 needs brackets. */
    private static boolean isHostAndPort(String instance, int colon) {
        if (colon < 0) {
            return false;
        }
        String host = instance.substring(0, colon);
        return host.startsWith("[")
                ? host.endsWith("]") && host.indexOf(']') == host.length() - 1
                : host.indexOf(':') < 0;
    }

    /** Whether a host says anything to others: not for loopback and unspecified addresses. */
    private static boolean isDiscernible(String host) {
        if (host.equals("localhost")) {
            return false;
        }
        if (!ADDRESS.matcher(host).matches()) {
            return true;
        }
        return !host.startsWith("127.")
                && !host.equals("0.0.0.0")
                && !host.equals("::1")
                && !host.equals("::");
    }

    private static void addKubernetes(Labels discovered, Map<String, String> attributes) {
        KUBERNETES.forEach(
                (label, key) -> {
                    String value = discovered.get(label);
                    if (value != null) {
                        attributes.put(key, value);
                    }
                });
        String kind = text(discovered, "__meta_kubernetes_pod_controller_kind");
        String name = text(discovered, "__meta_kubernetes_pod_controller_name");
        String key = CONTROLLERS.get(kind);
        if (key != null && !name.isEmpty()) {
            attributes.put(key, name);
        }
    }

    private static String text(Labels labels, String name) {
        String value = labels.get(name);
        return value == null ? "" : value;
    }
}
