// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import dev.forager.kubernetes.ApiServer;
import dev.forager.kubernetes.KubernetesClient;
import dev.forager.kubernetes.KubernetesConfig;
import dev.forager.kubernetes.PodAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What detectors look at: the environment, files and metadata services. Tests put servers and
 * folders of their own in their place.
 *
 * @param variables of the environment; null for unset
 * @param root folder that stands for the root of the file system
 * @param http client of the metadata services
 * @param logger of the processor
 */
record Surroundings(
        Function<String, @Nullable String> variables,
        Path root,
        MetadataClient http,
        Logger logger) {
    private static final String USER_AGENT = "resource-detection";

    /** The variable; empty if it is unset. */
    String variable(String name) {
        String value = variables.apply(name);
        return value == null ? "" : value;
    }

    /**
     * A client of the Kubernetes API, to be closed.
     *
     * @throws IOException when there is no API here
     */
    KubernetesClient kubernetes(KubernetesConfig config) throws IOException {
        return KubernetesClient.open(config, variables, root, USER_AGENT);
    }

    /**
     * A client of an API server that the user names, to be closed.
     *
     * @throws IOException when TLS files cannot be read
     */
    KubernetesClient kubernetes(ApiServer server) throws IOException {
        return KubernetesClient.open(server, USER_AGENT, logger);
    }

    /** What Kubernetes gives to a pod here. */
    PodAccess pod() {
        return new PodAccess(variables, root);
    }

    /** The file at an absolute path. */
    Path file(String absolute) {
        return root.resolve(absolute.substring(1));
    }
}
