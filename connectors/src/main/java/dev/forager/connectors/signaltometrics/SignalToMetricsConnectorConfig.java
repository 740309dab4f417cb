// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.signaltometrics;

import static dev.forager.pipeline.config.Validation.require;
import static dev.forager.pipeline.config.Validation.requireAll;
import static dev.forager.pipeline.config.Validation.requireEach;

import dev.forager.ottl.ErrorMode;
import dev.forager.ottl.OttlContext;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.Key;
import dev.forager.pipeline.config.LocatedText;
import dev.forager.pipeline.config.RefusesNull;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Metrics for each kind of item. */
public record SignalToMetricsConnectorConfig(
        @Doc("Metrics of spans.") @Default("[]") List<MetricInfo> spans,
        @Doc("Metrics of data points.") @Default("[]") List<MetricInfo> datapoints,
        @Doc("Metrics of log records.") @Default("[]") List<MetricInfo> logs,
        @Doc("Metrics of profiles.") @Default("[]") List<MetricInfo> profiles,
        @Doc(
                        "What a failing condition or value does: `propagate` refuses the request,"
                                + " `ignore` and `silent` pass the item over.")
                @Default("propagate")
                @RefusesNull("unknown error mode")
                ErrorMode errorMode) {
    public SignalToMetricsConnectorConfig {
        require(
                !(spans.isEmpty() && datapoints.isEmpty() && logs.isEmpty() && profiles.isEmpty()),
                "no configuration provided, at least one should be specified");
        requireAll(
                Stream.of(
                        check("spans", spans, OttlContext.SPAN),
                        check("datapoints", datapoints, OttlContext.DATA_POINT),
                        check("logs", logs, OttlContext.LOG),
                        check("profiles", profiles, OttlContext.PROFILE)));
        spans = List.copyOf(spans);
        datapoints = List.copyOf(datapoints);
        logs = List.copyOf(logs);
        profiles = List.copyOf(profiles);
    }

    private static Runnable check(String section, List<MetricInfo> metrics, OttlContext context) {
        return () ->
                requireEach(
                        metrics, section, (metric, key) -> check(section, key, metric, context));
    }

    private static void check(String section, String key, MetricInfo metric, OttlContext context) {
        try {
            metric.check();
            MetricRule.check(metric, context);
        } catch (IllegalArgumentException e) {
            throw InvalidConfigException.ofLines(
                    "failed to validate %s configuration: %s".formatted(section, e.getMessage()),
                    key);
        }
    }

    /** One metric: exactly one of histogram, exponential histogram, sum and gauge. */
    public record MetricInfo(
            @Doc("Name of the metric.") @Default("\"\"") String name,
            @Doc("What the metric says of itself.") @Default("\"\"") String description,
            @Doc("Unit of its values.") @Default("\"\"") String unit,
            @Doc("Attributes of the resource that are kept; all if there are none here.")
                    @Default("[]")
                    List<AttributeInfo> includeResourceAttributes,
            @Doc("Attributes of the item by which points are kept apart.") @Default("[]")
                    List<AttributeInfo> attributes,
            @Doc("OTTL conditions of which one must hold for an item to count.") @Default("[]")
                    List<LocatedText> conditions,
            @Doc("A histogram with these bounds.") @Nullable HistogramInfo histogram,
            @Doc("A histogram whose bounds follow the values.")
                    @Nullable ExponentialInfo exponentialHistogram,
            @Doc("A sum of all values.") @Nullable SumInfo sum,
            @Doc("The last value.") @Nullable GaugeInfo gauge) {
        public MetricInfo {
            includeResourceAttributes = List.copyOf(includeResourceAttributes);
            attributes = List.copyOf(attributes);
            conditions = List.copyOf(conditions);
        }

        /**
         * Checks all but the OTTL.
         *
         * @throws IllegalArgumentException in the words of the Go collector
         */
        void check() {
            demand(!name.isEmpty(), "missing required metric name configuration");
            checkAttributes(includeResourceAttributes, "include_resource_attributes");
            checkAttributes(attributes, "attributes");
            boolean hasValue =
                    (histogram == null || !histogram.value.text().isEmpty())
                            && (exponentialHistogram == null
                                    || !exponentialHistogram.value.text().isEmpty());
            demand(hasValue, "histogram validation failed: value OTTL statement is required");
            demand(
                    exponentialHistogram == null || exponentialHistogram.hasSoundSize(),
                    "histogram validation failed: invalid histogram size: "
                            + (exponentialHistogram == null ? 0 : exponentialHistogram.maxSize));
            demand(
                    sum == null || !sum.value.text().isEmpty(),
                    "sum validation failed: value must be defined for sum metrics");
            demand(
                    gauge == null || !gauge.value.text().isEmpty(),
                    "gauge validation failed: value must be defined for gauge metrics");
            int kinds =
                    (histogram == null ? 0 : 1)
                            + (exponentialHistogram == null ? 0 : 1)
                            + (sum == null ? 0 : 1)
                            + (gauge == null ? 0 : 1);
            demand(
                    kinds == 1,
                    "exactly one of the metrics must be defined, %d found".formatted(kinds));
        }

        private static void checkAttributes(List<AttributeInfo> attributes, String label) {
            Set<String> keys = new HashSet<>();
            String failed = label + " validation failed: ";
            for (AttributeInfo each : attributes) {
                demand(
                        each.key.isEmpty() != each.keysExpression.text().isEmpty(),
                        failed + "exactly one of key or keys_expression must be set for " + label);
                demand(
                        each.key.isEmpty() || keys.add(each.key),
                        failed + "duplicate key found in %s config: %s".formatted(label, each.key));
                demand(
                        each.defaultValue == null || !each.optional,
                        failed
                                + "only one of default_value or optional should be set for "
                                + label);
            }
        }

        private static void demand(boolean condition, String message) {
            if (!condition) {
                throw new IllegalArgumentException(message);
            }
        }
    }

    /** An attribute, or several. */
    public record AttributeInfo(
            @Doc("Name of the attribute.") @Default("\"\"") String key,
            @Doc("OTTL whose value is a list of names instead.") @Default("\"\"")
                    LocatedText keysExpression,
            @Doc("Items without it count all the same.") @Default("false") boolean optional,
            @Doc("Value for items without it.") @Nullable Object defaultValue) {}

    /** A histogram. */
    public record HistogramInfo(
            @Doc("Upper bounds; 2 to 15000 by default.") @Default("[]") List<Double> buckets,
            @Doc("OTTL: how often the value counts; once by default.") @Default("\"\"")
                    LocatedText count,
            @Doc("OTTL: the value.") @Default("\"\"") LocatedText value) {
        public HistogramInfo {
            buckets = List.copyOf(buckets);
        }
    }

    /** An exponential histogram. */
    public record ExponentialInfo(
            @Doc("Most buckets of each sign, 2 to 16384; 0 is 160.") @Default("0") int maxSize,
            @Doc("OTTL: how often the value counts; once by default.") @Default("\"\"")
                    LocatedText count,
            @Doc("OTTL: the value.") @Default("\"\"") LocatedText value) {
        private static final int LEAST_SIZE = 2;
        private static final int GREATEST_SIZE = 16_384;

        private boolean hasSoundSize() {
            return maxSize == 0 || (maxSize >= LEAST_SIZE && maxSize <= GREATEST_SIZE);
        }
    }

    /** A sum. */
    public record SumInfo(
            @Doc("OTTL: the value.") @Default("\"\"") LocatedText value,
            @Doc("Whether it never falls.") @Key("monotonic") @Default("false")
                    boolean isMonotonic) {}

    /** A gauge. */
    public record GaugeInfo(@Doc("OTTL: the value.") @Default("\"\"") LocatedText value) {}
}
