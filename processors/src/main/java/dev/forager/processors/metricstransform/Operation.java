// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstransform;

import dev.forager.pdata.DataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Summary;
import dev.forager.pdata.Value;
import dev.forager.processors.aggregation.AggregationType;
import dev.forager.processors.aggregation.PointAggregation;
import dev.forager.processors.aggregation.PointScaling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is done to the points of a metric. Immutable. */
sealed interface Operation {
    /** Stands for the version of the program in new values. */
    String VERSION = "{{version}}";

    /**
     * Edits the metric.
     *
     * @throws UnsupportedMetricException when it is of a kind that this cannot be done to
     */
    void apply(Metric metric, MetricFilter filter) throws UnsupportedMetricException;

    /** Whether an update leaves metrics alone of which only some points are meant. */
    default boolean needsWholeMetric() {
        return true;
    }

    /** The operation of a configuration. */
    static Operation of(OperationConfig config, String version) {
        String newValue = config.newValue().replace(VERSION, version);
        return switch (config.action()) {
            case "add_label" -> new AddLabel(config.newLabel(), Value.of(newValue));
            case "update_label" -> {
                Map<String, String> values = new LinkedHashMap<>();
                config.valueActions()
                        .forEach(
                                each ->
                                        values.put(
                                                each.value(),
                                                each.newValue().replace(VERSION, version)));
                yield new UpdateLabel(config.label(), config.newLabel(), values);
            }
            case "delete_label_value" -> new DeleteLabelValue(config.label(), config.labelValue());
            case "toggle_scalar_data_type" -> new ToggleScalarDataType();
            case "experimental_scale_value" -> new ScaleValue(config.experimentalScale());
            case "aggregate_labels" ->
                    new AggregateLabels(
                            Set.copyOf(config.labelSet()),
                            AggregationType.ofWord(config.aggregationType()));
            case "aggregate_label_values" ->
                    new AggregateLabelValues(
                            config.label(),
                            Set.copyOf(config.aggregatedValues()),
                            Value.of(newValue),
                            AggregationType.ofWord(config.aggregationType()));
            default -> throw new IllegalArgumentException("action: " + config.action());
        };
    }

    /** Adds a label where there is none of that name. */
    record AddLabel(String label, Value value) implements Operation {
        @Override
        public void apply(Metric metric, MetricFilter filter) {
            for (DataPoint point : MetricFilter.pointsOf(metric)) {
                point.attributes().putIfAbsent(label, value);
            }
        }
    }

    /** Renames a label, or some of its values, or both. */
    record UpdateLabel(String label, String newLabel, Map<String, String> values)
            implements Operation {
        @Override
        public boolean needsWholeMetric() {
            return false;
        }

        @Override
        public void apply(Metric metric, MetricFilter filter) {
            for (DataPoint point : MetricFilter.pointsOf(metric)) {
                if (filter.matches(point)) {
                    update(point);
                }
            }
        }

        private void update(DataPoint point) {
            Value value = point.attributes().get(label);
            if (value == null) {
                return;
            }
            String name = label;
            if (!newLabel.isEmpty() && !newLabel.equals(label)) {
                point.attributes().put(newLabel, value);
                point.attributes().remove(label);
                name = newLabel;
            }
            String replacement = values.get(textOf(value));
            if (replacement != null) {
                point.attributes().put(name, replacement);
            }
        }
    }

    /** Deletes points whose label has a value. */
    record DeleteLabelValue(String label, String value) implements Operation {
        @Override
        public void apply(Metric metric, MetricFilter filter) {
            MetricFilter.pointsOf(metric).removeIf(this::isMeant);
        }

        private boolean isMeant(DataPoint point) {
            Value present = point.attributes().get(label);
            return present != null && textOf(present).equals(value);
        }
    }

    /** Makes integers floating point numbers, and these integers. */
    record ToggleScalarDataType() implements Operation {
        @Override
        public boolean needsWholeMetric() {
            return false;
        }

        @Override
        public void apply(Metric metric, MetricFilter filter) {
            for (DataPoint point : MetricFilter.pointsOf(metric)) {
                if (point instanceof NumberDataPoint number && filter.matches(point)) {
                    switch (number.valueCase()) {
                        case AS_INT -> number.asDouble((double) number.asInt());
                        case AS_DOUBLE -> number.asInt((long) number.asDouble());
                        case NOT_SET -> {}
                    }
                }
            }
        }
    }

    /** Multiplies values, sums and bounds. */
    record ScaleValue(double factor) implements Operation {
        @Override
        public boolean needsWholeMetric() {
            return false;
        }

        @Override
        public void apply(Metric metric, MetricFilter filter) {
            for (DataPoint point : MetricFilter.pointsOf(metric)) {
                if (filter.matches(point)) {
                    PointScaling.scale(point, factor);
                }
            }
        }
    }

    /** Drops all labels but some, and merges points that are the same then. */
    record AggregateLabels(Set<String> kept, @Nullable AggregationType type) implements Operation {
        @Override
        public void apply(Metric metric, MetricFilter filter) throws UnsupportedMetricException {
            List<? extends DataPoint> points = points(metric, "aggregate_labels");
            for (DataPoint point : points) {
                point.attributes().removeIf(each -> !kept.contains(each.key()));
            }
            merge(metric, type);
        }
    }

    /** Makes several values of a label one, and merges points that are the same then. */
    record AggregateLabelValues(
            String label, Set<String> values, Value newValue, @Nullable AggregationType type)
            implements Operation {
        @Override
        public void apply(Metric metric, MetricFilter filter) throws UnsupportedMetricException {
            for (DataPoint point : points(metric, "aggregate_label_values")) {
                Value present = point.attributes().get(label);
                if (present != null && values.contains(textOf(present))) {
                    point.attributes().put(label, newValue);
                }
            }
            merge(metric, type);
        }
    }

    private static List<? extends DataPoint> points(Metric metric, String action)
            throws UnsupportedMetricException {
        if (metric.data() instanceof Summary) {
            throw new UnsupportedMetricException(
                    "%s is not supported for Summary metrics: %s".formatted(action, metric.name()));
        }
        return MetricFilter.pointsOf(metric);
    }

    /** Without a type the first of the points that are the same is what remains. */
    private static void merge(Metric metric, @Nullable AggregationType type) {
        MetricData data = metric.data();
        if (data != null) {
            PointAggregation.merge(data, type);
        }
    }

    private static String textOf(Value value) {
        return value instanceof Value.Str text ? text.string() : "";
    }
}
