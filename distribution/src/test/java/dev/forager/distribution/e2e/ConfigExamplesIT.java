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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of config-examples starts, with other ports, and stops cleanly. */
class ConfigExamplesIT {
    private static final Pattern LOCAL_PORT =
            Pattern.compile("localhost:\\d+|\\}:431[78]|port: \\d+");

    static Stream<Path> examples() throws IOException {
        List<Path> files;
        Path folder = Path.of("../config-examples");
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
        }
        assertThat(files).isNotEmpty();
        return Stream.concat(files.stream(), Stream.of(folder.resolve("deploy/agent.yaml")));
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

    @ParameterizedTest
    @MethodSource("examples")
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
