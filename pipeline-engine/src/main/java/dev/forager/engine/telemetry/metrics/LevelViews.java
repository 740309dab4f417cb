// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry.metrics;

import dev.forager.config.TelemetryMetrics;
import dev.forager.config.TelemetryView;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.Base2ExponentialHistogramOptions;
import io.opentelemetry.sdk.metrics.ExplicitBucketHistogramOptions;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.ViewBuilder;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What each level leaves out, and the views of the configuration. Names are the Go collector's. */
final class LevelViews {
    private static final List<String> BELOW_NORMAL = List.of("otelcol_processor_batch_*");

    private static final List<String> BELOW_DETAILED =
            List.of(
                    "http.client.*",
                    "http.server.*",
                    "rpc.client.*",
                    "rpc.server.*",
                    "otelcol_processor_internal_duration",
                    "otelcol_processor_batch_batch_send_size_bytes",
                    "otelcol_exporter_queue_batch_send_size",
                    "otelcol_exporter_queue_batch_send_size_bytes",
                    "otelcol_exporter_enqueue_size",
                    "otelcol_exporter_enqueue_size_bytes",
                    "otelcol.*.consumed.size",
                    "otelcol.*.produced.size");

    /** Attributes that tell why sending failed: too many series for the usual levels. */
    private static final Set<String> DETAILED_ATTRIBUTES = Set.of("error.type", "error.permanent");

    private LevelViews() {}

    static void register(SdkMeterProviderBuilder builder, TelemetryMetrics config) {
        List<TelemetryView> views = config.views();
        if (views != null) {
            views.forEach(view -> register(builder, view));
            return;
        }
        switch (config.level()) {
            case NONE, DETAILED -> {}
            case NORMAL -> dropDetails(builder);
            case BASIC -> {
                dropDetails(builder);
                BELOW_NORMAL.forEach(name -> drop(builder, name));
            }
        }
    }

    private static void dropDetails(SdkMeterProviderBuilder builder) {
        BELOW_DETAILED.forEach(name -> drop(builder, name));
        builder.registerView(
                named("otelcol_exporter_send_failed_*"),
                View.builder()
                        .setAttributeFilter(name -> !DETAILED_ATTRIBUTES.contains(name))
                        .build());
    }

    private static void drop(SdkMeterProviderBuilder builder, String name) {
        builder.registerView(
                named(name), View.builder().setAggregation(Aggregation.drop()).build());
    }

    private static InstrumentSelector named(String name) {
        return InstrumentSelector.builder().setName(name).build();
    }

    private static void register(SdkMeterProviderBuilder builder, TelemetryView view) {
        TelemetryView.Selector selector = view.selector();
        if (selector != null) {
            builder.registerView(selector(selector), stream(view.stream()));
        }
    }

    private static InstrumentSelector selector(TelemetryView.Selector selector) {
        var builder = InstrumentSelector.builder();
        if (selector.instrumentName() != null) {
            builder.setName(selector.instrumentName());
        }
        if (selector.instrumentType() != null) {
            builder.setType(type(selector.instrumentType()));
        }
        if (selector.unit() != null) {
            builder.setUnit(selector.unit());
        }
        if (selector.meterName() != null) {
            builder.setMeterName(selector.meterName());
        }
        if (selector.meterVersion() != null) {
            builder.setMeterVersion(selector.meterVersion());
        }
        if (selector.meterSchemaUrl() != null) {
            builder.setMeterSchemaUrl(selector.meterSchemaUrl());
        }
        return builder.build();
    }

    private static InstrumentType type(TelemetryView.InstrumentType type) {
        return switch (type) {
            case COUNTER -> InstrumentType.COUNTER;
            case HISTOGRAM -> InstrumentType.HISTOGRAM;
            case OBSERVABLE_COUNTER -> InstrumentType.OBSERVABLE_COUNTER;
            case OBSERVABLE_GAUGE -> InstrumentType.OBSERVABLE_GAUGE;
            case OBSERVABLE_UP_DOWN_COUNTER -> InstrumentType.OBSERVABLE_UP_DOWN_COUNTER;
            case UP_DOWN_COUNTER -> InstrumentType.UP_DOWN_COUNTER;
        };
    }

    private static View stream(TelemetryView.@Nullable Stream stream) {
        ViewBuilder view = View.builder();
        if (stream == null) {
            return view.build();
        }
        if (stream.name() != null) {
            view.setName(stream.name());
        }
        if (stream.description() != null) {
            view.setDescription(stream.description());
        }
        if (stream.attributeKeys() != null) {
            view.setAttributeFilter(stream.attributeKeys()::selects);
        }
        if (stream.aggregation() != null) {
            view.setAggregation(aggregation(stream.aggregation()));
        }
        return view.build();
    }

    private static Aggregation aggregation(TelemetryView.Aggregation aggregation) {
        if (aggregation.base2ExponentialBucketHistogram() != null) {
            var exponential = aggregation.base2ExponentialBucketHistogram();
            return Aggregation.base2ExponentialBucketHistogram(
                    Base2ExponentialHistogramOptions.builder()
                            .setMaxBuckets(exponential.maxSize())
                            .setMaxScale(exponential.maxScale())
                            .setRecordMinMax(exponential.recordMinMax())
                            .build());
        }
        if (aggregation.default_() != null) {
            return Aggregation.defaultAggregation();
        }
        if (aggregation.drop() != null) {
            return Aggregation.drop();
        }
        if (aggregation.explicitBucketHistogram() != null) {
            var explicit = aggregation.explicitBucketHistogram();
            return Aggregation.explicitBucketHistogram(
                    ExplicitBucketHistogramOptions.builder()
                            .setBucketBoundaries(explicit.boundaries())
                            .setRecordMinMax(explicit.recordMinMax())
                            .build());
        }
        if (aggregation.lastValue() != null) {
            return Aggregation.lastValue();
        }
        return aggregation.sum() != null ? Aggregation.sum() : Aggregation.defaultAggregation();
    }
}
