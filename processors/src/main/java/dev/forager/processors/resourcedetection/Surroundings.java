// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import dev.forager.kubernetes.KubernetesClient;
import dev.forager.kubernetes.KubernetesConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What detectors look at: the environment, files and metadata services. Tests put servers and
 * folders of their own in their place.
 *
 * @param variables of the environment; null for unset
 * @param root folder that stands for the root of the file system
 * @param http client of the metadata services
 */
record Surroundings(Function<String, @Nullable String> variables, Path root, MetadataClient http) {
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
        return KubernetesClient.open(config, variables, root, "resource-detection");
    }

    /** The file at an absolute path. */
    Path file(String absolute) {
        return root.resolve(absolute.substring(1));
    }
}
