// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Converter;
import dev.forager.ottl.Doc;
import dev.forager.ottl.FunctionCatalog;
import dev.forager.ottl.Getter;
import dev.forager.ottl.OnlyIn;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlFunction;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Value;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Functions that only conditions on metrics know: those of filter, count and sum. */
public final class MetricConditions implements FunctionCatalog {
    private static final Value.Str EMPTY = Value.Str.of("");

    @Override
    public List<Class<? extends OttlFunction>> functions() {
        return List.of(HasAttrKeyOnDatapoint.class, HasAttrOnDatapoint.class);
    }

    private static Value any(Metric metric, Predicate<DataPoint> test) {
        MetricData data = metric.data();
        return Value.of(data != null && data.dataPoints().stream().anyMatch(test));
    }

    @OnlyIn(OttlContext.METRIC)
    @Doc("Whether a data point of the metric has an attribute.")
    record HasAttrKeyOnDatapoint(@Doc("Its name.") String key) implements Converter {
        @Override
        public Getter compile() {
            Value.Str name = Value.Str.of(key);
            return cursor -> any(cursor.metric(), point -> point.attributes().contains(name));
        }
    }

    @OnlyIn(OttlContext.METRIC)
    @Doc(
            "Whether a data point of the metric has an attribute with this text; what is no text counts as the empty one.")
    record HasAttrOnDatapoint(
            @Doc("Its name.") String key, @Doc("Its value as text.") String expectedVal)
            implements Converter {
        @Override
        public Getter compile() {
            Value.Str name = Value.Str.of(key);
            Value.Str text = Value.Str.of(expectedVal);
            return cursor ->
                    any(
                            cursor.metric(),
                            point ->
                                    point.attributes().contains(name)
                                            && text.equals(textOf(point.attributes().get(name))));
        }

        private static Value textOf(@Nullable Value value) {
            return value instanceof Value.Str text ? text : EMPTY;
        }
    }
}
