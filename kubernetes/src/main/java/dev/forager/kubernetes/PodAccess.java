// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import dev.forager.transport.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What Kubernetes gives every pod to reach the API with: variables, and files of its service
 * account. Immutable; looks anew at each call.
 *
 * @param variables of the environment; null for unset
 * @param root folder that stands for the root of the file system
 * @see <a href="https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/">Accessing
 *     the Kubernetes API from a Pod</a>
 */
public record PodAccess(Function<String, @Nullable String> variables, Path root) {
    private static final String MOUNT = "var/run/secrets/kubernetes.io/serviceaccount";

    /** That of this process. */
    public static PodAccess ofProcess() {
        return new PodAccess(System::getenv, Path.of("/"));
    }

    /**
     * Where the API is.
     *
     * @throws IOException when this is no pod
     */
    public String address() throws IOException {
        String host = variables.apply("KUBERNETES_SERVICE_HOST");
        String port = variables.apply("KUBERNETES_SERVICE_PORT");
        if (host == null || host.isEmpty() || port == null || port.isEmpty()) {
            throw new IOException(
                    "unable to load k8s config, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be defined (expected: the collector runs in a pod; outside of a cluster use auth_type: kubeConfig)");
        }
        return "https://" + HostPort.join(host, port);
    }

    /**
     * The file with the service account's token, which the kubelet replaces long before it expires.
     *
     * @throws IOException when it cannot be read
     */
    public Path token() throws IOException {
        Path token = file("token");
        if (!Files.isReadable(token)) {
            throw new IOException(
                    "the service account's token %s cannot be read (expected: the pod has a service account and automountServiceAccountToken is not false)"
                            .formatted(token));
        }
        return token;
    }

    /** The file with the authority of the API's certificate; null if there is none. */
    public @Nullable Path authority() {
        Path authority = file("ca.crt");
        return Files.isReadable(authority) ? authority : null;
    }

    /**
     * The namespace of the pod.
     *
     * @throws IOException when the file that says so cannot be read
     */
    public String namespace() throws IOException {
        return Files.readString(file("namespace")).strip();
    }

    private Path file(String name) {
        return root.resolve(MOUNT).resolve(name);
    }
}
