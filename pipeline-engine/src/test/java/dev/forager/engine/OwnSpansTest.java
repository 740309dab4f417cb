// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.config.FeatureGates;
import dev.forager.engine.sending.Timing;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.Tracing;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestSettings;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The spans that the collector makes of its own work. */
class OwnSpansTest {
    private final TestCatalog parts = new TestCatalog();
    private final List<SpanData> spans = new CopyOnWriteArrayList<>();

    private final class Kept implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            spans.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @Test
    void aRequestIsASpan_andWhatIsSentOfItIsItsChild() throws Exception {
        try (var provider =
                SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(new Kept()))
                        .build()) {
            var telemetry = new RecordedTelemetry(new Tracing(provider, TextMapPropagator.noop()));
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
        }

        assertThat(spans)
                .extracting(SpanData::getName)
                .containsExactly("exporter/sink/traces", "receiver/source/TraceDataReceived");
        SpanData sent = spans.getFirst();
        SpanData received = spans.getLast();
        assertThat(sent.getParentSpanId()).isEqualTo(received.getSpanId());
        assertThat(sent.getAttributes().get(AttributeKey.longKey("items.sent"))).isEqualTo(3);
        assertThat(received.getAttributes().get(AttributeKey.longKey("accepted_spans")))
                .isEqualTo(3);
    }
}
