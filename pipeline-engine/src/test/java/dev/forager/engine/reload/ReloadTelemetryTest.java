// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.reload;

import static dev.forager.engine.Items.spans;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forager.pipeline.ComponentStatus;
import org.junit.jupiter.api.Test;

/** What statuses and counters say across a reload. */
class ReloadTelemetryTest {
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
}
