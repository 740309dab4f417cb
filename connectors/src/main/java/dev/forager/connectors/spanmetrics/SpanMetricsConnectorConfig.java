// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.ByteSize;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Key;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is counted of spans, by which attributes, and when it is sent. */
public record SpanMetricsConnectorConfig(
        @Doc(
                        "Attributes of all metrics beside `service.name`, `span.name`, `span.kind`,"
                                + " `status.code` and `collector.instance.id`.")
                @Default("[]")
                List<Dimension> dimensions,
        @Doc("Further attributes of the metric of calls.") @Default("[]")
                List<Dimension> callsDimensions,
        @Doc("Attributes that stand in every metric by default and are left out.") @Default("[]")
                List<String> excludeDimensions,
        @Doc("Deprecated and without effect; use `aggregation_cardinality_limit`.") @Default("0")
                int dimensionsCacheSize,
        @Doc("Most resources with metrics; those seen longest ago go after the next flush.")
                @Default("1000")
                int resourceMetricsCacheSize,
        @Doc(
                        "Attributes that tell resources apart, where others may change with a"
                                + " restart; all by default.")
                @Default("[]")
                List<String> resourceMetricsKeyAttributes,
        @Doc(
                        "`AGGREGATION_TEMPORALITY_DELTA`, or anything else for"
                                + " `AGGREGATION_TEMPORALITY_CUMULATIVE`.")
                @Default("AGGREGATION_TEMPORALITY_CUMULATIVE")
                String aggregationTemporality,
        @Doc("The metric of durations.") @Default("{}") HistogramConfig histogram,
        @Doc("How often metrics are sent.") @Default("60s") Duration metricsFlushInterval,
        @Doc("A resource without spans for this long is forgotten; 0 never forgets.") @Default("0s")
                Duration metricsExpiration,
        @Doc("A series without spans for this long is forgotten; 0 never forgets.") @Default("0s")
                Duration seriesExpiration,
        @Doc(
                        "Most delta series whose last time is remembered, to begin the next where"
                                + " it ended; unless said, ten times `resource_metrics_cache_size`"
                                + " and at least 1000.")
                @Nullable Integer metricTimestampCacheSize,
        @Doc("Beginning of the names of all metrics.") @Default("traces.span.metrics")
                String namespace,
        @Doc("Spans as examples of a data point.") @Default("{}") ExemplarsConfig exemplars,
        @Doc("The metric of span events.") @Default("{}") EventsConfig events,
        @Doc("Instrumentation scopes whose name and version become attributes of the" + " metrics.")
                @Default("[]")
                List<String> includeInstrumentationScope,
        @Doc(
                        "Most series of each metric and resource; what comes above counts in one"
                                + " with `otel.metric.overflow`. 0 is no limit.")
                @Default("0")
                int aggregationCardinalityLimit,
        @Doc(
                        "Keep the resource's attributes when the gate"
                                + " `connector.spanmetrics.excludeResourceMetrics` is on.")
                @Default("false")
                boolean addResourceAttributes,
        @Doc(
                        "Add `sampling.method`: `extrapolated` where a sampling threshold in the"
                                + " tracestate multiplied a span, else `counted`.")
                @Default("false")
                boolean enableMetricsSamplingMethod,
        @Doc(
                        "Most memory for series; new ones above count in the series with"
                                + " `otel.metric.overflow`. 0 is a quarter of the heap.")
                @Default("0")
                ByteSize maxStateSize) {
    private static final String DELTA = "AGGREGATION_TEMPORALITY_DELTA";

    public SpanMetricsConnectorConfig {
        List<Dimension> all = List.copyOf(dimensions);
        List<Dimension> ofCalls = List.copyOf(callsDimensions);
        Dimension.check(all, "dimensions", "failed validating dimensions: ");
        Dimension.check(ofCalls, "calls_dimensions", "failed validating calls dimensions: ");
        Dimension.check(
                histogram.dimensions(),
                "histogram::dimensions",
                "failed validating histogram dimensions: ");
        checkEvents(events);
        require(
                histogram.explicit() == null || histogram.exponential() == null,
                "histogram",
                "use either `explicit` or `exponential` buckets histogram");
        requirePositive("metrics_flush_interval", metricsFlushInterval);
        require(
                !metricsFlushInterval.isZero(),
                "metrics_flush_interval",
                "0s (expected: above 0, such as 60s)");
        requirePositive("metrics_expiration", metricsExpiration);
        requirePositive("series_expiration", seriesExpiration);
        require(
                !aggregationTemporality.equals(DELTA)
                        || metricTimestampCacheSize == null
                        || metricTimestampCacheSize > 0,
                "metric_timestamp_cache_size",
                "invalid delta timestamp cache size: %d, the maximum number of the items in the cache should be positive"
                        .formatted(metricTimestampCacheSize));
        require(
                resourceMetricsCacheSize > 0,
                "resource_metrics_cache_size",
                "must provide a positive size");
        require(
                aggregationCardinalityLimit >= 0,
                "aggregation_cardinality_limit",
                "invalid aggregation_cardinality_limit: %d, the limit should be positive"
                        .formatted(aggregationCardinalityLimit));
        require(
                !exemplars.enabled() || exemplars.maxPerDataPoint() >= 0,
                "exemplars::max_per_data_point",
                "invalid max_per_data_point: %d, the value should be positive"
                        .formatted(exemplars.maxPerDataPoint()));
        dimensions = all;
        callsDimensions = ofCalls;
        excludeDimensions = List.copyOf(excludeDimensions);
        resourceMetricsKeyAttributes = List.copyOf(resourceMetricsKeyAttributes);
        includeInstrumentationScope = List.copyOf(includeInstrumentationScope);
    }

    private static void checkEvents(EventsConfig events) {
        if (events.enabled()) {
            require(
                    !events.dimensions().isEmpty(),
                    "events::dimensions",
                    "failed validating event dimensions: no dimensions configured for events");
            Dimension.check(
                    events.dimensions(),
                    "events::dimensions",
                    "failed validating event dimensions: ");
        }
    }

    private static void requirePositive(String key, Duration value) {
        require(
                !value.isNegative(),
                key,
                "invalid %s: %ss, the duration should be positive"
                        .formatted(key, value.toNanos() / 1e9));
    }

    /** Most delta series whose last time is remembered. */
    int startTimes() {
        return metricTimestampCacheSize == null
                ? Math.clamp(10L * resourceMetricsCacheSize, 1000, Integer.MAX_VALUE)
                : metricTimestampCacheSize;
    }

    /** Whether each flush tells what came since the one before, and not all since the start. */
    boolean isDelta() {
        return aggregationTemporality.equals(DELTA);
    }

    /** The metric of durations. */
    public record HistogramConfig(
            @Doc("Leave the metric out.") @Default("false") boolean disable,
            @Doc(
                            "`ms` or `s`; `ms` unless the gate"
                                    + " `connector.spanmetrics.useSecondAsDefaultMetricsUnit` is"
                                    + " on.")
                    @Nullable DurationUnit unit,
            @Doc("Buckets whose bounds grow by a factor that follows the values.")
                    @Nullable ExponentialConfig exponential,
            @Doc("Buckets with these bounds.") @Nullable ExplicitConfig explicit,
            @Doc("Further attributes of this metric.") @Default("[]") List<Dimension> dimensions) {
        public HistogramConfig {
            dimensions = List.copyOf(dimensions);
        }
    }

    /** An exponential histogram. */
    public record ExponentialConfig(@Doc("Most buckets; 0 is 160.") @Default("0") int maxSize) {}

    /** A histogram with fixed bounds. */
    public record ExplicitConfig(
            @Doc("Upper bounds of the buckets.") @Default("[]") List<Duration> buckets) {
        public ExplicitConfig {
            buckets = List.copyOf(buckets);
        }
    }

    /** Examples. */
    public record ExemplarsConfig(
            @Doc("Whether there are any.") @Default("false") boolean enabled,
            @Doc("Most of one data point and flush.") @Default("5") int maxPerDataPoint) {}

    /** The metric of events. */
    public record EventsConfig(
            @Doc("Whether there is one.") @Default("false") boolean enabled,
            @Doc("Further attributes, of the event too, such as `exception.type`.")
                    @Key("dimensions")
                    @Default("[]")
                    List<Dimension> dimensions) {
        public EventsConfig {
            dimensions = List.copyOf(dimensions);
        }
    }
}
