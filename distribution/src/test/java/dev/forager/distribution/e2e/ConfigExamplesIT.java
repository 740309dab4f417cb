// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of config-examples starts, with other ports, and stops cleanly. */
class ConfigExamplesIT {
    private static final Pattern LOCAL_PORT =
            Pattern.compile("localhost:\\d+|\\}:431[78]|port: \\d+");

    private static final Path FOLDER = Path.of("../config-examples");
    private static final Path AGENT = FOLDER.resolve("deploy/agent.yaml");

    static Stream<Path> examples() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(FOLDER)) {
            files = all.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void example_startsAndStops(Path example) throws Exception {
        try (var forager =
                RunningForager.ready(withFreePorts(Files.readString(example)), noMetricsPort())) {
            forager.signal("TERM");
            assertThat(forager.exitCode()).isZero();
            assertThat(forager.err()).doesNotContain("\terror\t").contains("Shutdown complete.");
            assertThat(forager.out()).isEmpty();
        }
    }

    /** It has something to send from the first moment on. */
    @Test
    void theAgentOfAHost_sendsToItsGateway() throws Exception {
        int port = Ports.free();
        String gateway =
                """
                receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:%d"}}}}
                exporters: {nop: {}}
                service:
                  pipelines:
                    metrics: {receivers: [otlp], exporters: [nop]}
                    logs: {receivers: [otlp], exporters: [nop]}
                """
                        .formatted(port);
        String agent =
                withFreePorts(Files.readString(AGENT))
                        .replaceFirst(
                                "endpoint: \\$\\{env:BACKEND:-localhost:\\d+}",
                                "endpoint: 127.0.0.1:" + port);
        assertThat(agent).contains("127.0.0.1:" + port);
        try (var _ = RunningForager.ready(gateway, noMetricsPort());
                var forager = RunningForager.ready(agent, noMetricsPort())) {
            forager.signal("TERM");
            assertThat(forager.exitCode()).isZero();
            assertThat(forager.err()).doesNotContain("\terror\t").contains("Shutdown complete.");
        }
    }

    static Stream<Path> allExamples() throws IOException {
        return Stream.concat(examples(), Stream.of(AGENT));
    }

    @ParameterizedTest
    @MethodSource("allExamples")
    void example_isValidAsItStands(Path example) throws Exception {
        try (var forager = RunningForager.start("validate", "--config", example.toString())) {
            assertThat(forager.exitCode()).as(forager.err()).isZero();
            assertThat(forager.out()).isEmpty();
        }
    }

    private static String noMetricsPort() {
        return "--config=yaml:service::telemetry::metrics::readers: [{pull: {exporter: {prometheus:"
                + " {host: 127.0.0.1, port: %d}}}}]".formatted(Ports.free());
    }

    /** Ports that are in the file, and those that stand for receivers without an endpoint. */
    private static String withFreePorts(String yaml) {
        String explicit =
                LOCAL_PORT
                        .matcher(yaml)
                        .replaceAll(
                                found -> {
                                    String text = found.group();
                                    String head = text.substring(0, text.lastIndexOf(':') + 1);
                                    String gap = text.startsWith("port") ? " " : "";
                                    return head.replace("$", "\\$") + gap + Ports.free();
                                });
        return explicit.replaceAll(
                "(?m)^( +)(grpc|http):$(?!\\n\\1 +)", "$1$2: {endpoint: \"127.0.0.1:0\"}");
    }
}
