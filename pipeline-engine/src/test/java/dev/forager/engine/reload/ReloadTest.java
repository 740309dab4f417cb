// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.reload;

import static dev.forager.engine.Items.spans;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forager.pipeline.Retryable;
import dev.forager.testkit.CollectingExporter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

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
                    .containsEntry("started", "nothing")
                    .containsEntry("stopped", "nothing");
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
    void whatAReplacedExporterHas_itSends_andTheRestArrivesToo() throws Exception {
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
            // Two consumers had two of them; whose the third is depends on how soon it was stopped.
            await().until(() -> former.items() + running.parts.sink("sink").items() == 15);
            assertThat(former.items()).isGreaterThanOrEqualTo(3);
            assertThat(former.stops()).isEqualTo(1);
            await().until(() -> running.balance("traces", "sink").sent() == 15);
            running.assertBooksAreClosed();
        }
    }

    @Test
    void whatADestinationDidNotTake_goesOutByTheSuccessor() throws Exception {
        String queued = BASE.replace("sink: {}", "sink: {queue: true, retry: true}");
        try (var running = new ReloadFixture(queued)) {
            running.parts.sink("sink").refuse(new Retryable("connection refused"));
            for (int i = 0; i < 5; i++) {
                running.parts.send("source", spans(1));
            }
            running.reload(queued.replace("retry: true", "retry: true, mark: new"));
            running.awaitLeft();
            await().until(() -> running.parts.sink("sink").items() == 5);
            await().until(() -> running.balance("traces", "sink").queued() == 0);
            assertThat(running.balance("traces", "sink").dropped()).isEmpty();
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
            running.reload(queued.replace("sink", "sink/other"), Duration.ofMillis(100));
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
            CompletableFuture<Void> inside = running.sending(2);
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
            CompletableFuture<Void> inside = running.sending(2);
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
}
