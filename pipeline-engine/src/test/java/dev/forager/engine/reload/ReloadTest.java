// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.reload;

import static dev.forager.engine.Items.logs;
import static dev.forager.engine.Items.spans;
import static dev.forager.pdata.Signal.LOGS;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.testkit.CollectingExporter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reload keeps, replaces and drains. */
class ReloadTest {
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
    void theSameConfiguration_changesNothing() throws Exception {
        try (var running = new ReloadFixture(BASE)) {
            running.reload(BASE);

            assertThat(running.parts.journal).isEmpty();
            assertThat(running.line().fields())
                    .containsEntry("kept", 3)
                    .containsEntry("started", "")
                    .containsEntry("stopped", "");
            assertThat(running.parts.rereads).hasValue(1);
        }
    }

    @Test
    void stateOfAProcessorStays_whenWhatIsBehindItChanges() throws Exception {
        try (var running = new ReloadFixture(BASE)) {
            running.parts.send("source", spans(2));
            CollectingExporter former = running.parts.sink("sink");
            running.reload(BASE.replace("sink: {}", "sink: {mark: new}"));
            running.parts.send("source", spans(3));
            running.awaitLeft();

            assertThat(running.parts.counters.get("count")).hasValue(5);
            assertThat(former.items()).isEqualTo(2);
            assertThat(running.parts.sink("sink").items()).isEqualTo(3);
            assertThat(running.parts.journal)
                    .containsExactly("start exporter sink#new", "stop exporter sink");
            assertThat(running.line().fields())
                    .containsEntry("kept", 2)
                    .containsEntry("started", "exporter sink of traces")
                    .containsEntry("stopped", "exporter sink of traces");
            running.assertBooksAreClosed();
            assertThat(running.balance("traces", "sink").accepted()).isEqualTo(5);
            assertThat(running.balance("traces", "sink").sent()).isEqualTo(5);
        }
    }

    @Test
    void aProcessorCanBePutInFrontAndTakenAway() throws Exception {
        String more =
                BASE.replace("count: {},", "count: {}, count/2: {},")
                        .replace("[count]", "[count/2, count]");
        try (var running = new ReloadFixture(BASE)) {
            running.parts.send("source", spans(1));
            running.reload(more);
            running.parts.send("source", spans(2));
            running.reload(BASE);
            running.parts.send("source", spans(4));
            running.awaitLeft();

            assertThat(running.parts.counters.get("count")).hasValue(7);
            assertThat(running.parts.counters.get("count/2")).hasValue(2);
            assertThat(running.parts.sink("sink").items()).isEqualTo(7);
            assertThat(running.balance("traces", "sink").dropped()).isEmpty();
            running.assertBooksAreClosed();
        }
    }

    @Test
    void whatAProcessorHoldsStaysInIt() throws Exception {
        String holding = BASE.replace("[count]", "[hold]");
        try (var running = new ReloadFixture(holding)) {
            running.parts.send("source", spans(3));
            running.reload(holding.replace("sink: {}", "sink: {mark: new}"));
            running.awaitLeft();
            assertThat(running.balance("traces", "sink").queued()).isEqualTo(3);
            running.assertBooksAreClosed();

            requireNonNull(running.parts.holders.get("hold")).flush();
            assertThat(running.parts.sink("sink").items()).isEqualTo(3);
            assertThat(running.balance("traces", "sink").sent()).isEqualTo(3);
            assertThat(running.balance("traces", "sink").created()).isZero();
            assertThat(running.balance("traces", "sink").dropped()).isEmpty();
            running.assertBooksAreClosed();
        }
    }

    @Test
    void whatAReplacedProcessorHeld_goesOnIntoWhatStays() throws Exception {
        String holding = BASE.replace("[count]", "[hold, count]");
        try (var running = new ReloadFixture(holding)) {
            running.parts.send("source", spans(3));
            running.reload(holding.replace("hold: {}", "hold: {mark: new}"));
            running.awaitLeft();

            assertThat(running.parts.counters.get("count")).hasValue(3);
            assertThat(running.parts.sink("sink").items()).isEqualTo(3);
            assertThat(running.parts.journal)
                    .containsExactly("start processor hold#new", "stop processor hold");
            running.assertBooksAreClosed();
        }
    }

    @Test
    void theQueueOfAnExporterThatStays_keepsItsContent() throws Exception {
        String queued = BASE.replace("sink: {}", "sink: {queue: true}");
        try (var running = new ReloadFixture(queued)) {
            CollectingExporter sink = running.parts.sink("sink");
            sink.block();
            running.parts.send("source", spans(1));
            running.parts.send("source", spans(2));
            running.parts.send("source", spans(4));
            running.reload(queued.replace("count: {}", "count: {mark: new}"));
            running.awaitLeft();
            assertThat(running.balance("traces", "sink").queued()).isEqualTo(7);
            running.assertBooksAreClosed();

            sink.release();
            await().until(() -> sink.items() == 7);
            assertThat(running.parts.journal)
                    .containsExactly("start processor count#new", "stop processor count");
            await().until(() -> running.balance("traces", "sink").queued() == 0);
            running.assertBooksAreClosed();
        }
    }

    @Test
    void theQueueOfAnExporterThatGoes_isDrained() throws Exception {
        String queued = BASE.replace("sink: {}", "sink: {queue: true}");
        try (var running = new ReloadFixture(queued)) {
            CollectingExporter former = running.parts.sink("sink");
            former.block();
            running.parts.send("source", spans(1));
            running.parts.send("source", spans(2));
            running.parts.send("source", spans(4));
            running.reload(queued.replace("queue: true", "queue: true, mark: new"));
            running.parts.send("source", spans(8));
            await().until(() -> running.parts.sink("sink").items() == 8);
            assertThat(former.stops()).isZero();

            former.release();
            running.awaitLeft();
            assertThat(former.items()).isEqualTo(7);
            assertThat(former.stops()).isEqualTo(1);
            assertThat(running.balance("traces", "sink").sent()).isEqualTo(15);
            running.assertBooksAreClosed();
        }
    }

    @Test
    void whatCouldNotBeSentInTime_isCountedAndNamed() throws Exception {
        String queued = BASE.replace("sink: {}", "sink: {queue: true}");
        try (var running = new ReloadFixture(queued)) {
            CollectingExporter former = running.parts.sink("sink");
            former.block();
            for (int i = 0; i < 5; i++) {
                running.parts.send("source", spans(1));
            }
            running.reload(queued.replace("queue: true", "mark: new"), Duration.ofMillis(100));
            running.awaitLeft();

            assertThat(running.telemetry.log().lines())
                    .filteredOn(
                            line ->
                                    line.message()
                                            .equals("Data could not be sent before the reload."))
                    .singleElement()
                    .satisfies(
                            line ->
                                    assertThat(line.fields())
                                            .containsEntry("pipeline", "traces")
                                            .containsEntry("exporter", "sink")
                                            .containsEntry("dropped_items", 5L));
            running.assertBooksAreClosed();
            running.stop();
            assertThat(running.telemetry.log().messages())
                    .doesNotContain("Data could not be sent before the shutdown.");
        }
    }

    @Test
    void requestsInside_finishWhereTheyAre_andNewOnesGoToTheNewGraph() throws Exception {
        try (var running = new ReloadFixture(BASE)) {
            CollectingExporter former = running.parts.sink("sink");
            former.block();
            CompletableFuture<Void> inside = sending(running, 2);
            await().until(() -> former.waiting() == 1);
            running.reload(
                    BASE.replace("sink: {}", "sink: {mark: new}")
                            .replace("count: {}", "count: {mark: new}"));
            running.parts.send("source", spans(4));

            assertThat(running.parts.sink("sink").items()).isEqualTo(4);
            assertThat(running.parts.journal)
                    .containsExactly("start exporter sink#new", "start processor count#new");
            former.release();
            inside.join();
            running.awaitLeft();
            assertThat(former.items()).isEqualTo(2);
            assertThat(running.parts.journal)
                    .endsWith("stop processor count", "stop exporter sink");
            running.assertBooksAreClosed();
        }
    }

    @Test
    void aRequestThatDoesNotLeave_holdsUpAReloadForTheLimitOnly() throws Exception {
        try (var running = new ReloadFixture(BASE)) {
            CollectingExporter former = running.parts.sink("sink");
            former.block();
            CompletableFuture<Void> inside = sending(running, 2);
            await().until(() -> former.waiting() == 1);
            running.reload(BASE.replace("sink: {}", "sink: {mark: new}"), Duration.ofMillis(100));
            running.awaitLeft();

            assertThat(former.stops()).isEqualTo(1);
            assertThat(inside).isNotDone();
            former.release();
            inside.join();
            running.assertBooksAreClosed();
            assertThat(running.balance("traces", "sink").sent()).isEqualTo(2);
            running.reload(BASE);
            running.parts.send("source", spans(1));
            assertThat(running.balance("traces", "sink").sent()).isEqualTo(3);
        }
    }

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
            CompletableFuture<Void> inside = sending(running, 2);
            await().until(() -> former.waiting() == 1);
            CompletableFuture<Void> reload =
                    CompletableFuture.runAsync(
                            () -> reload(running, yaml.replace("port: {}", "port: {mark: new}")));
            CompletableFuture<Void> later = sending(running, 4);
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

    @Test
    void statusesAreThoseOfTheNewGraph() throws Exception {
        try (var running = new ReloadFixture(BASE)) {
            running.reload(
                    BASE.replace("sink: {}", "sink: {mark: new}").replace("[count]", "[hold]"));
            running.awaitLeft();

            assertThat(running.service.statuses().keySet())
                    .extracting(instance -> instance.id().toString())
                    .containsExactly("sink", "hold", "source");
            assertThat(running.service.statuses().values()).containsOnly(ComponentStatus.ok());
        }
    }

    @Test
    void countersNeverFall_andGaugesAreThoseOfWhatRuns() throws Exception {
        String yaml = BASE.replace("sink: {}", "sink: {queue: true}");
        try (var running = new ReloadFixture(yaml)) {
            running.parts.send("source", spans(3));
            await().until(() -> running.parts.sink("sink").items() == 3);
            running.reload(
                    yaml.replace("queue: true", "queue: true, mark: new")
                            .replace("count: {}", "count: {mark: new}"));
            running.parts.send("source", spans(4));
            await().until(() -> running.parts.sink("sink").items() == 4);
            running.awaitLeft();

            var metrics = running.telemetry.metrics();
            await().until(() -> metrics.sum("otelcol_exporter_sent_spans") == 7);
            assertThat(metrics.points("otelcol_processor_incoming_items"))
                    .containsExactly("{otel.signal=traces, processor=count} 7");
            assertThat(metrics.points("otelcol_processor_outgoing_items"))
                    .containsExactly("{otel.signal=traces, processor=count} 7");
            assertThat(metrics.gauge("otelcol_exporter_queue_capacity")).isEqualTo(100_000);
            assertThat(metrics.points("forager_pipeline_sent_items"))
                    .containsExactly("{exporter=sink, pipeline=traces} 7");
        }
    }

    private static CompletableFuture<Void> sending(ReloadFixture running, int spans) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        running.parts.send("source", spans(spans));
                    } catch (ConsumeException e) {
                        throw new CompletionException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    private static void reload(ReloadFixture running, String yaml) {
        try {
            running.reload(yaml);
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
