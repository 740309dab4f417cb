// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What starts the examples as services gives them what they need to be reached. */
class DeployExamplesTest {
    private static final Path EXAMPLES = Path.of("../config-examples");

    /** A variable without which a server listens on this host alone. */
    private static final Pattern LISTENS = Pattern.compile("\\$\\{env:(\\w+):-localhost}");

    private static String read(String file) throws IOException {
        return Files.readString(EXAMPLES.resolve(file));
    }

    private static List<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "gateway.yaml, deploy/forager-gateway.service, Environment=%s=",
        "kubernetes/gateway.yaml, kubernetes/manifests/gateway.yaml, name: %s",
        "kubernetes/agent.yaml, kubernetes/manifests/agent.yaml, name: %s",
        "kubernetes/passthrough.yaml, kubernetes/manifests/agent.yaml, name: %s",
    })
    void service_saysWhereToListen(String config, String service, String setting)
            throws IOException {
        String text = read(service);
        assertThat(groups(LISTENS, read(config)))
                .isNotEmpty()
                .allSatisfy(variable -> assertThat(text).contains(setting.formatted(variable)));
    }

    @ParameterizedTest
    @CsvSource({
        "deploy/forager-agent.service, deploy/agent.yaml, agent.yaml",
        "deploy/forager-gateway.service, gateway.yaml, gateway.yaml",
    })
    void service_installsWhatSendsAndShowsItself(String service, String config, String installed)
            throws IOException {
        assertThat(read(service))
                .contains("cp config-examples/" + config + " /etc/forager/" + installed + "\n");
        assertThat(read(config)).contains("${env:BACKEND:-").doesNotContain("level: none");
    }

    @Test
    void agentAndGatewayOfAHost_showThemselvesOnPortsOfTheirOwn() throws IOException {
        assertThat(read("deploy/agent.yaml")).contains("port: 8889");
        assertThat(read("gateway.yaml")).doesNotContain("port: 88");
    }

    @Test
    void theEbpfAgent_sendsToTheGatewayOfItsNamespace() throws IOException {
        String service = read("kubernetes/manifests/gateway.yaml");
        assertThat(service).contains("kind: Service\n", "  name: forager-gateway\n");
        assertThat(read("deploy/daemonset.yaml")).contains("http://forager-gateway.otel.svc:4318");
    }

    @ParameterizedTest
    @CsvSource({
        "kubernetes/manifests/gateway.yaml",
        "kubernetes/manifests/agent.yaml",
        "kubernetes/rbac-gateway.yaml",
        "kubernetes/rbac-agent.yaml",
        "deploy/daemonset.yaml"
    })
    void everything_isInTheNamespaceThatIsMade(String manifest) throws IOException {
        var namespace = Pattern.compile("(?m)^ +namespace: (\\S+)$");
        assertThat(groups(namespace, read(manifest))).isNotEmpty().containsOnly("otel");
        assertThat(read("kubernetes/manifests/namespace.yaml")).contains("  name: otel\n");
    }
}
