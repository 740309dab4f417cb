// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import static dev.forager.pdata.Signal.LOGS;
import static dev.forager.pdata.Signal.TRACES;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.forager.config.RecordBinder;
import dev.forager.engine.Items;
import dev.forager.engine.TestGraph;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.QueueConfig;
import dev.forager.pipeline.RetryConfig;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.RpcStatus;
import dev.forager.pipeline.SendingConfig;
import dev.forager.testkit.CollectingExporter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names, labels and help texts are those that the collector 0.165 printed. */
class EngineMetricsTest {
    private final CollectingExporter out = new CollectingExporter();

    @Test
    void aReceiverShowsAllThreeCountersAfterItsFirstRequest() throws Exception {
        try (var graph = plain().start()) {
            assertThat(graph.metrics.points("otelcol_receiver_accepted_spans")).isEmpty();
            graph.send("in", 5);

            assertThat(graph.metrics.points("otelcol_receiver_accepted_spans"))
                    .containsExactly("{receiver=in, transport=grpc} 5");
            assertThat(graph.metrics.points("otelcol_receiver_refused_spans"))
                    .containsExactly("{receiver=in, transport=grpc} 0");
            assertThat(graph.metrics.points("otelcol_receiver_failed_spans"))
                    .containsExactly("{receiver=in, transport=grpc} 0");
            assertThat(help(graph, "otelcol_receiver_accepted_spans"))
                    .isEqualTo("Number of spans successfully pushed into the pipeline. [Alpha]");
        }
    }

    @Test
    void refusedItemsAreCountedForReceiverAndExporter() throws Exception {
        try (var graph = plain().start()) {
            out.refuse(new Retryable("down"));
            assertThatThrownBy(() -> graph.send("in", 5)).isInstanceOf(Retryable.class);

            assertThat(graph.metrics.points("otelcol_receiver_refused_spans"))
                    .containsExactly("{receiver=in, transport=grpc} 5");
            assertThat(graph.metrics.points("otelcol_exporter_sent_spans"))
                    .containsExactly("{exporter=out} 0");
            assertThat(graph.metrics.points("otelcol_exporter_send_failed_spans"))
                    .containsExactly("{error.permanent=false, error.type=_OTHER, exporter=out} 5");
            assertThat(help(graph, "otelcol_exporter_send_failed_spans"))
                    .isEqualTo(
                            "Number of spans in failed attempts to send to destination. At"
                                    + " detailed telemetry level, includes attributes: error.type"
                                    + " (semantic convention), error.permanent. [Alpha]");
        }
    }

    @Test
    void failuresAreToldApartAsTheGoCollectorDoes() throws Exception {
        try (var graph = plain().start()) {
            fail(graph, 1, new Permanent("no", new RpcStatus(12, "no", null), null));
            fail(graph, 2, new Retryable("no", Duration.ZERO, new RpcStatus(14, "no", null), null));
            fail(graph, 4, new Retryable("Post: context deadline exceeded"));
            fail(graph, 8, new Permanent("no", new RpcStatus(99, "no", null), null));

            assertThat(graph.metrics.points("otelcol_exporter_send_failed_spans"))
                    .containsExactlyInAnyOrder(
                            "{error.permanent=true, error.type=Unimplemented, exporter=out} 1",
                            "{error.permanent=false, error.type=Unavailable, exporter=out} 2",
                            "{error.permanent=false, error.type=Deadline_Exceeded, exporter=out} 4",
                            "{error.permanent=true, error.type=Code(99), exporter=out} 8");
        }
    }

    private void fail(TestGraph graph, int spans, ConsumeException failure) {
        out.refuse(failure);
        assertThatThrownBy(() -> graph.send("in", spans)).isInstanceOf(ConsumeException.class);
    }

    @Test
    void sizesOfQueuedRequestsAndBatches_areMeasured() throws Exception {
        var batching =
                RecordBinder.read("{sending_queue: {batch: {min_size: 5}}}", SendingConfig.class);
        var graph = new TestGraph();
        try (graph) {
            graph.receiver("in", false, TRACES)
                    .exporter("out", batching, () -> out, TRACES)
                    .pipeline("traces", "in", "", "out")
                    .start();
            graph.send("in", 2);
            graph.send("in", 3);
            await().until(() -> out.items() == 5);

            HistogramPointData queued = only(graph, "otelcol_exporter_enqueue_size");
            assertThat(queued.getCount()).isEqualTo(2);
            assertThat(queued.getSum()).isEqualTo(5);
            assertThat(queued.getBoundaries()).startsWith(10.0, 25.0).endsWith(50_000.0, 100_000.0);
            assertThat(queued.getAttributes())
                    .isEqualTo(Attributes.of(AttributeKey.stringKey("exporter"), "out"));
            HistogramPointData sent = only(graph, "otelcol_exporter_queue_batch_send_size");
            assertThat(sent.getCount()).isEqualTo(1);
            assertThat(sent.getSum()).isEqualTo(5);
            HistogramPointData bytes = only(graph, "otelcol_exporter_queue_batch_send_size_bytes");
            assertThat(bytes.getSum())
                    .isEqualTo(only(graph, "otelcol_exporter_enqueue_size_bytes").getSum());
            assertThat(bytes.getBoundaries()).startsWith(128.0, 256.0).endsWith(16_777_216.0);
        }
    }

    @Test
    void processorsOwnTime_isMeasuredWithoutWhatIsBehindThem() throws Exception {
        var graph = new TestGraph();
        try (graph) {
            graph.receiver("in", false, TRACES)
                    .passing("pass", TRACES)
                    .passing("next", TRACES)
                    .exporter("out", SendingConfig.DIRECT, () -> out, TRACES)
                    .pipeline("traces", "in", "pass next", "out")
                    .start();
            out.block();
            Thread sending = Thread.ofVirtual().start(() -> send(graph));
            await().until(() -> out.waiting() == 1);
            await().pollDelay(Duration.ofMillis(200)).until(sending::isAlive);
            out.release();
            sending.join();

            List<HistogramPointData> points =
                    graph.metrics.histogram("otelcol_processor_internal_duration");
            assertThat(points).hasSize(2);
            for (HistogramPointData point : points) {
                assertThat(point.getCount()).isEqualTo(1);
                assertThat(point.getSum()).isBetween(0.0, 0.15);
                assertThat(point.getAttributes().get(AttributeKey.stringKey("otel.signal")))
                        .isEqualTo("traces");
            }
        }
    }

    private static void send(TestGraph graph) {
        try {
            graph.send("in", 1);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static HistogramPointData only(TestGraph graph, String name) {
        List<HistogramPointData> points = graph.metrics.histogram(name);
        assertThat(points).as(name).hasSize(1);
        return points.getFirst();
    }

    @Test
    void theDestinationIsPartOfTheLabels() throws Exception {
        var graph = new TestGraph();
        try (graph) {
            graph.receiver("in", false, TRACES)
                    .exporter("far", SendingConfig.DIRECT, Far::new, TRACES)
                    .pipeline("traces", "in", "", "far")
                    .start();
            graph.send("in", 1);

            assertThat(graph.metrics.points("otelcol_exporter_sent_spans"))
                    .containsExactly(
                            "{exporter=far, server.address=127.0.0.1, server.port=4317} 1");
            assertThat(graph.metrics.points("otelcol_exporter_in_flight_requests"))
                    .containsExactly("{data_type=traces, exporter=far} 0");
        }
    }

    @Test
    void instancesOfAProcessorAddUpUnderOneLabel() throws Exception {
        var graph = new TestGraph();
        try (graph) {
            graph.receiver("in", false, TRACES)
                    .passing("pass", TRACES)
                    .exporter("out", SendingConfig.DIRECT, () -> out, TRACES)
                    .pipeline("traces/1", "in", "pass", "out")
                    .pipeline("traces/2", "in", "pass", "out")
                    .start();
            graph.send("in", 2);

            assertThat(graph.metrics.points("otelcol_processor_incoming_items"))
                    .containsExactly("{otel.signal=traces, processor=pass} 4");
            assertThat(graph.metrics.points("otelcol_processor_outgoing_items"))
                    .containsExactly("{otel.signal=traces, processor=pass} 4");
        }
    }

    @Test
    void aQueueShowsItsCapacityAtOnce_andNoQueueShowsNothing() throws Exception {
        var queue = new QueueConfig(true, false, null, 1000, false, null, 1, null);
        var sending = new SendingConfig(Duration.ZERO, RetryConfig.OFF, queue);
        var graph = new TestGraph();
        try (graph) {
            graph.receiver("in", true, TRACES, LOGS)
                    .exporter("queued", sending, () -> out, TRACES)
                    .exporter("direct", SendingConfig.DIRECT, () -> out, LOGS)
                    .pipeline("traces", "in", "", "queued")
                    .pipeline("logs", "in", "", "direct")
                    .start();

            assertThat(graph.metrics.gauge("otelcol_exporter_queue_capacity")).isEqualTo(1000);
            assertThat(graph.metrics.gauge("otelcol_exporter_queue_size")).isZero();
        }
    }

    @Test
    void logRecordsHaveTheirOwnWords() throws Exception {
        var graph = new TestGraph();
        try (graph) {
            graph.receiver("in", false, LOGS)
                    .exporter("out", SendingConfig.DIRECT, () -> out, LOGS)
                    .pipeline("logs", "in", "", "out")
                    .start();
            Consumer consumer = graph.consumers("in").forSignal(LOGS, "http");
            requireNonNull(consumer).consume(Items.logs(2).open(), Context.background());

            assertThat(graph.metrics.points("otelcol_receiver_accepted_log_records"))
                    .containsExactly("{receiver=in, transport=http} 2");
            assertThat(help(graph, "otelcol_exporter_sent_log_records"))
                    .isEqualTo("Number of log record successfully sent to destination. [Alpha]");
        }
    }

    @Test
    void theBalanceOfEachBranchIsShown() throws Exception {
        try (var graph = plain().start()) {
            graph.send("in", 5);

            assertThat(graph.metrics.points("forager_pipeline_accepted_items"))
                    .containsExactly("{exporter=out, pipeline=traces} 5");
            assertThat(graph.metrics.points("forager_pipeline_sent_items"))
                    .containsExactly("{exporter=out, pipeline=traces} 5");
            assertThat(graph.metrics.points("forager_pipeline_queued_items"))
                    .containsExactly("{exporter=out, pipeline=traces} 0");
            assertThat(graph.metrics.points("forager_pipeline_dropped_items")).isEmpty();
        }
    }

    private TestGraph plain() {
        return new TestGraph()
                .receiver("in", false, TRACES)
                .exporter("out", SendingConfig.DIRECT, () -> out, TRACES)
                .pipeline("traces", "in", "", "out");
    }

    private static String help(TestGraph graph, String name) {
        List<MetricData> found =
                graph.metrics.collect().stream()
                        .filter(metric -> metric.getName().equals(name))
                        .toList();
        return found.getFirst().getDescription();
    }

    private record Far() implements Exporter {
        @Override
        public long export(Payload payload, Context context) throws ConsumeException {
            assertThat(payload.signal()).isEqualTo(Signal.TRACES);
            return 0;
        }

        @Override
        public Map<String, String> destination() {
            return Map.of("server.address", "127.0.0.1", "server.port", "4317");
        }
    }
}
