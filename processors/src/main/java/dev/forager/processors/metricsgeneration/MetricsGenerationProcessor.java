// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricsgeneration;

import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Value;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Adds what its rules calculate to each resource. Thread-safe; remembers nothing. */
final class MetricsGenerationProcessor implements Processor {
    private static final String MATCH_ATTRIBUTES = "metricsgeneration.MatchAttributes";

    private final List<Rule> rules;
    private final Logger logger;
    private final Consumer next;
    private final boolean matchesAttributes;

    MetricsGenerationProcessor(
            MetricsGenerationConfig config, ProcessorSettings settings, Consumer next) {
        this.rules = config.rules();
        this.logger = settings.logger();
        this.matchesAttributes = settings.gates().isEnabled(MATCH_ATTRIBUTES, false);
        this.next = next;
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        if (telemetry instanceof Metrics metrics) {
            for (ResourceMetrics group : metrics.resources()) {
                generate(group);
            }
        }
        next.consume(telemetry, context);
    }

    private void generate(ResourceMetrics group) {
        // The last of several metrics of one name; generated ones are no operands.
        Map<String, Metric> byName = new HashMap<>();
        for (ScopeMetrics scope : group.scopes()) {
            for (Metric metric : scope.metrics()) {
                byName.put(metric.name(), metric);
            }
        }
        for (Rule rule : rules) {
            Arithmetic arithmetic = Arithmetic.ofWord(rule.operation());
            if (arithmetic == null) {
                logger.debug("Rule {} names no operation and makes nothing", rule.name());
            } else if (!byName.containsKey(rule.metric1())) {
                logger.atDebug()
                        .addKeyValue("metric_name", rule.metric1())
                        .log("Missing first metric");
            } else if (rule.type().equals("scale")) {
                apply(group, rule, points -> scaled(points, rule.scaleBy(), arithmetic));
            } else {
                calculate(group, rule, arithmetic, byName.get(rule.metric2()));
            }
        }
    }

    private void calculate(
            ResourceMetrics group, Rule rule, Arithmetic arithmetic, @Nullable Metric second) {
        if (second == null) {
            logger.atDebug()
                    .addKeyValue("metric_name", rule.metric2())
                    .log("Missing second metric");
            return;
        }
        List<NumberDataPoint> others = numbersOf(second);
        if (matchesAttributes) {
            if (others != null) {
                apply(group, rule, points -> matched(points, others, arithmetic));
            }
        } else {
            double operand = others == null || others.isEmpty() ? 0 : valueOf(others.getFirst());
            apply(group, rule, points -> scaled(points, operand, arithmetic));
        }
    }

    /** Makes the points of a new metric. */
    private interface Calculation {
        List<NumberDataPoint> of(List<NumberDataPoint> points);
    }

    private void apply(ResourceMetrics group, Rule rule, Calculation calculation) {
        for (ScopeMetrics scope : group.scopes()) {
            List<Metric> made = new ArrayList<>();
            for (Metric metric : scope.metrics()) {
                List<NumberDataPoint> points =
                        metric.name().equals(rule.metric1()) ? numbersOf(metric) : null;
                if (points != null) {
                    List<NumberDataPoint> results = calculation.of(points);
                    if (!results.isEmpty()) {
                        made.add(metricOf(rule, metric.data() instanceof Sum, results));
                    }
                }
            }
            scope.metrics().addAll(made);
        }
    }

    private static Metric metricOf(Rule rule, boolean isSum, List<NumberDataPoint> points) {
        Metric metric = new Metric().name(rule.name()).unit(rule.unit());
        if (isSum) {
            var sum = new Sum();
            sum.dataPoints().addAll(points);
            return metric.data(sum);
        }
        var gauge = new Gauge();
        gauge.dataPoints().addAll(points);
        return metric.data(gauge);
    }

    /** The points of a gauge or a sum; null for other kinds, which have no single number. */
    private @Nullable List<NumberDataPoint> numbersOf(Metric metric) {
        return switch (metric.data()) {
            case Gauge gauge -> gauge.dataPoints();
            case Sum sum -> sum.dataPoints();
            case null -> null;
            case Histogram _, ExponentialHistogram _, Summary _ -> {
                logger.atDebug()
                        .addKeyValue("metric_name", metric.name())
                        .log("Calculations are only supported on gauge or sum metric types.");
                yield null;
            }
        };
    }

    private List<NumberDataPoint> scaled(
            List<NumberDataPoint> points, double operand, Arithmetic arithmetic) {
        List<NumberDataPoint> results = new ArrayList<>(points.size());
        for (NumberDataPoint point : points) {
            OptionalDouble result = result(arithmetic, valueOf(point), operand);
            if (result.isPresent()) {
                results.add(point.copy().asDouble(result.getAsDouble()));
            }
        }
        return results;
    }

    /**
     * One point for each pair whose common attributes are the same, with the attributes of both.
     */
    private List<NumberDataPoint> matched(
            List<NumberDataPoint> points, List<NumberDataPoint> others, Arithmetic arithmetic) {
        List<NumberDataPoint> results = new ArrayList<>(points.size());
        for (NumberDataPoint point : points) {
            for (NumberDataPoint other : others) {
                if (agree(point, other)) {
                    OptionalDouble result = result(arithmetic, valueOf(point), valueOf(other));
                    if (result.isPresent()) {
                        NumberDataPoint made = point.copy().asDouble(result.getAsDouble());
                        made.attributes().putAll(other.attributes());
                        results.add(made);
                    }
                }
            }
        }
        return results;
    }

    private static boolean agree(NumberDataPoint point, NumberDataPoint other) {
        for (KeyValue each : point.attributes()) {
            Value there = other.attributes().get(each.key());
            if (there != null && !there.equals(each.value())) {
                return false;
            }
        }
        return true;
    }

    private OptionalDouble result(Arithmetic arithmetic, double first, double second) {
        OptionalDouble result = arithmetic.of(first, second);
        if (result.isEmpty()) {
            logger.debug("Divide by zero was attempted while calculating a metric");
        }
        return result;
    }

    private static double valueOf(NumberDataPoint point) {
        return point.valueCase() == NumberDataPoint.ValueCase.AS_INT
                ? (double) point.asInt()
                : point.asDouble();
    }
}
