// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A meter of the OpenTelemetry SDK whose readings a test can ask for. Names are those that the
 * component gave, without the prefix {@code otelcol_}. Thread-safe.
 */
public final class MetricRecorder implements AutoCloseable {
    private final Reader reader = new Reader();
    private final SdkMeterProvider provider =
            SdkMeterProvider.builder().registerMetricReader(reader).build();

    /** The meter to hand to a component. */
    public Meter meter() {
        return provider.get("test");
    }

    /** What the SDK holds now. */
    public Collection<MetricData> collect() {
        return reader.registration.collectAllMetrics();
    }

    /** The sum over all points of a counter or gauge of whole numbers; 0 where there is none. */
    public long sum(String name) {
        return named(name)
                .flatMap(metric -> metric.getLongSumData().getPoints().stream())
                .mapToLong(LongPointData::getValue)
                .sum();
    }

    /** The sum over all points of a gauge of whole numbers. */
    public long gauge(String name) {
        return named(name)
                .flatMap(metric -> metric.getLongGaugeData().getPoints().stream())
                .mapToLong(LongPointData::getValue)
                .sum();
    }

    /** The points of a histogram. */
    public List<HistogramPointData> histogram(String name) {
        return named(name)
                .<HistogramPointData>flatMap(
                        metric -> metric.getHistogramData().getPoints().stream())
                .toList();
    }

    /**
     * Every point of a counter or gauge, one a line, as {@code {label=value} 5}: for assertions on
     * labels.
     */
    public List<String> points(String name) {
        return named(name)
                .flatMap(
                        metric ->
                                Stream.concat(
                                        metric.getLongSumData().getPoints().stream(),
                                        metric.getLongGaugeData().getPoints().stream()))
                .map(point -> labels(point) + " " + point.getValue())
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        provider.close();
    }

    private Stream<MetricData> named(String name) {
        return collect().stream().filter(metric -> metric.getName().equals(name));
    }

    private static String labels(LongPointData point) {
        var sorted = new TreeMap<String, Object>();
        point.getAttributes().forEach((key, value) -> sorted.put(key.getKey(), value));
        return sorted.toString();
    }

    /** Reads on demand, cumulative. */
    private static final class Reader implements MetricReader {
        private volatile CollectionRegistration registration = CollectionRegistration.noop();

        @Override
        public void register(CollectionRegistration registration) {
            this.registration = registration;
        }

        @Override
        public CompletableResultCode forceFlush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public AggregationTemporality getAggregationTemporality(InstrumentType type) {
            return AggregationTemporality.CUMULATIVE;
        }
    }
}
