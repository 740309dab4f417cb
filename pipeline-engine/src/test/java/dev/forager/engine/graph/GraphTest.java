// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import static dev.forager.pdata.Signal.LOGS;
import static dev.forager.pdata.Signal.METRICS;
import static dev.forager.pdata.Signal.TRACES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.engine.Items;
import dev.forager.engine.TestGraph;
import dev.forager.engine.TestParts;
import dev.forager.pdata.Sizer;
import dev.forager.pipeline.BatchConfig;
import dev.forager.pipeline.ComponentStatus.State;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.QueueConfig;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.RetryConfig;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.SendingConfig;
import dev.forager.testkit.CollectingExporter;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class GraphTest {
    private final CollectingExporter out = new CollectingExporter();
    private final CollectingExporter other = new CollectingExporter();

    @Test
    void telemetryGoesFromReceiverThroughProcessorToExporter() throws Exception {
        try (var graph = plain().start()) {
            graph.send("in", 3);

            assertThat(out.items()).isEqualTo(3);
            assertThat(graph.balances())
                    .singleElement()
                    .satisfies(
                            balance -> {
                                assertThat(balance.accepted()).isEqualTo(3);
                                assertThat(balance.sent()).isEqualTo(3);
                                assertThat(balance.difference()).isZero();
                            });
        }
    }

    @Test
    void startsDownstreamFirstAndStopsUpstreamFirst() throws Exception {
        var graph = new TestGraph();
        graph.receiver("in", false, TRACES)
                .passing("one", TRACES)
                .passing("two", TRACES)
                .connector("join", TRACES, TRACES)
                .exporter("out", SendingConfig.DIRECT, () -> graph.new Noting("out"), TRACES)
                .pipeline("traces", "in", "one", "join")
                .pipeline("traces/behind", "join", "two", "out")
                .start();
        graph.stop(Duration.ofSeconds(5));

        assertThat(graph.journal)
                .containsExactly(
                        "start out",
                        "start processor two",
                        "start connector join",
                        "start processor one",
                        "start receiver in",
                        "stop receiver in",
                        "stop processor one",
                        "stop connector join",
                        "stop processor two",
                        "stop out");
        assertThat(graph.statuses.all().values())
                .extracting(status -> status.state())
                .containsOnly(State.STOPPED);
    }

    @Test
    void aQueueInFrontOfAConnectorAnswersForIt() throws Exception {
        var queue = new QueueConfig(true, false, null, 9, false, null, 1, null);
        var graph = new TestGraph();
        graph.receiver("in", false, TRACES)
                .connector(
                        "join",
                        new SendingConfig(Duration.ZERO, RetryConfig.OFF, queue),
                        TRACES,
                        TRACES)
                .exporter("out", SendingConfig.DIRECT, () -> out, TRACES)
                .pipeline("traces", "in", "", "join")
                .pipeline("traces/behind", "join", "", "out")
                .start();
        out.refuse(new Permanent("no"));
        graph.send("in", 3);
        Awaitility.await().until(() -> out.attempts() == 1);
        out.refuse(null);
        graph.send("in", 4);
        graph.stop(Duration.ofSeconds(5));

        assertThat(out.items()).isEqualTo(4);
        assertThat(graph.journal).contains("start connector join", "stop connector join");
        assertThat(graph.balances())
                .filteredOn(balance -> balance.accepted() > 0)
                .allSatisfy(balance -> assertThat(balance.difference()).isZero());
    }

    @Test
    void aSharedReceiverIsOneInstanceAndAnyOtherOnePerSignal() throws Exception {
        var graph = new TestGraph();
        try (graph) {
            graph.receiver("shared", true, TRACES, LOGS)
                    .receiver("single", false, TRACES, LOGS)
                    .exporter("out", SendingConfig.DIRECT, () -> out, TRACES, LOGS)
                    .pipeline("traces", "shared single", "", "out")
                    .pipeline("logs", "shared single", "", "out")
                    .start();

            assertThat(graph.journal).filteredOn(line -> line.endsWith("shared")).hasSize(1);
            assertThat(graph.journal).filteredOn(line -> line.endsWith("single")).hasSize(2);
            assertThat(graph.consumers("shared").forSignal(LOGS)).isNotNull();
            assertThat(graph.consumers("shared").forSignal(METRICS)).isNull();
            assertThat(graph.consumers("single").forSignal(LOGS)).isNull();
        }
    }

    @Test
    void anExporterIsSharedByThePipelinesOfItsSignal() throws Exception {
        var graph = new TestGraph();
        try (graph) {
            graph.receiver("in", true, TRACES, LOGS)
                    .exporter(
                            "out",
                            SendingConfig.DIRECT,
                            () -> graph.new Noting("out"),
                            TRACES,
                            LOGS)
                    .pipeline("traces/1", "in", "", "out")
                    .pipeline("traces/2", "in", "", "out")
                    .pipeline("logs", "in", "", "out")
                    .start();

            assertThat(graph.journal).filteredOn("start out"::equals).hasSize(2);
        }
    }

    @Test
    void aFailingBranchDoesNotDisturbItsSister() throws Exception {
        try (var graph = twoBranches().start()) {
            other.refuse(new Retryable("later", Duration.ofSeconds(7), null, null));

            assertThatThrownBy(() -> graph.send("in", 4))
                    .isInstanceOf(Retryable.class)
                    .hasMessage("later");
            assertThat(out.items()).isEqualTo(4);
            assertThat(graph.balances())
                    .allSatisfy(balance -> assertThat(balance.difference()).isZero());
            assertThat(graph.balances().getFirst().created()).isEqualTo(4);
        }
    }

    @Test
    void severalFailuresAreJoined_permanentWins() throws Exception {
        try (var graph = twoBranches().start()) {
            out.refuse(new Retryable("later", Duration.ofSeconds(1), null, null));
            other.refuse(new Permanent("never"));
            assertThatThrownBy(() -> graph.send("in", 1))
                    .isInstanceOf(Permanent.class)
                    .hasMessage("later; Permanent error: never");

            other.refuse(new Retryable("busy", Duration.ofSeconds(9), null, null));
            assertThatThrownBy(() -> graph.send("in", 1))
                    .isInstanceOfSatisfying(
                            Retryable.class,
                            failure -> assertThat(failure.retryAfter()).hasSeconds(9));
        }
    }

    @Test
    void aFaultOfAComponentCostsItsRequestOnly() throws Exception {
        var graph = new TestGraph();
        try (graph) {
            graph.receiver("in", false, TRACES)
                    .processor("bad", (_, _) -> faulty(), TRACES)
                    .exporter("out", SendingConfig.DIRECT, () -> out, TRACES)
                    .pipeline("traces", "in", "bad", "out")
                    .pipeline("traces/good", "in", "", "out")
                    .start();

            assertThatThrownBy(() -> graph.send("in", 2))
                    .isInstanceOf(Permanent.class)
                    .hasMessageContaining("component failed unexpectedly");
            assertThat(out.items()).isEqualTo(2);
            assertThat(graph.log.messages()).contains("Component failed unexpectedly");
        }
    }

    @Test
    void batchingTwiceIsWarnedOf() throws Exception {
        var partition = new BatchConfig.Partition(List.of(), 10, Duration.ofSeconds(1));
        var batch = new BatchConfig(Duration.ofSeconds(1), Sizer.ITEMS, 1, 0, partition);
        var queue = new QueueConfig(true, false, null, 9, false, null, 1, batch);
        var sending = new SendingConfig(Duration.ZERO, RetryConfig.OFF, queue);
        var graph = new TestGraph();
        graph.receiver("in", false, TRACES)
                .passing("batch/x", TRACES)
                .exporter("out", sending, () -> out, TRACES)
                .exporter("other", SendingConfig.DIRECT, () -> other, TRACES)
                .pipeline("traces", "in", "batch/x", "out other")
                .pipeline("traces/2", "in", "", "out")
                .build();

        assertThat(graph.log.lines())
                .singleElement()
                .satisfies(
                        line ->
                                assertThat(line.fields())
                                        .containsEntry("pipeline", "traces")
                                        .containsEntry("exporter", "out"));
    }

    @Test
    void anEmptyPayloadIsNotExported() throws Exception {
        try (var graph = plain().start()) {
            graph.send("in", 0);

            assertThat(out.attempts()).isZero();
        }
    }

    @Test
    void consumersCanChooseAmongTheirPipelines() throws Exception {
        var graph = new TestGraph();
        try (graph) {
            graph.receiver("in", false, TRACES)
                    .exporter("out", SendingConfig.DIRECT, () -> out, TRACES)
                    .exporter("other", SendingConfig.DIRECT, () -> other, TRACES)
                    .pipeline("traces/1", "in", "", "out")
                    .pipeline("traces/2", "in", "", "other")
                    .start();
            var second = PipelineId.parse("traces/2");

            assertThat(graph.consumers("in").pipelines(TRACES))
                    .containsExactly(PipelineId.parse("traces/1"), second);
            Consumer chosen = graph.consumers("in").forPipelines(List.of(second));
            chosen.consume(Items.spans(2).open(), Context.background());

            assertThat(out.items()).isZero();
            assertThat(other.items()).isEqualTo(2);
            assertThatThrownBy(
                            () ->
                                    graph.consumers("in")
                                            .forPipelines(List.of(PipelineId.parse("traces/3"))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aReceiverThatDoesNotStart_isNamed_andTheRestIsStopped() throws Exception {
        var graph = new TestGraph();
        graph.receiver("in", TestParts.receiver("in", false, (_, _) -> new Unstartable(), TRACES))
                .exporter("out", SendingConfig.DIRECT, () -> graph.new Noting("out"), TRACES)
                .pipeline("traces", "in", "", "out")
                .build();

        assertThatThrownBy(graph::startBuilt)
                .isInstanceOf(StartException.class)
                .hasMessage(
                        "cannot start pipelines: failed to start \"in\" receiver: address already"
                                + " in use");
        graph.stop(Duration.ofSeconds(5));
        assertThat(graph.journal).containsExactly("start out", "stop out");
    }

    private static final class Unstartable implements Receiver {
        @Override
        public void start(Host host) throws Exception {
            throw new java.io.IOException("address already in use");
        }
    }

    private static Processor faulty() {
        return (_, _) -> {
            throw new IllegalStateException("a bug");
        };
    }

    private TestGraph plain() {
        return new TestGraph()
                .receiver("in", false, TRACES)
                .passing("pass", TRACES)
                .exporter("out", SendingConfig.DIRECT, () -> out, TRACES)
                .pipeline("traces", "in", "pass", "out");
    }

    private TestGraph twoBranches() {
        return new TestGraph()
                .receiver("in", false, TRACES)
                .exporter("out", SendingConfig.DIRECT, () -> out, TRACES)
                .exporter("other", SendingConfig.DIRECT, () -> other, TRACES)
                .pipeline("traces", "in", "", "out other");
    }
}
