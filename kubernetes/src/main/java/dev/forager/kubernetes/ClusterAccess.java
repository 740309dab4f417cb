// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the API server and the credentials, by the rules of client-go. Immutable.
 *
 * @param config what the user wants
 * @param variables of the environment; null for unset
 * @param root folder that stands for the root of the file system
 */
record ClusterAccess(
        KubernetesConfig config, Function<String, @Nullable String> variables, Path root) {
    private static final String MOUNT = "var/run/secrets/kubernetes.io/serviceaccount";

    /** What this process finds. */
    static ClusterAccess ofProcess(KubernetesConfig config) {
        return new ClusterAccess(config, System::getenv, Path.of("/"));
    }

    /**
     * Reads files and variables anew.
     *
     * @throws IOException with what is missing and what to do
     */
    Config find() throws IOException {
        Config found =
                switch (config.authType()) {
                    case SERVICE_ACCOUNT -> serviceAccount();
                    case KUBE_CONFIG -> kubeconfig();
                    case NONE -> base().withMasterUrl(inCluster()).withTrustCerts(true).build();
                };
        // Failures are counted, shown and waited for by ResourceWatch. Every watch has a connection
        // of its own: on a shared one that went dead, all would hang together.
        return new ConfigBuilder(found)
                .withAutoConfigure(false)
                .withRequestRetryBackoffLimit(0)
                .withHttp2Disable(true)
                .withHttpProxy(null)
                .withHttpsProxy(null)
                .build();
    }

    private static ConfigBuilder base() {
        return new ConfigBuilder(Config.empty()).withAutoConfigure(false);
    }

    private Config serviceAccount() throws IOException {
        String server = inCluster();
        Path mount = root.resolve(MOUNT);
        Path token = mount.resolve("token");
        if (!Files.isReadable(token)) {
            throw new IOException(
                    "the service account's token %s cannot be read (expected: the pod has a service account and automountServiceAccountToken is not false)"
                            .formatted(token));
        }
        ConfigBuilder builder =
                base().withMasterUrl(server).withOauthTokenProvider(new TokenFile(token));
        Path authority = mount.resolve("ca.crt");
        return Files.isReadable(authority)
                ? builder.withCaCertFile(authority.toString()).build()
                : builder.build();
    }

    private String inCluster() throws IOException {
        String host = variables.apply("KUBERNETES_SERVICE_HOST");
        String port = variables.apply("KUBERNETES_SERVICE_PORT");
        if (host == null || host.isEmpty() || port == null || port.isEmpty()) {
            throw new IOException(
                    "unable to load k8s config, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be defined (expected: the collector runs in a pod; outside of a cluster use auth_type: kubeConfig)");
        }
        return "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private Config kubeconfig() throws IOException {
        File file = kubeconfigFile();
        if (!file.canRead()) {
            throw new IOException(
                    "error connecting to k8s with auth_type=kubeConfig: %s cannot be read (expected: a kubeconfig, named by kubeconfig_path, KUBECONFIG or ~/.kube/config)"
                            .formatted(file));
        }
        try {
            return Config.fromKubeconfig(
                    config.context().isEmpty() ? null : config.context(), file);
        } catch (KubernetesClientException | IllegalArgumentException e) {
            throw new IOException(
                    "error connecting to k8s with auth_type=kubeConfig: %s: %s"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private File kubeconfigFile() {
        if (!config.kubeconfigPath().isEmpty()) {
            return new File(config.kubeconfigPath());
        }
        String named = variables.apply("KUBECONFIG");
        if (named != null && !named.isEmpty()) {
            for (String each : named.split(File.pathSeparator)) {
                if (new File(each).canRead()) {
                    return new File(each);
                }
            }
            return new File(named);
        }
        String home = variables.apply("HOME");
        return new File(home == null ? System.getProperty("user.home") : home, ".kube/config");
    }
}
