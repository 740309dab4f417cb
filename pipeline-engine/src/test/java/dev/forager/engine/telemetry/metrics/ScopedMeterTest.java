// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopedMeterTest {
    private static final String CONTRIB =
            "github.com/open-telemetry/opentelemetry-collector-contrib/";

    /** As otelcol 0.165 and contrib show them with {@code without_scope_info: false}. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    dev.forager.engine, otelcol_receiver_accepted_spans, go.opentelemetry.io/collector/receiver/receiverhelper
                    dev.forager.engine, otelcol_processor_incoming_items, go.opentelemetry.io/collector/processor/processorhelper
                    dev.forager.engine, otelcol_exporter_queue_size, go.opentelemetry.io/collector/exporter/exporterhelper
                    dev.forager.engine, forager_pipeline_sent_items, dev.forager.engine
                    dev.forager.receivers.otlp, http.server.request.duration, go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp
                    dev.forager.exporters.otlpgrpc, rpc.client.call.duration, go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc
                    dev.forager.processors.batch, otelcol_processor_batch_batch_send_size, go.opentelemetry.io/collector/processor/batchprocessor
                    dev.forager.processors.memorylimiter, otelcol_processor_memory_limiter_accepted_spans, go.opentelemetry.io/collector/processor/memorylimiterprocessor
                    dev.forager.processors.tailsampling, forager_tail_sampling_held_bytes, dev.forager.processors.tailsampling
                    org.example.mine, otelcol_mine, org.example.mine
                    """)
    void instrumentsOfTheCollector_haveItsScopes(String own, String instrument, String scope) {
        assertThat(ScopedMeter.scope(own, instrument)).isEqualTo(scope);
    }

    @ParameterizedTest
    @CsvSource({
        "processors.tailsampling, processor/tailsamplingprocessor",
        "exporters.prometheusremotewrite, exporter/prometheusremotewriteexporter",
        "connectors.spanmetrics, connector/spanmetricsconnector"
    })
    void componentsOfContrib_haveTheirModules(String own, String module) {
        assertThat(ScopedMeter.scope("dev.forager." + own, "otelcol_x"))
                .isEqualTo(CONTRIB + module);
    }
}
