// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.config.RecordBinder;
import dev.forager.config.TelemetryConfig;
import dev.forager.pipeline.ServiceView.BuildInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where lines go: {@code output_paths} and {@code error_output_paths}. */
class LogOutputTest {
    private static final BuildInfo BUILD = new BuildInfo("otelcol", "", "1");

    @TempDir private Path folder;

    private SelfTelemetry start(String logs) throws Exception {
        return SelfTelemetry.start(
                RecordBinder.read(
                        "{metrics: {level: none}, logs: {%s}}".formatted(logs),
                        TelemetryConfig.class),
                BUILD,
                Map.of());
    }

    @Test
    void everyOutput_getsEachLine_behindWhatWasThere() throws Exception {
        Path first = Files.writeString(folder.resolve("first.log"), "before\n");
        Path second = folder.resolve("second.log");
        try (var telemetry = start("output_paths: ['%s', 'file://%s']".formatted(first, second))) {
            telemetry.logger("x", Map.of()).info("a line");
        }
        assertThat(Files.readString(first)).startsWith("before\n").contains("a line");
        assertThat(Files.readAllLines(second)).filteredOn(it -> it.contains("a line")).hasSize(1);
    }

    @Test
    void troubleWithAnOutput_isWrittenToTheErrorOutputs() throws Exception {
        Path errors = folder.resolve("errors.log");
        try (var telemetry =
                start("output_paths: [/dev/full], error_output_paths: ['%s']".formatted(errors))) {
            telemetry.logger("x", Map.of()).info("a line");
        }
        assertThat(Files.readString(errors)).contains("write error:");
    }

    @Test
    void outputThatCannotBeOpened_isAnErrorThatNamesIt() {
        for (String key : new String[] {"output_paths", "error_output_paths"}) {
            assertThatThrownBy(() -> start(key + ": [/no/such/folder/x.log]").close())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(
                            "open sink \"/no/such/folder/x.log\": open /no/such/folder/x.log: no"
                                    + " such file or directory");
        }
    }
}
