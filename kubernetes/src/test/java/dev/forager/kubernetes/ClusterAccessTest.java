// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.testkit.Kubeconfig;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterAccessTest {
    private final Map<String, String> variables = new HashMap<>();
    @TempDir private Path root = Path.of("");

    private Config find(KubernetesConfig config) throws IOException {
        return new ClusterAccess(config, variables::get, root).find();
    }

    private void inCluster() throws IOException {
        variables.put("KUBERNETES_SERVICE_HOST", "10.96.0.1");
        variables.put("KUBERNETES_SERVICE_PORT", "443");
        Path mount = root.resolve("var/run/secrets/kubernetes.io/serviceaccount");
        Files.createDirectories(mount);
        Files.writeString(mount.resolve("token"), "secret\n");
        Files.writeString(mount.resolve("ca.crt"), "");
    }

    @Test
    void serviceAccount_isFoundWhereKubernetesMountsIt() throws IOException {
        inCluster();
        Config found = find(KubernetesConfig.serviceAccount());
        assertThat(found.getMasterUrl()).isEqualTo("https://10.96.0.1:443/");
        assertThat(found.getOauthTokenProvider().getToken()).isEqualTo("secret");
        assertThat(found.getCaCertFile()).endsWith("serviceaccount/ca.crt");
        assertThat(found.getRequestRetryBackoffLimit()).isZero();
    }

    @Test
    void addressOfVersion6_isBracketed() throws IOException {
        inCluster();
        variables.put("KUBERNETES_SERVICE_HOST", "fd00::1");
        assertThat(find(KubernetesConfig.serviceAccount()).getMasterUrl())
                .isEqualTo("https://[fd00::1]:443/");
    }

    @Test
    void outsideOfACluster_theTextSaysWhatToDo() {
        assertThatThrownBy(() -> find(KubernetesConfig.serviceAccount()))
                .hasMessageContaining(
                        "unable to load k8s config, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be defined")
                .hasMessageContaining("auth_type: kubeConfig");
    }

    @Test
    void withoutToken_theTextNamesTheFile() throws IOException {
        inCluster();
        Files.delete(root.resolve("var/run/secrets/kubernetes.io/serviceaccount/token"));
        assertThatThrownBy(() -> find(KubernetesConfig.serviceAccount()))
                .hasMessageContaining("serviceaccount/token cannot be read");
    }

    @Test
    void kubeconfig_isNamedByKeyVariableOrHome() throws IOException {
        String text =
                """
                apiVersion: v1
                kind: Config
                current-context: a
                contexts:
                - {name: a, context: {cluster: one, user: u}}
                - {name: b, context: {cluster: two, user: u}}
                clusters:
                - {name: one, cluster: {server: "https://one:6443"}}
                - {name: two, cluster: {server: "https://two:6443"}}
                users: [{name: u, user: {token: t}}]
                """;
        Path file = Files.writeString(root.resolve("given"), text);
        assertThat(find(KubernetesConfig.kubeconfig(file.toString())).getMasterUrl())
                .isEqualTo("https://one:6443/");
        variables.put("KUBECONFIG", file.toString());
        var other = new KubernetesConfig(AuthType.KUBE_CONFIG, "", "b", 0, 0);
        assertThat(find(other).getMasterUrl()).isEqualTo("https://two:6443/");
        variables.clear();
        variables.put("HOME", root.toString());
        assertThatThrownBy(() -> find(other)).hasMessageContaining("/.kube/config cannot be read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | something is missing in it",
                "not: [valid | while parsing a flow sequence in reader, line 1, column 6",
                "[1, 2] | (expected: a kubeconfig with",
                "kind: Config | current-context is not set",
                "contexts: [{name: b, context: {cluster: c}}] | current-context is not set, contexts are: b",
                "`current-context: n\ncontexts: [{name: b, context: {cluster: c}}]` | the context \"n\" does not exist, contexts are: b",
                "`current-context: a\ncontexts: [{name: a, context: {cluster: c, user: u}}]\nclusters: [{name: c, cluster: {server: 'https://c'}}]\nusers: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-command}}}]` | the command no-such-command of user \"u\" gives no credentials",
                "`current-context: a\ncontexts: [{name: a, context: {cluster: c}}]\nclusters: [{name: c, cluster: {}}]` | something is missing in it",
            })
    void kubeconfigThatIsNone_isNamedWithWhatIsWrong(String text, String why) throws IOException {
        Path file = Files.writeString(root.resolve("given"), text);
        assertThatThrownBy(() -> find(KubernetesConfig.kubeconfig(file.toString())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("auth_type=kubeConfig: " + file + ": ")
                .hasMessageContaining(why);
    }

    @Test
    void contextThatIsNotThere_isNamed() throws IOException {
        Path file = Kubeconfig.write(root.resolve("given"), "https://one:6443", "t");
        var config = new KubernetesConfig(AuthType.KUBE_CONFIG, file.toString(), "other", 0, 0);
        assertThatThrownBy(() -> find(config))
                .hasMessageContaining("the context \"other\" does not exist");
    }

    @Test
    void certificatesThatCannotBeRead_areNamed() throws IOException {
        Path file =
                Kubeconfig.write(
                        root.resolve("given"), "https://one:6443", Path.of("/none/ca.crt"), "t");
        var access =
                new ClusterAccess(
                        KubernetesConfig.kubeconfig(file.toString()), variables::get, root);
        assertThatThrownBy(access::connect)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the certificates for https://one:6443/ cannot be used")
                .hasMessageContaining("/none/ca.crt");
    }
}
