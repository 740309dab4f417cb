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
}
