// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.testkit.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What cannot start says why in one clear message, exits with 1, and does so within five seconds.
 */
class StartFailureIT {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Test
    void portInUse_isNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            String err =
                    failure(config(Configs.otlpTo(port, Ports.free(), Ports.free(), "debug", "")));
            assertThat(err)
                    .contains(
                            "Error: cannot start pipelines: failed to start \"otlp\" receiver: listen tcp"
                                    + " 127.0.0.1:%d: bind: address already in use"
                                            .formatted(port));
        }
    }

    @Test
    void metricsPortInUse_isNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            String err =
                    failure(config(Configs.otlpTo(Ports.free(), Ports.free(), port, "debug", "")));
            assertThat(err).contains("Error: ").contains("127.0.0.1:" + port).contains("in use");
        }
    }

    @Test
    void missingFile_isNamed() throws Exception {
        assertThat(failure(Path.of("no-such-file.yaml")))
                .contains("Error: failed to get config")
                .contains("unable to read the file file:no-such-file.yaml")
                .contains("no such file or directory");
    }

    @Test
    void missingCertificate_isNamed() throws Exception {
        String yaml =
                Configs.otlpTo(
                        Ports.free(),
                        Ports.free(),
                        Ports.free(),
                        "otlp_grpc",
                        "{endpoint: \"127.0.0.1:1\", tls: {ca_file: /no/such/ca.pem}}");
        assertThat(failure(config(yaml))).contains("Error: ").contains("/no/such/ca.pem");
    }

    @Test
    void everyProblem_isReportedAtOnce() throws Exception {
        Path file =
                config(
                        """
                        receivers:
                          otlp: {protocols: {grpcc: {}}}
                        exporters:
                          debug: {verbostiy: detailed}
                          nosuch: {}
                        service:
                          pipelines:
                            traces: {receivers: [otlp], exporters: [debgu]}
                        """);
        assertThat(failure(file))
                .contains("has invalid keys: grpcc")
                .contains("has invalid keys: verbostiy")
                .contains("unknown type: \"nosuch\"")
                .contains("references exporter \"debgu\" which is not configured")
                .contains(file.getFileName() + ":2:")
                .contains(file.getFileName() + ":4:");
    }

    private static Path config(String yaml) throws Exception {
        Path file = Files.createTempFile("forager", ".yaml");
        return Files.writeString(file, yaml);
    }

    private static String failure(Path config) throws Exception {
        long begin = System.nanoTime();
        try (var forager = RunningForager.start("--config", config.toString())) {
            assertThat(forager.exitCode()).as(forager.err()).isEqualTo(1);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LIMIT);
            assertThat(forager.out()).isEmpty();
            assertThat(forager.err()).doesNotContain("Exception");
            return forager.err();
        }
    }
}
