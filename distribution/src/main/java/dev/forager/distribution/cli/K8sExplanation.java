// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.cli;

import dev.forager.kubernetes.AuthType;
import dev.forager.kubernetes.KubernetesConfig;
import dev.forager.kubernetes.KubernetesException;
import dev.forager.pipeline.ServiceView.BuildInfo;
import dev.forager.processors.k8sattributes.K8sAttributesFactory;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Which pod an address, a name, a uid or a container leads to. The running collector knows best and
 * is asked through zPages; where none answers, the API says what is there.
 *
 * @param endpoint of zPages, as its {@code endpoint} or as a URL
 * @param kubeconfig for the API; empty for the usual ones, or in a pod the service account
 */
record K8sExplanation(String endpoint, String kubeconfig) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * What is known of {@code word}.
     *
     * @throws IOException when neither a collector nor the API can be asked
     */
    String of(String word, BuildInfo build) throws IOException {
        try {
            return askCollector(word);
        } catch (IOException e) {
            String none =
                    "Nothing from a collector at %s: %s\n".formatted(endpoint, e.getMessage());
            String advice =
                    "(expected: a running collector with the extension zpages and a k8s_attributes;"
                            + " --endpoint names its address)\n\n";
            try {
                return none + advice + K8sAttributesFactory.lookUp(api(), word, build);
            } catch (IOException second) {
                throw new IOException(
                        none
                                + advice
                                + KubernetesException.text(
                                        second, "a role with the verb list on pods"),
                        second);
            }
        }
    }

    private KubernetesConfig api() {
        boolean inPod = System.getenv("KUBERNETES_SERVICE_HOST") != null;
        return kubeconfig.isEmpty() && inPod
                ? KubernetesConfig.serviceAccount()
                : new KubernetesConfig(AuthType.KUBE_CONFIG, kubeconfig, "", 0, 0);
    }

    private HttpRequest request(String word) throws IOException {
        String base = endpoint.contains("://") ? endpoint : "http://" + endpoint;
        String query = "format=text&q=" + URLEncoder.encode(word, StandardCharsets.UTF_8);
        try {
            URI page = URI.create(base + "/debug/k8sz?" + query);
            return HttpRequest.newBuilder(page).timeout(PATIENCE).build();
        } catch (IllegalArgumentException e) {
            throw new IOException("no address: " + e.getMessage(), e);
        }
    }

    private String askCollector(String word) throws IOException {
        HttpRequest request = request(word);
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(response.body().strip());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (java.net.ConnectException e) {
            throw new IOException("connection refused", e);
        }
    }
}
