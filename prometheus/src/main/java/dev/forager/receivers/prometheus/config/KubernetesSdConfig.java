// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.kubernetes.ApiServer;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Targets that Kubernetes knows; Prometheus' {@code kubernetes_sd_config}. */
public record KubernetesSdConfig(
        @Doc("Where the API is, with TLS and credentials as of any server.") @Default("''")
                String apiServer,
        @Doc("What becomes targets: pod, service, endpoints, endpointslice, node or ingress.")
                @Default("''")
                String role,
        @Doc("File with server and credentials; absent: those of the pod's service account.")
                @Default("''")
                String kubeconfigFile,
        @Inline HttpConfig http,
        @Doc("Namespaces to look into; absent: all.") @Default("{}") Namespaces namespaces,
        @Doc("Selectors, one for each kind of object that the role reads.") @Default("[]")
                List<Selector> selectors,
        @Doc("What else is attached to targets.") @Default("{}") AttachMetadata attachMetadata) {
    private static final Pattern PROXY = Pattern.compile("http://([^@/]+@)?[^@/]+:\\d+/?");
    private static final Map<String, List<String>> SELECTORS =
            Map.of(
                    "pod", List.of("pod", "node"),
                    "service", List.of("service"),
                    "endpointslice", List.of("pod", "service", "endpointslice"),
                    "endpoints", List.of("pod", "service", "endpoints"),
                    "node", List.of("node"),
                    "ingress", List.of("ingress"));

    public KubernetesSdConfig {
        require(
                !role.isEmpty(),
                "role",
                "role missing (one of: pod, service, endpoints, endpointslice, node, ingress)");
        require(
                SELECTORS.containsKey(role),
                "role",
                "unknown Kubernetes SD role \"%s\"".formatted(role));
        boolean isPlain = http.equals(HttpConfig.DEFAULT);
        require(
                apiServer.isEmpty() || kubeconfigFile.isEmpty(),
                "cannot use 'kubeconfig_file' and 'api_server' simultaneously");
        require(
                isPlain || kubeconfigFile.isEmpty(),
                "cannot use a custom HTTP client configuration together with 'kubeconfig_file'");
        require(
                isPlain || !apiServer.isEmpty(),
                "to use custom HTTP client configuration please provide the 'api_server' URL explicitly");
        require(
                apiServer.isEmpty() || !namespaces.ownNamespace(),
                "cannot use 'api_server' and 'namespaces.own_namespace' simultaneously");
        require(
                kubeconfigFile.isEmpty() || !namespaces.ownNamespace(),
                "cannot use 'kubeconfig_file' and 'namespaces.own_namespace' simultaneously");
        checkServer(apiServer, http);
        Set<String> seen = new HashSet<>();
        for (Selector selector : selectors) {
            List<String> allowed = SELECTORS.getOrDefault(role, List.of());
            require(
                    seen.add(selector.role),
                    "selectors",
                    "duplicated selector role: " + selector.role);
            require(
                    allowed.contains(selector.role),
                    "selectors",
                    "%s role supports only %s selectors"
                            .formatted(role, String.join(", ", allowed)));
        }
    }

    private static void checkServer(String address, HttpConfig http) {
        if (address.isEmpty()) {
            return;
        }
        require(ApiServer.isAddress(address), "api_server", ApiServer.NO_ADDRESS);
        require(
                isProxy(http.proxy().proxyUrl()),
                "proxy_url",
                "is not supported beside api_server (expected: http://host:port or http://user:password@host:port)");
        require(
                !http.proxy().proxyFromEnvironment(),
                "proxy_from_environment",
                "is not supported beside api_server (expected: proxy_url)");
        require(
                ApiServer.takesName(address, http.tlsConfig().settings().serverNameOverride()),
                "tls_config",
                ApiServer.NO_NAME);
    }

    /** The JDK's client knows no other proxies. */
    private static boolean isProxy(String url) {
        return url.isEmpty() || PROXY.matcher(url).matches();
    }

    /** Namespaces to look into. */
    public record Namespaces(
            @Doc("The namespace of this pod.") @Default("false") boolean ownNamespace,
            @Doc("Namespaces by name.") @Default("[]") List<String> names) {}

    /** Which objects of a kind. */
    public record Selector(
            @Doc("The kind: one that the role reads.") @Default("''") String role,
            @Doc("Labels that they have, as kubectl's `-l`.") @Default("''") String label,
            @Doc("Fields that they have, as kubectl's `--field-selector`.") @Default("''")
                    String field) {}

    /** What else is attached to targets. */
    public record AttachMetadata(
            @Doc("Labels and annotations of the node.") @Default("false") boolean node,
            @Doc("Labels and annotations of the namespace.") @Default("false") boolean namespace,
            @Doc("The deployment of a pod.") @Default("false") boolean deployment,
            @Doc("The job of a pod.") @Default("false") boolean job,
            @Doc("The cron job of a pod.") @Default("false") boolean cronjob) {}

    /** The selector for a kind; an empty one where none is given. */
    public Selector selector(String kind) {
        for (Selector each : selectors) {
            if (each.role.equals(kind)) {
                return each;
            }
        }
        return new Selector(kind, "", "");
    }
}
