// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import dev.forager.kubernetes.KubernetesClient;
import dev.forager.kubernetes.KubernetesConfig;
import java.io.IOException;

/**
 * A pod on EKS, by the signs that the Go collector goes by: credentials that EKS gives to pods, the
 * issuer of the cluster's tokens, or its version. What EC2 knows of the instance comes from the
 * metadata service, or where pods do not reach that, some of it from the node. Thread-safe.
 *
 * @param config which node
 * @param mustAnswer whether it is a failure that this is not EKS
 */
record EksDetector(ResourceDetectionConfig.EksConfig config, boolean mustAnswer)
        implements Detector {
    private static final String ISSUER = "/.well-known/openid-configuration";
    private static final String NODES = "/api/v1/nodes/";

    /** Such as {@code aws:///us-west-2a/i-049ca2df511bec762}, cut at slashes. */
    private static final int PROVIDER_PARTS = 5;

    @Override
    public Findings detect(Surroundings surroundings) throws IOException, InterruptedException {
        try {
            if (!isEks(surroundings)) {
                throw new IOException("not running on EKS");
            }
        } catch (IOException e) {
            if (mustAnswer) {
                throw new IOException("eks metadata unavailable: " + e.getMessage(), e);
            }
            return new Findings();
        }
        var findings = new Findings().schema(SystemDetector.SCHEMA);
        findings.put("cloud.provider", "aws").put("cloud.platform", "aws_eks");
        try {
            describe(surroundings, findings);
        } catch (IOException e) {
            if (mustAnswer) {
                throw e;
            }
        }
        return findings;
    }

    private static boolean isEks(Surroundings surroundings) throws IOException {
        if (surroundings.variable("KUBERNETES_SERVICE_HOST").isEmpty()) {
            return false;
        }
        String token = surroundings.variable("AWS_WEB_IDENTITY_TOKEN_FILE");
        String other = surroundings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
        return token.contains("eks.amazonaws.com")
                || other.contains("eks-pod-identity")
                || isEksCluster(surroundings);
    }

    private static boolean isEksCluster(Surroundings surroundings) throws IOException {
        try (KubernetesClient client = surroundings.kubernetes(KubernetesConfig.serviceAccount())) {
            return issuer(client).contains("oidc.eks.")
                    || text(client, "/version", "gitVersion").contains("-eks-");
        }
    }

    /** The issuer of the cluster's tokens; empty where it may not be asked for. */
    private static String issuer(KubernetesClient client) {
        try {
            return text(client, ISSUER, "issuer");
        } catch (IOException e) {
            return "";
        }
    }

    private static String text(KubernetesClient client, String path, String... keys)
            throws IOException {
        return client.read(path, in -> KubeadmDetector.text(in, keys));
    }

    private void describe(Surroundings surroundings, Findings findings)
            throws IOException, InterruptedException {
        Imds imds;
        try {
            imds = Imds.open(surroundings, Attempts.one());
            String _ = imds.metadata("instance-id");
        } catch (IOException e) {
            describeNode(surroundings, findings);
            return;
        }
        imds.describe(findings);
        findings.put("k8s.cluster.name", cluster(imds));
    }

    /** Node groups tag their instances; without tags in the metadata the name is unknown. */
    private static String cluster(Imds imds) throws InterruptedException {
        try {
            return imds.metadata("tags/instance/eks:cluster-name");
        } catch (IOException e) {
            return "";
        }
    }

    private void describeNode(Surroundings surroundings, Findings findings) throws IOException {
        String node =
                config.nodeFromEnvVar().isEmpty()
                        ? ""
                        : surroundings.variable(config.nodeFromEnvVar());
        if (node.isEmpty()) {
            throw new IOException(
                    "can't get K8s Instance Metadata; node name is empty (expected: eks::node_from_env_var names a variable that the pod sets from spec.nodeName)");
        }
        String provider = providerId(surroundings, node);
        String[] parts = provider.split("/", -1);
        if (parts.length < PROVIDER_PARTS
                || !parts[0].equals("aws:")
                || parts[3].isEmpty()
                || parts[4].isEmpty()) {
            throw new IOException(
                    "failed to retrieve region or instanceId from providerID: \"%s\""
                            .formatted(provider));
        }
        findings.put("host.id", parts[4])
                .put("cloud.availability_zone", parts[3])
                .put("cloud.region", parts[3].substring(0, parts[3].length() - 1));
    }

    private static String providerId(Surroundings surroundings, String node) throws IOException {
        try (KubernetesClient client = surroundings.kubernetes(KubernetesConfig.serviceAccount())) {
            return text(client, NODES + node, "spec", "providerID");
        } catch (IOException e) {
            throw new IOException(
                    "can't get K8s Instance Metadata; failed to retrieve k8s node: %s (expected: a role with the verb get on nodes)"
                            .formatted(e.getMessage()),
                    e);
        }
    }
}
