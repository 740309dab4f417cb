// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.testkit.Kubeconfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The detectors that ask the API of a cluster, against one that says what a real one does. */
class KubernetesDetectorsTest {
    private static final Map<String, String> NOWHERE = Map.of();

    @TempDir private Path root = Path.of("");
    private final MetadataServer server;

    KubernetesDetectorsTest() throws IOException {
        server = new MetadataServer();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private String kubeconfig() throws IOException {
        return "auth_type: kubeConfig, kubeconfig_path: "
                + Kubeconfig.write(root.resolve("kubeconfig"), "http://" + server.address(), "t");
    }

    private String detect(String name, String yaml, Map<String, String> variables)
            throws Exception {
        return server.ask(name, yaml, variables, root).attributes().toString();
    }

    @Test
    void k8sApi_asksForTheNode_andTheClustersUid() throws Exception {
        server.wants("Authorization", "Bearer t")
                .answer("/api/v1/nodes/n1", "{\"metadata\":{\"name\":\"n1\",\"uid\":\"u1\"}}")
                .answer(
                        "/api/v1/namespaces/kube-system",
                        "{\"metadata\":{\"name\":\"kube-system\",\"uid\":\"u2\"}}");
        String yaml = "{k8s_api: {" + kubeconfig() + "}}";
        assertThat(detect("k8snode", yaml, Map.of("K8S_NODE_NAME", "n1")))
                .isEqualTo("{k8s.node.name=n1, k8s.node.uid=u1, k8s.cluster.uid=u2}");
        assertThatThrownBy(() -> detect("k8s_api", yaml, NOWHERE))
                .hasMessageContaining("node name can't be found")
                .hasMessageContaining("K8S_NODE_NAME from spec.nodeName");
        assertThatThrownBy(() -> detect("k8s_api", yaml, Map.of("K8S_NODE_NAME", "n2")))
                .hasMessageContaining("failed to fetch nodes n2 from K8s API")
                .hasMessageContaining("a role with the verb get on nodes");
        assertThatThrownBy(() -> detect("k8s_api", "{}", Map.of("K8S_NODE_NAME", "n1")))
                .hasMessageContaining("KUBERNETES_SERVICE_HOST");
    }

    @Test
    void kubeadm_readsTheClustersName() throws Exception {
        server.answer(
                        "/api/v1/namespaces/kube-system/configmaps/kubeadm-config",
                        "{\"kind\":\"ConfigMap\",\"data\":{\"ClusterConfiguration\":\"apiServer: {}\\nclusterName: prod\\n\"}}")
                .answer("/api/v1/namespaces/kube-system", "{\"metadata\":{\"uid\":\"u2\"}}");
        String yaml = "kubeadm: {" + kubeconfig() + "}";
        assertThat(detect("kubeadm", "{" + yaml + "}", NOWHERE))
                .isEqualTo("{k8s.cluster.name=prod, k8s.cluster.uid=u2}");
        assertThat(detect("kubeadm", "{}", NOWHERE)).isEqualTo("{}");
        assertThatThrownBy(() -> detect("kubeadm", "{fail_on_missing_metadata: true}", NOWHERE))
                .hasMessageContaining("failed getting k8s cluster name");
    }

    @Test
    void openshift_tellsTheCloudBelow() throws Exception {
        server.answer(
                "/apis/config.openshift.io/v1/infrastructures/cluster/status",
                """
                {"kind": "Infrastructure", "spec": {"cloudConfig": {"name": "x"}},
                 "status": {"infrastructureName": "ocp-1", "etcdDiscoveryDomain": "",
                  "platformStatus": {"type": "AWS", "aws": {"region": "EU-WEST-1", "tags": []}}}}
                """);
        assertThat(detect("openshift", "{openshift: {" + kubeconfig() + "}}", NOWHERE))
                .isEqualTo(
                        "{k8s.cluster.name=ocp-1, cloud.provider=aws,"
                                + " cloud.platform=aws_openshift, cloud.region=eu-west-1}");
        assertThat(detect("openshift", "{}", NOWHERE)).isEqualTo("{}");
    }

    @Test
    void openshift_asksTheServerThatIsNamed() throws Exception {
        server.wants("Authorization", "Bearer own")
                .answer(
                        "/apis/config.openshift.io/v1/infrastructures/cluster/status",
                        "{\"status\": {\"infrastructureName\": \"ocp-2\"}}");
        String address = "http://" + server.address();
        assertThat(
                        detect(
                                "openshift",
                                "{openshift: {address: '%s', token: own}}".formatted(address),
                                NOWHERE))
                .isEqualTo("{k8s.cluster.name=ocp-2}");
    }

    @Test
    void openshift_takesWhatIsNotNamedFromThePod() throws Exception {
        try (MetadataServer api = MetadataServer.ofCluster(root, "own")) {
            api.answer(
                    "/apis/config.openshift.io/v1/infrastructures/cluster/status",
                    "{\"status\": {\"infrastructureName\": \"ocp-3\"}}");
            String yaml = "{openshift: {address: 'https://127.0.0.1:%d'}}".formatted(api.port());
            assertThat(detect("openshift", yaml, NOWHERE)).isEqualTo("{k8s.cluster.name=ocp-3}");
            assertThat(detect("openshift", "{openshift: {token: own}}", pod(api, "NONE", "")))
                    .isEqualTo("{k8s.cluster.name=ocp-3}");
            assertThat(detect("openshift", "{openshift: {token: other}}", pod(api, "NONE", "")))
                    .isEqualTo("{}");
        }
    }

    private static Map<String, String> pod(MetadataServer api, String name, String value) {
        return Map.of(
                "KUBERNETES_SERVICE_HOST",
                "127.0.0.1",
                "KUBERNETES_SERVICE_PORT",
                String.valueOf(api.port()),
                "AWS_EC2_METADATA_DISABLED",
                "true",
                "NODE",
                "n1",
                name,
                value);
    }

    /** EKS in a pod that does not reach the metadata service. */
    @Test
    void eks_asksForTheNode_whereTheMetadataServiceIsOutOfReach() throws Exception {
        String yaml = "{fail_on_missing_metadata: true, eks: {node_from_env_var: %s}}";
        String named = yaml.formatted("NODE");
        try (MetadataServer api = MetadataServer.ofCluster(root, "own")) {
            Map<String, String> pod =
                    pod(api, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/eks-pod-identity/token");
            assertThat(detect("eks", "{}", pod))
                    .isEqualTo("{cloud.provider=aws, cloud.platform=aws_eks}");
            assertThatThrownBy(() -> detect("eks", yaml.formatted("''"), pod))
                    .hasMessageContaining("node name is empty");
            assertThatThrownBy(() -> detect("eks", named, pod))
                    .hasMessageContaining("failed to retrieve k8s node")
                    .hasMessageContaining("a role with the verb get on nodes");
            api.answer("/api/v1/nodes/n1", "{\"spec\": {\"providerID\": \"kind://x\"}}");
            assertThatThrownBy(() -> detect("eks", named, pod))
                    .hasMessageContaining("instanceId from providerID: \"kind://x\"");
            api.answer(
                    "/api/v1/nodes/n1",
                    "{\"spec\": {\"providerID\": \"aws:///us-west-2a/i-049ca2df511bec762\"}}");
            assertThat(detect("eks", named, pod))
                    .isEqualTo(
                            "{cloud.provider=aws, cloud.platform=aws_eks,"
                                    + " host.id=i-049ca2df511bec762,"
                                    + " cloud.availability_zone=us-west-2a,"
                                    + " cloud.region=us-west-2}");
        }
    }

    @Test
    void eks_isToldByItsIssuerOrVersion() throws Exception {
        String version = "{\"major\": \"1\", \"gitVersion\": \"v1.37.2%s\"}";
        try (MetadataServer api = MetadataServer.ofCluster(root, "own")) {
            Map<String, String> pod = pod(api, "NONE", "");
            api.answer("/version", version.formatted(""));
            assertThat(detect("eks", "{}", pod)).isEqualTo("{}");
            assertThatThrownBy(() -> detect("eks", "{fail_on_missing_metadata: true}", pod))
                    .hasMessage("eks metadata unavailable: not running on EKS");
            api.answer("/version", version.formatted("-eks-1234567"));
            assertThat(detect("eks", "{}", pod)).contains("aws_eks");
            api.answer("/version", version.formatted(""))
                    .answer(
                            "/.well-known/openid-configuration",
                            "{\"issuer\": \"https://oidc.eks.eu-west-1.amazonaws.com/id/X\"}");
            assertThat(detect("eks", "{}", pod)).contains("aws_eks");
        }
    }
}
