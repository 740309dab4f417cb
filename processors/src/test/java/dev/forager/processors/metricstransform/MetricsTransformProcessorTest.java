// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstransform;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Summary;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.ProcessorContract;
import dev.forager.testkit.TestSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTransformProcessorTest {
    private final MetricsTransformProcessorFactory factory = new MetricsTransformProcessorFactory();
    private final TestSettings settings = new TestSettings();
    private final CollectingConsumer next = new CollectingConsumer();

    /** Expected files were recorded from the Go collector, points in the order of their labels. */
    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenFolder.of(getClass(), "golden").tests(factory);
    }

    /** The Go collector drops the point that is not meant. */
    @Test
    void combineWithLabels_leavesTheOtherPoints() throws Exception {
        consume(
                "{include: m, action: combine, new_name: n, aggregation_type: sum,"
                        + " experimental_match_labels: {k: a}}",
                gauge("m", "a", 1, "b", 2));
        assertThat(numbers()).containsExactly("m b=2.0", "n a=1.0");
    }

    @Test
    void groupWithLabels_leavesTheOtherPoints() throws Exception {
        consume(
                "{include: m, action: group, group_resource_labels: {g: x},"
                        + " experimental_match_labels: {k: a}}",
                gauge("m", "a", 1, "b", 2));
        assertThat(numbers()).containsExactly("m b=2.0", "m a=1.0");
        var seen = (Metrics) next.payloads().getFirst().open();
        assertThat(seen.resources().getLast().resource().attributes().getString("g", ""))
                .isEqualTo("x");
    }

    @Test
    void exponentialHistogramsOfDifferentScales_becomeOne() throws Exception {
        var data = new ExponentialHistogram();
        data.addDataPoint().scale(1).count(2).positive().offset(2).bucketCounts().setAll(1, 1);
        data.addDataPoint().scale(0).count(3).positive().offset(1).bucketCounts().setAll(3);
        consume(
                "{include: e, action: update, operations: [{action: aggregate_labels,"
                        + " aggregation_type: sum}]}",
                new Metric().name("e").data(data));
        var seen = (Metrics) next.payloads().getFirst().open();
        assertThat(seen.itemCount()).isEqualTo(1);
        var point =
                ((ExponentialHistogram) requireNonNull(seen.metrics().iterator().next().data()))
                        .dataPoints()
                        .getFirst();
        assertThat(point.count()).isEqualTo(5);
        assertThat(point.positive().bucketCounts().toArray()).containsExactly(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{include: m, action: insert, new_name: n}",
                "{include: m, action: update, new_name: n, operations: [{action:"
                        + " delete_label_value, label: k, label_value: a}]}"
            })
    void metricWithoutData_isTransformedToo(String transform) throws Exception {
        consume(transform, new Metric().name("m"));
        var seen = (Metrics) next.payloads().getFirst().open();
        assertThat(seen.metrics()).extracting(Metric::name).contains("n");
    }

    /** At this scale a bucket is as wide as half of all doubles. */
    @Test
    void widestBuckets_stayWhereTheyAreWhenScaled() throws Exception {
        var data = new ExponentialHistogram();
        data.addDataPoint().scale(-10).count(2).positive().offset(-1).bucketCounts().setAll(1, 1);
        consume(
                "{include: e, action: update, operations: [{action: experimental_scale_value,"
                        + " experimental_scale: 0.5}]}",
                new Metric().name("e").data(data));
        var seen = (Metrics) next.payloads().getFirst().open();
        var scaled = (ExponentialHistogram) seen.metrics().iterator().next().data();
        assertThat(requireNonNull(scaled).dataPoints().getFirst().positive().offset())
                .isEqualTo(-1);
    }

    /** 2^63 and NaN come out as something, and nothing is thrown. */
    @Test
    void extremeNumbers_areTransformed() throws Exception {
        Metric metric = new Metric().name("m");
        var data = new Gauge();
        data.addDataPoint().asInt(Long.MAX_VALUE);
        data.addDataPoint().asInt(Long.MAX_VALUE);
        data.addDataPoint().asInt(Long.MIN_VALUE).timeUnixNano(1);
        data.addDataPoint().asDouble(Double.NaN).timeUnixNano(2);
        data.addDataPoint().timeUnixNano(3);
        consume(
                "{include: m, action: update, operations: [{action: aggregate_labels,"
                        + " aggregation_type: sum}, {action: experimental_scale_value,"
                        + " experimental_scale: 10}, {action: toggle_scalar_data_type}]}",
                metric.data(data));
        assertThat(numbers())
                .containsExactly(
                        "m =9.223372036854776E18", "m =-9.223372036854776E18", "m =0.0", "m =0.0");
    }

    @Test
    void whatCannotBeDone_isToldOnceForAWhile() throws Exception {
        var summary = new Summary();
        summary.addDataPoint().count(1);
        for (int i = 0; i < 3; i++) {
            consume(
                    "{include: s, action: combine, new_name: n, aggregation_type: sum}",
                    new Metric().name("s").data(new Summary()),
                    new Metric().name("s").data(summary));
        }
        assertThat(settings.log().lines())
                .extracting(LogLine::toString)
                .contains("WARN summary metrics cannot be combined: s");
    }

    @Test
    void newValues_mayNameTheVersion() throws Exception {
        consume(
                "{include: m, action: update, operations: [{action: add_label, new_label: v,"
                        + " new_value: 'forager-{{version}}'}]}",
                gauge("m", "a", 1));
        var seen = (Metrics) next.payloads().getFirst().open();
        assertThat(seen.dataPoints().iterator().next().attributes().getString("v", ""))
                .isEqualTo("forager-" + TestSettings.BUILD.version());
    }

    @ParameterizedTest
    @CsvSource({
        "$1-$2, ab-cd",
        "${1}x, abx",
        "$1x, ''",
        "${name}, cd",
        "$name!, cd!",
        "$$1, $1",
        "$, $",
        "${, ${",
        "${1, ${1",
        "$9, ''",
        "$99999999999, ''",
        "a$-b, a$-b"
    })
    void templates_followGo(String template, String expected) {
        Pattern pattern = Pattern.compile("(ab)(?P<name>cd)");
        Matcher found = pattern.matcher("abcd");
        assertThat(found.find()).isTrue();
        assertThat(GoTemplate.expand(template, found, pattern)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{action: update}|missing required field \"include\"",
                "{include: a, match_type: x, action: update}|\"match_type\" must be in [\"strict\" \"regexp\"]",
                "{include: 'a(', match_type: regexp, action: update}|\"include\", error parsing regexp: missing closing ): `a(`",
                "{include: a}|\"action\" must be in [\"insert\" \"update\" \"combine\" \"group\"]",
                "{include: a, action: insert}|missing required field \"new_name\" while \"action\" is insert",
                "{include: a, action: combine, aggregation_type: sum}|missing required field \"new_name\" while \"action\" is combine",
                "{include: a, action: combine, new_name: b}|missing required field \"aggregation_type\" while \"action\" is combine",
                "{include: a, action: group}|missing required field \"group_resource_labels\" while \"action\" is group",
                "{include: a, action: update, aggregation_type: x}|\"aggregation_type\" must be in [\"sum\" \"mean\" \"min\" \"max\" \"median\" \"count\"]",
                "{include: a, action: update, submatch_case: x}|\"submatch_case\" must be in [\"lower\" \"upper\"]",
                "{include: a, action: update, operations: [{action: x}]}|operation 1: \"action\" must be in [\"add_label\"",
                "{include: a, action: update, operations: [{action: update_label}]}|operation 1: missing required field \"label\" while \"action\" is update_label",
                "{include: a, action: update, operations: [{action: add_label, new_label: b}]}|operation 1: missing required field \"new_value\" while \"action\" is add_label",
                "{include: a, action: update, operations: [{action: add_label}]}|operation 1: missing required field \"new_label\" while \"action\" is add_label",
                "{include: a, action: update, operations: [{action: experimental_scale_value}]}|operation 1: missing required field \"experimental_scale\" while \"action\" is experimental_scale_value",
                "{include: a, action: update, operations: [{action: aggregate_labels, aggregation_type: x}]}|operation 1: \"aggregation_type\" must be in"
            })
    void mistakes_areToldInTheWordsOfTheGoCollector(String transform, String text) {
        assertThatConfig(factory, "transforms: [" + transform + "]").failsWith(text);
    }

    @Test
    void mistakesOfOneTransform_areToldAtOnce() {
        assertThatConfig(
                        factory,
                        "transforms: [{include: '(', match_type: regexp, submatch_case: x, action: combine,"
                                + " operations: [{action: y}, {action: add_label}]}]")
                .failsWith(
                        "missing required field \"aggregation_type\" while \"action\" is combine",
                        "missing required field \"new_name\" while \"action\" is combine",
                        "transforms[0]::include: ",
                        "\"submatch_case\" must be in",
                        "operation 1: ",
                        "operation 2: ");
    }

    private void consume(String transform, Metric... metrics) throws Exception {
        var config = assertThatConfig(factory, "transforms: [" + transform + "]").binds();
        Metrics request = Metrics.create();
        request.addResource().addScope().metrics().addAll(List.of(metrics));
        new MetricsTransformProcessor(
                        config,
                        settings.processor("metrics_transform", Signal.METRICS),
                        next,
                        () -> 5)
                .consume(request, Context.background());
    }

    private static Metric gauge(String name, Object... pairs) {
        var data = new Gauge();
        for (int i = 0; i < pairs.length; i += 2) {
            data.addDataPoint()
                    .asDouble((Integer) pairs[i + 1])
                    .attributes()
                    .put("k", (String) pairs[i]);
        }
        return new Metric().name(name).data(data);
    }

    private List<String> numbers() {
        List<String> numbers = new ArrayList<>();
        for (Payload payload : next.payloads()) {
            for (Metric metric : ((Metrics) payload.open()).metrics()) {
                for (NumberDataPoint point : ((Gauge) requireNonNull(metric.data())).dataPoints()) {
                    numbers.add(
                            "%s %s=%s"
                                    .formatted(
                                            metric.name(),
                                            point.attributes().getString("k", ""),
                                            point.asDouble()));
                }
            }
        }
        return numbers;
    }

    @Nested
    class Contract extends ProcessorContract<MetricsTransformConfig> {
        @Override
        protected ProcessorFactory<MetricsTransformConfig> factory() {
            return factory;
        }

        @Override
        protected MetricsTransformConfig config() {
            var operation =
                    new OperationConfig(
                            "add_label", "", "b", List.of(), "", List.of(), "c", List.of(), 0, "");
            return new MetricsTransformConfig(
                    List.of(
                            new TransformConfig(
                                    "shop",
                                    "regexp",
                                    Map.of(),
                                    "update",
                                    "new",
                                    null,
                                    "",
                                    "",
                                    List.of(operation))));
        }

        @Override
        protected String yaml() {
            return "transforms: [{include: shop, match_type: regexp, action: update, new_name: new,"
                    + " operations: [{action: add_label, new_label: b, new_value: c}]}]";
        }
    }
}
