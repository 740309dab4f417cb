// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
    @Test
    void built_fromNothing_andRead() {
        Metrics metrics = (Metrics) sample().seal().open();
        assertThat(metrics.itemCount()).isEqualTo(6);
        assertThat(metrics.metrics()).extracting(Metric::name).hasSize(5);
        for (Metric metric : metrics.metrics()) {
            switch (metric.data()) {
                case Gauge gauge -> assertThat(gauge.dataPoints().getFirst().asInt()).isEqualTo(7);
                case Sum sum -> {
                    assertThat(sum.isMonotonic()).isTrue();
                    assertThat(sum.dataPoints().get(1).asDouble()).isEqualTo(1.5);
                    assertThat(sum.dataPoints().get(1).valueCase())
                            .isEqualTo(NumberDataPoint.ValueCase.AS_DOUBLE);
                }
                case Histogram histogram -> {
                    HistogramDataPoint point = histogram.dataPoints().getFirst();
                    assertThat(point.bucketCounts().toArray()).containsExactly(1, 2, 3);
                    assertThat(point.explicitBounds().toArray()).containsExactly(0.5, 1.5);
                    assertThat(point.hasSum()).isTrue();
                    assertThat(point.hasMin()).isFalse();
                }
                case ExponentialHistogram histogram -> {
                    var point = histogram.dataPoints().getFirst();
                    assertThat(point.scale()).isEqualTo(-3);
                    assertThat(point.positive().bucketCounts().toArray()).containsExactly(4, 300);
                    assertThat(point.hasNegative()).isFalse();
                }
                case Summary summary ->
                        assertThat(summary.dataPoints().getFirst().quantileValues())
                                .extracting(ValueAtQuantile::value)
                                .containsExactly(2.0);
                case null -> throw new AssertionError("no data");
            }
        }
    }

    @Test
    void dataPoints_areOneFlatLoop() {
        Metrics metrics = (Metrics) sample().seal().open();
        for (DataPoint point : metrics.dataPoints()) {
            point.attributes().put("k", "v");
        }
        Metrics again = (Metrics) metrics.seal().open();
        assertThat(again.dataPoints())
                .hasSize(6)
                .allMatch(point -> point.attributes().contains("k"));
    }

    @Test
    void recordsThatOnlyPass_areNotKept_andOpenOnesAreThemselves() {
        Metrics metrics = (Metrics) sample().seal().open();
        List<Metric> list = metrics.resources().getFirst().scopes().getFirst().metrics();
        Metric open = list.getFirst();
        open.name("edited");
        List<Metric> first = new ArrayList<>();
        Records.passing(list).forEach(first::add);
        List<Metric> second = new ArrayList<>();
        Records.passing(list).forEach(second::add);
        assertThat(first).hasSameSizeAs(list).hasSizeGreaterThan(1);
        assertThat(first.getFirst()).isSameAs(open).isSameAs(second.getFirst());
        assertThat(first.getLast()).isNotSameAs(second.getLast());
        assertThat(first).extracting(Metric::name).containsExactlyElementsOf(names(list));
    }

    private static List<String> names(List<Metric> metrics) {
        return metrics.stream().map(Metric::name).toList();
    }

    @Test
    void removeIf_removesMetrics_andDataPoints() {
        Metrics metrics = (Metrics) sample().seal().open();
        assertThat(metrics.removeIf((resource, scope, metric) -> metric.name().equals("gauge")))
                .isOne();
        assertThat(metrics.itemCount()).isEqualTo(5);
        assertThat(
                        metrics.removeDataPointsIf(
                                (resource, scope, metric, point) ->
                                        point instanceof NumberDataPoint number
                                                && number.asDouble() == 1.5))
                .isOne();
        assertThat(metrics.itemCount()).isEqualTo(4);
        assertThat(metrics.removeDataPointsIf((resource, scope, metric, point) -> true))
                .isEqualTo(4);
        assertThat(metrics.resources()).isEmpty();
    }

    @Test
    void data_canBeReplacedAndUnset() {
        Metrics metrics = (Metrics) sample().seal().open();
        Metric first = metrics.metrics().iterator().next();
        first.data(new Summary());
        assertThat(first.data()).isInstanceOf(Summary.class);
        first.data(null);
        assertThat(first.data()).isNull();
        assertThat(metrics.itemCount()).isEqualTo(5);
        assertThat(metrics.seal().itemCount()).isEqualTo(5);
    }

    private static Metrics sample() {
        Metrics metrics = Metrics.create();
        ScopeMetrics scope = metrics.addResource().addScope();
        Gauge gauge = new Gauge();
        gauge.addDataPoint().asInt(7);
        scope.addMetric().name("gauge").data(gauge);
        Sum sum = new Sum().isMonotonic(true);
        sum.addDataPoint().asInt(1);
        sum.addDataPoint().asDouble(1.5);
        scope.addMetric().name("sum").data(sum);
        Histogram histogram = new Histogram();
        HistogramDataPoint point = histogram.addDataPoint().sum(3.5);
        point.bucketCounts().addAll(1, 2, 3);
        point.explicitBounds().addAll(0.5, 1.5);
        scope.addMetric().name("histogram").data(histogram);
        ExponentialHistogram exponential = new ExponentialHistogram();
        exponential.addDataPoint().scale(-3).positive().bucketCounts().addAll(4, 300);
        scope.addMetric().name("exponential").data(exponential);
        Summary summary = new Summary();
        summary.addDataPoint().addQuantileValue().quantile(0.5).value(2.0);
        scope.addMetric().name("summary").data(summary);
        assertThat(List.of(gauge.dataPoints().size(), sum.dataPoints().size()))
                .containsExactly(1, 2);
        return metrics;
    }
}
