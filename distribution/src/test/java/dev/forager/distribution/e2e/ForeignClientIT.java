// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.forager.testkit.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The Python SDK and its exporters send all signals to the packaged program. {@code ./forager-test}
 * installs them; where they are missing the test says so and is skipped.
 */
class ForeignClientIT {
    private static final Path PYTHON = Path.of("target/python/bin/python");

    @ParameterizedTest
    @CsvSource({"grpc, none", "grpc, gzip", "http, none", "http, gzip"})
    void pythonSdk_isUnderstood(String protocol, String compression) throws Exception {
        assumeTrue(
                Files.exists(PYTHON),
                "SKIPPED: no Python OTLP exporters in target/python; ./forager-test installs them");
        int grpc = Ports.free();
        int http = Ports.free();
        String endpoint = "http://127.0.0.1:" + (protocol.equals("grpc") ? grpc : http);
        try (var forager =
                RunningForager.ready(
                        Configs.otlpTo(
                                grpc, http, Ports.free(), "debug", "{verbosity: detailed}"))) {
            Path log = Files.createTempFile("python", ".log");
            int code =
                    new ProcessBuilder(
                                    PYTHON.toString(),
                                    "src/test/resources/foreign_client.py",
                                    protocol,
                                    endpoint,
                                    compression)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start()
                            .waitFor();
            assertThat(code).as(Files.readString(log)).isZero();
            forager.awaitLog("Name           : python-span");
            forager.awaitLog("-> Name: python-counter");
            forager.awaitLog("Body: Str(python-record)");
            assertThat(forager.err()).contains("     -> service.name: Str(python-client)");
        }
    }
}
