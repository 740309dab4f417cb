// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;

/** How the Kubernetes API is reached: the keys that every component of Kubernetes has. */
public record KubernetesConfig(
        @Doc("Where the credentials come from: `serviceAccount`, `kubeConfig` or `none`.")
                @Default("serviceAccount")
                AuthType authType,
        @Doc("kubeconfig file, for `kubeConfig`; `KUBECONFIG`, else `~/.kube/config`.")
                @Default("''")
                String kubeconfigPath,
        @Doc("Context of the kubeconfig; its current one if empty.") @Default("''") String context,
        @Doc("Most requests a second to the API, in the long run; 0 is 5.") @Default("5")
                double kubeApiQps,
        @Doc("Most requests to the API at once; 0 is 10.") @Default("10") int kubeApiBurst) {
    private static final double DEFAULT_QPS = 5;
    private static final int DEFAULT_BURST = 10;

    public KubernetesConfig {
        require(kubeApiQps >= 0, "kube_api_qps", "kube_api_qps must be greater than 0");
        require(kubeApiBurst >= 0, "kube_api_burst", "kube_api_burst must be greater than 0");
    }

    /** The service account, with the usual limits. */
    public static KubernetesConfig serviceAccount() {
        return new KubernetesConfig(AuthType.SERVICE_ACCOUNT, "", "", DEFAULT_QPS, DEFAULT_BURST);
    }

    /** A kubeconfig file and its current context, with the usual limits. */
    public static KubernetesConfig kubeconfig(String path) {
        return new KubernetesConfig(AuthType.KUBE_CONFIG, path, "", DEFAULT_QPS, DEFAULT_BURST);
    }

    RateLimit rateLimit() {
        return new RateLimit(
                kubeApiQps == 0 ? DEFAULT_QPS : kubeApiQps,
                kubeApiBurst == 0 ? DEFAULT_BURST : kubeApiBurst);
    }
}
