// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.config.FeatureGates;
import dev.forager.engine.sending.Timing;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.Tracing;
import dev.forager.testkit.SpanRecorder;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestSettings;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The spans that the collector makes of its own work. */
class OwnSpansTest {
    private final TestCatalog parts = new TestCatalog();

    @Test
    void aRequestIsASpan_andWhatIsSentOfItIsItsChild() throws Exception {
        List<SpanData> spans;
        try (var recorder = new SpanRecorder()) {
            var telemetry =
                    new RecordedTelemetry(
                            new Tracing(recorder.provider(), TextMapPropagator.noop()));
            Service service =
                    Service.build(
                            parts.config(TestCatalog.PIPELINE),
                            new ServiceSettings(
                                    TestSettings.BUILD,
                                    telemetry,
                                    MemoryBudget.unlimited(),
                                    new TestClock(),
                                    Timing.system(new Random(1)),
                                    FeatureGates.defaults().all(),
                                    message -> {}));
            service.start();
            parts.send(3);
            service.stop(Duration.ofSeconds(5));
            spans = recorder.spans();
        }

        assertThat(spans)
                .extracting(SpanData::getName)
                .containsExactly("exporter/sink/traces", "receiver/source/TraceDataReceived");
        SpanData sent = spans.getFirst();
        SpanData received = spans.getLast();
        assertThat(received.getInstrumentationScopeInfo().getName()).isEqualTo("source");
        assertThat(sent.getInstrumentationScopeInfo().getName())
                .isEqualTo("go.opentelemetry.io/collector/exporter/exporterhelper");
        assertThat(sent.getParentSpanId()).isEqualTo(received.getSpanId());
        assertThat(sent.getAttributes().get(AttributeKey.longKey("items.sent"))).isEqualTo(3);
        assertThat(received.getAttributes().get(AttributeKey.longKey("accepted_spans")))
                .isEqualTo(3);
    }
}
