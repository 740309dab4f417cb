// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.testkit.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signals: what is held goes out at SIGTERM, a bad file does not stop a running service. */
class LifecycleIT {
    private static final String SPAN =
            """
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"demo"}}]},\
            "scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174",\
            "name":"hello","kind":2,"startTimeUnixNano":"1544712660000000000",\
            "endTimeUnixNano":"1544712661000000000"}]}]}]}""";

    @TempDir Path folder = Path.of("");

    @Test
    void span_isPrintedByTheDebugExporter() throws Exception {
        int http = Ports.free();
        try (var forager =
                RunningForager.ready(
                        Configs.otlpTo(
                                Ports.free(),
                                http,
                                Ports.free(),
                                "debug",
                                "{verbosity: detailed}"))) {
            var response = Http.postJson(http, "/v1/traces", SPAN);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("{\"partialSuccess\":{}}");
            forager.awaitLog("Name           : hello");
            assertThat(forager.err()).contains("     -> service.name: Str(demo)");
        }
    }

    @Test
    void batchedSpans_outliveOtherSignals_andGoOutAtSigterm() throws Exception {
        int http = Ports.free();
        Path file = folder.resolve("out.json");
        String yaml =
                Configs.otlpTo(Ports.free(), http, Ports.free(), "file", "{path: \"" + file + "\"}")
                        .replace("exporters:\n", "processors: {batch: {timeout: 1h}}\nexporters:\n")
                        .replace("exporters: [file]", "processors: [batch], exporters: [file]");
        try (var forager = RunningForager.ready(yaml)) {
            assertThat(Http.postJson(http, "/v1/traces", SPAN).statusCode()).isEqualTo(200);
            for (String name : List.of("USR1", "USR2", "ALRM", "VTALRM", "PIPE", "WINCH")) {
                forager.signal(name);
            }
            forager.signal("TERM");
            assertThat(forager.exitCode()).as(forager.err()).isZero();
        }
        assertThat(Files.readString(file)).contains("\"name\":\"hello\"");
    }

    @Test
    void sighup_withABadFile_changesNothing() throws Exception {
        int http = Ports.free();
        Path config = folder.resolve("config.yaml");
        Files.writeString(config, Configs.otlpTo(Ports.free(), http, Ports.free(), "debug", ""));
        try (var forager = RunningForager.start("--config", config.toString())) {
            forager.awaitReady();
            Files.writeString(config, "receivers: {nosuch: {}}\n");
            forager.signal("HUP");
            forager.awaitLog("nosuch");
            assertThat(Http.postJson(http, "/v1/traces", SPAN).statusCode()).isEqualTo(200);
            assertThat(forager.isAlive()).isTrue();
        }
    }

    @Test
    void sighup_withAnotherFile_takesItOver() throws Exception {
        int metrics = Ports.free();
        int before = Ports.free();
        int after = Ports.free();
        Path config = folder.resolve("config.yaml");
        Files.writeString(config, Configs.otlpTo(Ports.free(), before, metrics, "debug", ""));
        try (var forager = RunningForager.start("--config", config.toString())) {
            forager.awaitReady();
            Files.writeString(config, Configs.otlpTo(Ports.free(), after, metrics, "debug", ""));
            forager.signal("HUP");
            forager.awaitLog("Config updated, unchanged components stay in use");
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> Http.postJson(after, "/v1/traces", SPAN).statusCode() == 200);
        }
    }

    @Test
    void ownMetrics_countWhatWasAccepted() throws Exception {
        int http = Ports.free();
        int metrics = Ports.free();
        try (var _ =
                RunningForager.ready(Configs.otlpTo(Ports.free(), http, metrics, "debug", ""))) {
            assertThat(Http.postJson(http, "/v1/traces", SPAN).statusCode()).isEqualTo(200);
            assertThat(Http.get(metrics, "/metrics").body())
                    .contains(
                            "otelcol_receiver_accepted_spans{receiver=\"otlp\",transport=\"http\"} 1\n")
                    .contains("otelcol_exporter_sent_spans{exporter=\"debug\"} 1\n");
        }
    }
}
