// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.forager.testkit.KubernetesServer;
import dev.forager.testkit.Ports;
import dev.forager.testkit.RealCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples for Kubernetes: valid everywhere, started where there is a real API. */
class KubernetesExamplesIT {
    private static final Path EXAMPLES = Path.of("../config-examples/kubernetes");

    @TempDir private Path folder = Path.of("");

    static Stream<Path> examples() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(EXAMPLES)) {
            files =
                    all.filter(file -> file.toString().endsWith(".yaml"))
                            .filter(file -> !file.getFileName().toString().startsWith("rbac"))
                            .filter(file -> !file.endsWith("kustomization.yaml"))
                            .sorted()
                            .toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void example_isValidAsItStands(Path example) throws Exception {
        try (var forager = RunningForager.start("validate", "--config", example.toString())) {
            assertThat(forager.exitCode()).as(forager.err()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void example_worksWithTheApi(Path example) throws Exception {
        String reason = KubernetesServer.reasonNotToRun();
        assumeTrue(reason == null, reason);
        try (var server = KubernetesServer.start(folder);
                var forager = start(example, server.kubeconfig("admin"))) {
            forager.awaitReady();
            if (!Files.readString(example).contains("passthrough: true")) {
                forager.awaitLog("Kubernetes metadata synced");
            }
            forager.signal("TERM");
            assertThat(forager.exitCode()).isZero();
            assertThat(forager.err()).doesNotContain("\terror\t").contains("Shutdown complete.");
        }
    }

    @Test
    void manifests_areTakenByTheApi() throws Exception {
        String reason = KubernetesServer.reasonNotToRun();
        assumeTrue(reason == null, reason);
        try (var server = KubernetesServer.start(folder)) {
            var cluster = new RealCluster(server);
            for (String manifest :
                    List.of(
                            "manifests/namespace.yaml",
                            "rbac-gateway.yaml",
                            "manifests/gateway.yaml",
                            "rbac-agent.yaml",
                            "manifests/agent.yaml",
                            "../deploy/daemonset.yaml")) {
                cluster.apply(EXAMPLES.resolve(manifest));
            }
        }
    }

    private RunningForager start(Path example, Path kubeconfig) throws IOException {
        Path config =
                Files.writeString(
                        folder.resolve("config.yaml"), withFreePorts(Files.readString(example)));
        return RunningForager.start(
                RunningForager.HOME.resolve("bin/forager"),
                Map.of("AUTH", "kubeConfig", "KUBECONFIG", kubeconfig.toString()),
                "--config",
                config.toString(),
                "--config=yaml:service::telemetry::metrics::readers: [{pull: {exporter: {prometheus: {host: 127.0.0.1, port: %d}}}}]"
                        .formatted(Ports.free()));
    }

    private static String withFreePorts(String yaml) {
        return Pattern.compile("(localhost\\}?:)\\d+")
                .matcher(yaml)
                .replaceAll(found -> found.group(1) + Ports.free());
    }
}
