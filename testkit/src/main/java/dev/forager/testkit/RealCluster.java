// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes objects of a real API, and the status that a kubelet would write. */
public record RealCluster(KubernetesServer server) {
    private static final Pattern UID = Pattern.compile("\"uid\":\\s*\"([0-9a-f-]+)\"");
    private static final Pattern KIND = Pattern.compile("(?m)^kind: (\\w+)");
    private static final Pattern NAME =
            Pattern.compile("(?m)^  name: ([\\w.-]+)|metadata: \\{name: ([\\w.-]+)");
    private static final Pattern NAMESPACE = Pattern.compile("namespace: ([\\w-]+)");
    private static final Map<String, String> PATHS =
            Map.of(
                    "Namespace", "/api/v1/namespaces/",
                    "ServiceAccount", "/api/v1/namespaces/%s/serviceaccounts/",
                    "ConfigMap", "/api/v1/namespaces/%s/configmaps/",
                    "Service", "/api/v1/namespaces/%s/services/",
                    "Deployment", "/apis/apps/v1/namespaces/%s/deployments/",
                    "DaemonSet", "/apis/apps/v1/namespaces/%s/daemonsets/",
                    "ClusterRole", "/apis/rbac.authorization.k8s.io/v1/clusterroles/",
                    "ClusterRoleBinding", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/",
                    "Role", "/apis/rbac.authorization.k8s.io/v1/namespaces/%s/roles/",
                    "RoleBinding",
                            "/apis/rbac.authorization.k8s.io/v1/namespaces/%s/rolebindings/");

    /** A namespace. */
    public void namespace(String name, String labels) throws IOException {
        server.apply(
                "/api/v1/namespaces/" + name,
                "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"%s\",\"labels\":{%s}}}"
                        .formatted(name, labels));
    }

    /** A node. */
    public void node(String name, String labels) throws IOException {
        server.apply(
                "/api/v1/nodes/" + name,
                "{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"metadata\":{\"name\":\"%s\",\"labels\":{%s}}}"
                        .formatted(name, labels));
    }

    /**
     * A pod that runs.
     *
     * @param metadata more of its metadata, beginning with a comma; or empty
     * @return its uid
     */
    public String pod(String namespace, String name, String node, String ip, String metadata)
            throws IOException {
        String made =
                server.must(
                        "POST",
                        "/api/v1/namespaces/" + namespace + "/pods",
                        """
                        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s"%s},
                         "spec":{"nodeName":"%s","containers":[{"name":"app","image":"registry:5000/%s:1.2"}]}}
                        """
                                .formatted(name, metadata, node, name));
        server.must(
                "PATCH",
                "/api/v1/namespaces/" + namespace + "/pods/" + name + "/status",
                """
                {"status":{"phase":"Running","podIP":"%s","podIPs":[{"ip":"%s"}],"startTime":"2026-11-26T00:00:00Z",
                 "containerStatuses":[{"name":"app","image":"i","imageID":"docker.io/x@sha256:%064d","ready":true,"restartCount":0,
                 "containerID":"containerd://c-%s"}]}}
                """
                        .formatted(ip, ip, 7, name));
        return uid(made);
    }

    /** Deletes a pod at once. */
    public void deletePod(String namespace, String name) throws IOException {
        String path = "/api/v1/namespaces/" + namespace + "/pods/" + name;
        String _ = server.must("DELETE", path + "?gracePeriodSeconds=0", "");
    }

    /** The first uid of an answer. */
    public static String uid(String json) {
        Matcher found = UID.matcher(json);
        if (!found.find()) {
            throw new AssertionError("no uid in " + json);
        }
        return found.group(1);
    }

    /** Metadata of what belongs to another object, beginning with a comma. */
    public static String owner(String version, String kind, String name, String uid) {
        return ",\"ownerReferences\":[{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"name\":\"%s\",\"uid\":\"%s\",\"controller\":true}]"
                .formatted(version, kind, name, uid);
    }

    /** A workload without pods, with more metadata. */
    public static String workload(String kind, String name, String metadata) {
        return """
               {"apiVersion":"apps/v1","kind":"%s","metadata":{"name":"%s"%s},
                "spec":{"replicas":0,"selector":{"matchLabels":{"app":"web"}},
                "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"app","image":"i"}]}}}}
               """
                .formatted(kind, name, metadata);
    }

    /** Applies a file of manifests. */
    public void apply(Path manifests) throws IOException {
        for (String document : Files.readString(manifests).split("(?m)^---$")) {
            if (!document.isBlank() && KIND.matcher(document).find()) {
                applyOne(document);
            }
        }
    }

    private void applyOne(String document) throws IOException {
        String path = PATHS.get(group(KIND, document, "a kind"));
        if (path == null) {
            throw new AssertionError("no path for " + document);
        }
        String full =
                path.contains("%s")
                        ? path.formatted(group(NAMESPACE, document, "a namespace"))
                        : path;
        server.apply(full + group(NAME, document, "a name"), document);
    }

    private static String group(Pattern pattern, String text, String what) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new AssertionError("no " + what + " in " + text);
        }
        return found.group(1) != null ? found.group(1) : found.group(2);
    }
}
