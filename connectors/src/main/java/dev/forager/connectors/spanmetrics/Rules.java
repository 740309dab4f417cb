// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import dev.forager.connectors.distribution.Distribution;
import dev.forager.connectors.distribution.ExplicitCounts;
import dev.forager.connectors.distribution.ExponentialCounts;
import dev.forager.connectors.spanmetrics.SpanMetricsConnectorConfig.ExplicitConfig;
import dev.forager.connectors.spanmetrics.SpanMetricsConnectorConfig.ExponentialConfig;
import dev.forager.pdata.AggregationTemporality;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The configuration and the feature gates, compiled. Immutable. */
final class Rules {
    private static final double[] DEFAULT_MILLIS = {
        2, 4, 6, 8, 10, 50, 100, 200, 400, 800, 1000, 1400, 2000, 5000, 10_000, 15_000
    };
    private static final int DEFAULT_BUCKETS = 160;
    private static final int MAX_BUCKETS = 16384;
    private static final String DEFAULT_NAMESPACE = "traces.span.metrics";

    private final SpanMetricsConnectorConfig config;
    private final SpanMetricsGates gates;
    private final DimensionSet calls;
    private final DimensionSet durations;
    private final DimensionSet events;
    private final DurationUnit unit;
    private final @Nullable Supplier<Distribution> newDurations;
    private final String namespace;

    Rules(SpanMetricsConnectorConfig config, SpanMetricsGates gates) {
        this.config = config;
        this.gates = gates;
        var histogram = config.histogram();
        calls = new DimensionSet(config.dimensions(), config.callsDimensions());
        durations = new DimensionSet(config.dimensions(), histogram.dimensions());
        events = new DimensionSet(config.dimensions(), config.events().dimensions());
        DurationUnit asked = histogram.unit();
        unit = asked != null ? asked : gates.measuresSeconds() ? DurationUnit.S : DurationUnit.MS;
        newDurations = histogram.disable() ? null : durationSupplier();
        boolean isBare =
                config.namespace().isEmpty()
                        || (gates.usesLegacyNames()
                                && config.namespace().equals(DEFAULT_NAMESPACE));
        namespace = isBare ? "" : config.namespace() + ".";
    }

    private Supplier<Distribution> durationSupplier() {
        ExponentialConfig exponential = config.histogram().exponential();
        if (exponential != null) {
            int size = exponential.maxSize() == 0 ? DEFAULT_BUCKETS : exponential.maxSize();
            int most = Math.clamp(size, 2, MAX_BUCKETS);
            return () -> new ExponentialCounts(most);
        }
        double[] bounds = bounds();
        return () -> new ExplicitCounts(bounds);
    }

    private double[] bounds() {
        ExplicitConfig explicit = config.histogram().explicit();
        if (explicit == null) {
            double[] bounds = DEFAULT_MILLIS.clone();
            for (int i = 0; unit == DurationUnit.S && i < bounds.length; i++) {
                bounds[i] /= 1000;
            }
            return bounds;
        }
        return explicit.buckets().stream()
                .mapToDouble(bound -> (double) bound.toNanos() / unit.nanos())
                .toArray();
    }

    /** Whether calls and durations have one series, which is then searched once a span. */
    boolean sharesSeries() {
        return newDurations != null
                && config.callsDimensions().equals(config.histogram().dimensions());
    }

    /** Makes what measures the durations of a series; null where they are not wanted. */
    @Nullable Supplier<Distribution> newDurations() {
        return newDurations;
    }

    boolean includes(String dimension) {
        return !config.excludeDimensions().contains(dimension);
    }

    boolean includesScope(String name) {
        return config.includeInstrumentationScope().contains(name);
    }

    Set<String> resourceKeys() {
        return Set.copyOf(config.resourceMetricsKeyAttributes());
    }

    DimensionSet calls() {
        return calls;
    }

    DimensionSet durations() {
        return durations;
    }

    DimensionSet events() {
        return events;
    }

    boolean countsEvents() {
        return config.events().enabled();
    }

    DurationUnit unit() {
        return unit;
    }

    int cardinalityLimit() {
        return config.aggregationCardinalityLimit();
    }

    /** Most exemplars of a data point. */
    int exemplars() {
        return config.exemplars().enabled() ? config.exemplars().maxPerDataPoint() : 0;
    }

    boolean tellsSampling() {
        return config.enableMetricsSamplingMethod();
    }

    boolean includesInstanceId() {
        return gates.includesInstanceId();
    }

    boolean usesOtelStatus() {
        return gates.usesOtelStatus();
    }

    boolean keepsResource() {
        return !gates.excludesResource() || config.addResourceAttributes();
    }

    boolean isDelta() {
        return config.isDelta();
    }

    AggregationTemporality temporality() {
        return isDelta() ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE;
    }

    /** The full name of a metric. */
    String name(String last) {
        return namespace + last;
    }
}
