// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A VictoriaMetrics of its makers on a port of its own. Left to itself it shows nothing of the last
 * half minute ({@code -search.latencyOffset}) and holds samples back before they can be searched.
 */
final class RealVictoriaMetrics implements AutoCloseable {
    private final Process process;
    private final PrometheusApi api;
    private final int port;

    private RealVictoriaMetrics(Process process, int port) {
        this.process = process;
        this.port = port;
        api = new PrometheusApi(port);
    }

    static RealVictoriaMetrics start(Path program, Path folder) throws IOException {
        int port = RealProgram.freePort();
        Process process =
                new ProcessBuilder(
                                program.toString(),
                                "-httpListenAddr=127.0.0.1:" + port,
                                "-storageDataPath=" + folder.resolve("data"),
                                "-retentionPeriod=1d",
                                "-search.latencyOffset=0s",
                                "-search.disableCache")
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        var started = new RealVictoriaMetrics(process, port);
        await().atMost(Duration.ofSeconds(60)).until(() -> started.isReady());
        return started;
    }

    private boolean isReady() {
        assertThat(process.isAlive()).as("victoria-metrics runs").isTrue();
        return api.isThere("/health");
    }

    /** Where it takes remote write. */
    String writeUrl() {
        return "http://127.0.0.1:%d/api/v1/write".formatted(port);
    }

    /** Every sample of the last hour as a line, sorted; it tells stale markers like samples. */
    List<String> samples() throws IOException {
        api.get("/internal/force_flush");
        return api.samples().stream().filter(line -> !line.endsWith(" NaN")).toList();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
