// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.config.RecordBinder;
import dev.forager.pdata.Payload;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.testkit.TestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The real VictoriaMetrics stores what is sent. It is Debian's package, or that of the property
 * {@code forager.victoria-metrics}; without either there is nothing to test against.
 */
class RealVictoriaMetricsTest {
    private final TestSettings settings = new TestSettings();
    @TempDir private Path folder;

    /** Native histograms it drops without a word; 2.0 it does not know, so that it gets 1.0. */
    @ParameterizedTest
    @EnumSource(RemoteWriteMessage.class)
    void stored_isWhatWasSent(RemoteWriteMessage message) throws Exception {
        Optional<Path> program = RealProgram.find("victoria-metrics");
        Assumptions.assumeTrue(program.isPresent(), "no victoria-metrics on the PATH");
        try (RealVictoriaMetrics server =
                RealVictoriaMetrics.start(program.orElseThrow(), folder)) {
            var config =
                    RecordBinder.read(
                            "{endpoint: \"%s\", protobuf_message: %s}"
                                    .formatted(server.writeUrl(), message),
                            PrometheusRemoteWriteExporterConfig.class);
            Payload payload = StoredSamples.input(Instant.now());
            Exporter exporter = StartedExporter.of(config, settings);
            exporter.export(payload, Context.background());
            exporter.stop(Duration.ofSeconds(1));
            assertThat(server.samples())
                    .isEqualTo(
                            StoredSamples.of(config, payload).stream()
                                    .filter(line -> !line.contains(" count="))
                                    .toList());
        }
    }
}
