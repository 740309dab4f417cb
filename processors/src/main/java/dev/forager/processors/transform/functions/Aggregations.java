// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import dev.forager.ottl.Action;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Editor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.OnlyIn;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlFunction;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Summary;
import dev.forager.pdata.Value;
import dev.forager.processors.aggregation.AggregationType;
import dev.forager.processors.aggregation.PointAggregation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Editors that make one data point of those that differ no more. */
final class Aggregations {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(AggregateOnAttributes.class, AggregateOnAttributeValue.class);

    private Aggregations() {}

    /** What is done to the attributes of a point before points are merged. */
    @FunctionalInterface
    private interface AttributeEdit {
        void apply(Attributes attributes);
    }

    private static void aggregate(
            String function, Metric metric, AggregationType type, AttributeEdit edit)
            throws EvaluationException {
        MetricData data = metric.data();
        if (data == null) {
            return;
        }
        if (data instanceof Summary) {
            throw new EvaluationException(
                    function + " does not support aggregating Summary metrics");
        }
        for (DataPoint point : data.dataPoints()) {
            edit.apply(point.attributes());
        }
        PointAggregation.merge(data, type);
    }

    @OnlyIn(OttlContext.METRIC)
    @Doc("Keeps some attributes of data points and merges the points that are then alike.")
    record AggregateOnAttributes(
            @Doc("How values become one.") AggregationType aggregationFunction,
            @Doc("Attributes to keep; all if left out.") @Nullable List<String> attributes)
            implements Editor {
        @Override
        public Action compile() {
            AttributeEdit edit = _ -> {};
            if (attributes != null) {
                Set<Value.Str> kept = new HashSet<>();
                attributes.forEach(name -> kept.add(Value.Str.of(name)));
                edit = map -> map.removeIf(entry -> !kept.contains(entry.keyText()));
            }
            AttributeEdit keep = edit;
            return cursor ->
                    aggregate(
                            "aggregate_on_attributes", cursor.metric(), aggregationFunction, keep);
        }
    }

    @OnlyIn(OttlContext.METRIC)
    @Doc("Makes several values of an attribute one and merges the points that are then alike.")
    record AggregateOnAttributeValue(
            @Doc("How values become one.") AggregationType aggregationFunction,
            @Doc("The attribute.") String attribute,
            @Doc("Its values that become one.") List<String> values,
            @Doc("The value that they become.") String newValue)
            implements Editor {
        @Override
        public Action compile() {
            Value.Str name = Value.Str.of(attribute);
            Value.Str replacement = Value.Str.of(newValue);
            Set<Value> replaced = new HashSet<>();
            values.forEach(value -> replaced.add(Value.of(value)));
            AttributeEdit edit =
                    map -> {
                        Value value = map.get(name);
                        if (value != null && replaced.contains(value)) {
                            map.put(name, replacement);
                        }
                    };
            return cursor ->
                    aggregate(
                            "aggregate_on_attribute_value",
                            cursor.metric(),
                            aggregationFunction,
                            edit);
        }
    }
}
