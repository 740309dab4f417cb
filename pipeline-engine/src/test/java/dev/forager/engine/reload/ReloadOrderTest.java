// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.reload;

import static dev.forager.engine.Items.logs;
import static dev.forager.engine.Items.spans;
import static dev.forager.pdata.Signal.LOGS;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forager.pipeline.Context;
import dev.forager.testkit.CollectingExporter;
import dev.forager.testkit.Ports;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which order a reload stops and starts what stands at the edges of a graph. */
class ReloadOrderTest {
    private static final String BASE =
            """
            receivers: {source: {}}
            processors: {count: {}, hold: {}}
            exporters: {sink: {}}
            service:
              telemetry: {metrics: {level: none}}
              pipelines:
                traces: {receivers: [source], processors: [count], exporters: [sink]}
            """;

    @Test
    void aListenerStaysOpen_whateverIsBehindIt() throws Exception {
        int port = Ports.free();
        String yaml =
                BASE.replace("source: {}", "door: {port: %d}".formatted(port))
                        .replace("[source]", "[door]");
        try (var running = new ReloadFixture(yaml)) {
            assertThat(Doors.ask(port, "one")).isEqualTo("ok");
            running.reload(yaml.replace("count: {}", "count: {mark: new}"));
            assertThat(Doors.ask(port, "two")).isEqualTo("ok");
            running.reload(yaml.replace("sink: {}", "sink: {mark: new}"));
            assertThat(Doors.ask(port, "three")).isEqualTo("ok");

            assertThat(running.parts.journal).doesNotContain("stop receiver door");
        }
    }

    @Test
    void aReceiverThatChanged_stopsBeforeItsSuccessorWantsThePort() throws Exception {
        int port = Ports.free();
        String yaml =
                BASE.replace("source: {}", "door: {port: %d}".formatted(port))
                        .replace("[source]", "[door]");
        try (var running = new ReloadFixture(yaml)) {
            running.reload(yaml.replace("{port:", "{mark: new, port:"));

            assertThat(running.parts.journal)
                    .containsExactly("stop receiver door", "start receiver door#new");
            assertThat(Doors.ask(port, "one")).isEqualTo("ok");
            assertThat(running.parts.counters.get("count")).hasValue(1);
        }
    }

    @Test
    void pipelinesComeAndGo_underAReceiverThatServesTheirSignalsAtTimes() throws Exception {
        String one =
                BASE.replace("source: {}", "hub: {}")
                        .replace("[source], processors: [count]", "[hub]");
        String both = one + "    logs: {receivers: [hub], exporters: [sink]}\n";
        try (var running = new ReloadFixture(one)) {
            var hub = requireNonNull(running.parts.sources.get("hub"));
            var way = hub.whenWanted(LOGS, "test");
            assertThat(hub.wants(LOGS)).isFalse();

            running.reload(both);
            assertThat(running.parts.journal).containsExactly("start exporter sink");
            assertThat(hub.wants(LOGS)).isTrue();
            way.consume(logs(2).open(), Context.background());
            assertThat(running.balance("logs", "sink").sent()).isEqualTo(2);

            running.reload(one);
            running.awaitLeft();
            assertThat(hub.wants(LOGS)).isFalse();
            assertThat(running.parts.journal).containsExactly("stop exporter sink");
            assertThat(running.service.pipelines()).hasSize(1);
            running.assertBooksAreClosed();
            assertThat(running.balance("logs", "sink").sent()).isEqualTo(2);
        }
    }

    @Test
    void aReceiverThatWasToldOfItsSignals_isMadeAnewWhenTheyChange() throws Exception {
        String one =
                BASE.replace("source: {}", "hub: {}")
                        .replace("[source], processors: [count]", "[hub]");
        String both = one + "    logs: {receivers: [hub], exporters: [sink]}\n";
        try (var running = new ReloadFixture(one)) {
            assertThat(requireNonNull(running.parts.sources.get("hub")).forSignal(LOGS)).isNull();
            running.reload(both);

            assertThat(running.parts.journal)
                    .containsExactly(
                            "start exporter sink", "stop receiver hub", "start receiver hub");
            running.parts.send("hub", logs(1));
        }
    }

    @Test
    void aConnectorThatChoosesAmongPipelines_isMadeAnewWhenTheyChange() throws Exception {
        String yaml =
                """
                receivers: {source: {}}
                exporters: {sink: {}}
                connectors: {join: {}, pick: {}}
                service:
                  telemetry: {metrics: {level: none}}
                  pipelines:
                    traces: {receivers: [source], exporters: [join, pick]}
                    traces/2: {receivers: [join, pick], exporters: [sink]}
                """;
        try (var running = new ReloadFixture(yaml)) {
            running.parts.send("source", spans(1));
            assertThat(running.parts.sink("sink").items()).isEqualTo(2);
            running.reload(yaml + "    traces/3: {receivers: [join, pick], exporters: [sink]}\n");
            running.parts.send("source", spans(1));
            running.awaitLeft();

            assertThat(running.parts.journal)
                    .containsExactly("start connector pick", "stop connector pick");
            assertThat(running.parts.sink("sink").items()).isEqualTo(6);
            running.assertBooksAreClosed();
        }
    }

    @Test
    void anExtensionThatChanged_takesAlongThoseWhoHoldIt_andGoesLast() throws Exception {
        String yaml =
                BASE.replace("source: {}", "source: {auth: aid}, source/2: {}")
                                .replace("[source]", "[source, source/2]")
                        + "  extensions: [aid]\nextensions: {aid: {}}\n";
        try (var running = new ReloadFixture(yaml)) {
            running.reload(yaml.replace("{aid: {}}", "{aid: {mark: new}}"));
            running.awaitLeft();

            assertThat(running.parts.journal)
                    .containsExactly(
                            "start extension aid#new",
                            "stop receiver source",
                            "start receiver source",
                            "ready extension aid#new",
                            "stop extension aid");
        }
    }

    @Test
    void anExtensionThatNobodyHolds_stopsBeforeItsSuccessorStarts() throws Exception {
        String yaml = BASE + "  extensions: [aid]\nextensions: {aid: {}}\n";
        try (var running = new ReloadFixture(yaml)) {
            running.reload(yaml.replace("{aid: {}}", "{aid: {mark: new}}"));

            assertThat(running.parts.journal)
                    .containsExactly(
                            "stop extension aid",
                            "start extension aid#new",
                            "ready extension aid#new");
        }
    }

    @Test
    void anExclusiveExporter_waitsForItsPredecessor_andRequestsWaitWithIt() throws Exception {
        String yaml = BASE.replace("sink: {}", "port: {}").replace("[sink]", "[port]");
        try (var running = new ReloadFixture(yaml)) {
            CollectingExporter former = running.parts.sink("port");
            former.block();
            CompletableFuture<Void> inside = running.sending(2);
            await().until(() -> former.waiting() == 1);
            CompletableFuture<Void> reload =
                    running.reloading(yaml.replace("port: {}", "port: {mark: new}"));
            CompletableFuture<Void> later = running.sending(4);
            await().until(() -> requireNonNull(running.parts.counters.get("count")).get() == 6);
            assertThat(running.parts.journal).isEmpty();

            former.release();
            CompletableFuture.allOf(inside, reload, later).join();
            assertThat(running.parts.journal)
                    .containsExactly("stop exporter port", "start exporter port#new");
            assertThat(former.items() + running.parts.sink("port").items()).isEqualTo(6);
            running.assertBooksAreClosed();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[hold, count]", "[count, hold]", "[hold]"})
    void whatAReplacedProcessorHeld_isNotLost_whenAnExclusiveExporterIsReplacedToo(String chain)
            throws Exception {
        String yaml =
                BASE.replace("sink: {}", "port: {}")
                        .replace("[sink]", "[port]")
                        .replace("[count]", chain);
        try (var running = new ReloadFixture(yaml)) {
            running.parts.send("source", spans(3));
            CollectingExporter former = running.parts.sink("port");
            running.reload(
                    yaml.replace("port: {}", "port: {mark: new}")
                            .replace("hold: {}", "hold: {mark: new}"));
            running.awaitLeft();

            assertThat(former.items() + running.parts.sink("port").items()).isEqualTo(3);
            assertThat(running.balance("traces", "port").sent()).isEqualTo(3);
            assertThat(running.balance("traces", "port").dropped()).isEmpty();
            running.assertBooksAreClosed();
        }
    }
}
