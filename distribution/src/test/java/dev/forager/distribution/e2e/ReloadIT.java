// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.testkit.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGHUP under load: nothing is refused, and what components have counted stays. */
class ReloadIT {
    private static final int RELOADS = 10;
    private static final String CHANGED = "Config updated, unchanged components stay in use";
    private static final Pattern CALLS = Pattern.compile("\"asInt\":\"(\\d+)\"");

    private static final String SPAN =
            """
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"demo"}}]},\
            "scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174",\
            "name":"hello","kind":2,"startTimeUnixNano":"1544712660000000000",\
            "endTimeUnixNano":"1544712661000000000"}]}]}]}""";

    @TempDir Path folder = Path.of("");
    private final AtomicInteger accepted = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isOver = new AtomicBoolean();

    @Test
    void manyReloadsUnderLoad_refuseNothing_andKeepWhatSpanMetricsCounted() throws Exception {
        int http = Ports.free();
        Path config = folder.resolve("config.yaml");
        Path out = folder.resolve("metrics.json");
        Files.writeString(config, yaml(http, out, 0));
        try (var forager = RunningForager.start("--config", config.toString())) {
            forager.awaitReady();
            var senders =
                    Stream.generate(() -> Thread.ofVirtual().start(() -> send(http)))
                            .limit(3)
                            .toList();
            for (int i = 1; i <= RELOADS; i++) {
                awaitProgress();
                Files.writeString(config, yaml(http, out, i));
                forager.signal("HUP");
                awaitReload(forager, i);
            }
            awaitProgress();
            isOver.set(true);
            for (Thread sender : senders) {
                sender.join();
            }

            assertThat(refused).isEmpty();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(calls(out)).isEqualTo(accepted.get()));
            forager.signal("TERM");
            assertThat(forager.exitCode()).as(forager.err()).isZero();
            assertThat(forager.err())
                    .doesNotContain("could not be sent")
                    .doesNotContain("Exception");
        }
    }

    /** Listener, span_metrics and file stay; what stands beside and in front of them changes. */
    private static String yaml(int http, Path out, int number) {
        return """
               receivers: {otlp: {protocols: {http: {endpoint: "127.0.0.1:%d"}}}}
               processors: {attributes: {actions: [{key: n, value: %d, action: insert}]}}
               connectors: {span_metrics: {metrics_flush_interval: 200ms}}
               exporters: {debug: {sampling_initial: %d}, file: {path: "%s"}}
               service:
                 telemetry: {metrics: {level: none}}
                 pipelines:
                   traces: {receivers: [otlp], processors: [%s], exporters: [span_metrics]}
                   traces/%d: {receivers: [otlp], exporters: [debug]}
                   metrics: {receivers: [span_metrics], exporters: [file]}
               """
                .formatted(
                        http, number, number + 2, out, number % 2 == 0 ? "attributes" : "", number);
    }

    private void send(int http) {
        while (!isOver.get()) {
            try {
                int status = Http.postJson(http, "/v1/traces", SPAN).statusCode();
                if (status == 200) {
                    accepted.incrementAndGet();
                } else {
                    refused.add("status " + status);
                }
            } catch (Exception e) {
                refused.add(e.toString());
            }
        }
    }

    private void awaitProgress() {
        int goal = accepted.get() + 20;
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> accepted.get() >= goal || !refused.isEmpty());
    }

    private static void awaitReload(RunningForager forager, int times) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> forager.err().split(CHANGED, -1).length > times);
    }

    /** The last value that the counter of calls had. */
    private static int calls(Path out) throws Exception {
        int last = 0;
        for (String line : Files.readAllLines(out)) {
            int start = line.indexOf("calls\"");
            Matcher value = CALLS.matcher(line);
            if (start >= 0 && value.find(start)) {
                last = Integer.parseInt(value.group(1));
            }
        }
        return last;
    }
}
