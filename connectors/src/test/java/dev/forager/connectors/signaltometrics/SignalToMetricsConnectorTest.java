// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.signaltometrics;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.Metrics;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.ComponentInfo.SignalPair;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Retryable;
import dev.forager.testkit.ConnectorContract;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestConsumers;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SignalToMetricsConnectorTest {
    private final SignalToMetricsConnectorFactory factory = new SignalToMetricsConnectorFactory();
    private final TestSettings settings = new TestSettings(new TestClock());
    private final TestConsumers next = TestConsumers.of(Signal.METRICS);

    /** Expected files were compared with the answers of the Go collector, times aside. */
    @TestFactory
    Stream<DynamicTest> cases() throws Exception {
        Path golden = Path.of("src/test/resources/dev/forager/connectors/signaltometrics/golden");
        try (Stream<Path> cases = Files.list(golden)) {
            return cases.sorted().toList().stream()
                    .map(
                            each ->
                                    DynamicTest.dynamicTest(
                                            String.valueOf(each.getFileName()),
                                            () -> verify(each)));
        }
    }

    @TestFactory
    Stream<DynamicTest> recorded() {
        return GoldenFolder.recorded(getClass())
                .tests(new SignalToMetricsConnectorFactory(() -> "instance"));
    }

    /** As other golden folders, but for the id of the instance, which is random. */
    private void verify(Path path) throws Exception {
        var sink = TestConsumers.of(Signal.METRICS);
        Payload input =
                TestTelemetry.fromJson(Signal.TRACES, Files.readString(path.resolve("input.json")));
        connector(Files.readString(path.resolve("config.yaml")), Signal.TRACES, sink)
                .consume(input.open(), Context.background());
        var metrics = (Metrics) sink.sink(Signal.METRICS).payloads().getFirst().open();
        metrics.resources()
                .forEach(
                        group ->
                                assertThat(
                                                group.resource()
                                                        .attributes()
                                                        .remove(
                                                                "signal_to_metrics.service"
                                                                        + ".instance.id"))
                                        .isTrue());
        String actual = TestTelemetry.toJson(metrics.seal());
        Path expected = path.resolve("expected.json");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(expected, actual);
        }
        String wanted = Files.readString(expected);
        assertThat(actual)
                .isEqualTo(TestTelemetry.toJson(TestTelemetry.fromJson(Signal.METRICS, wanted)));
    }

    @Test
    void valueThatIsNone_followsTheErrorMode() throws Exception {
        String metric = "spans: [{name: x, sum: {value: name}}]";
        var strict = connector(metric, Signal.TRACES, next);
        assertThatThrownBy(
                        () -> strict.consume(TestTelemetry.traces(1).open(), Context.background()))
                .isInstanceOf(Retryable.class)
                .hasMessageContaining("failed to parse sum OTTL value of type");
        connector("error_mode: ignore\n" + metric, Signal.TRACES, next)
                .consume(TestTelemetry.traces(3).open(), Context.background());
        connector("error_mode: silent\n" + metric, Signal.TRACES, next)
                .consume(TestTelemetry.traces(3).open(), Context.background());
        assertThat(next.sink(Signal.METRICS).payloads()).isEmpty();
        assertThat(settings.log().lines())
                .map(LogLine::message)
                .containsExactly("Error processing data");
    }

    @Test
    void integersAndDoubles_addUpToADouble() throws Exception {
        Traces traces = Traces.create();
        var scope = traces.addResource().addScope();
        scope.addSpan().attributes().put("v", 1L);
        scope.addSpan().attributes().put("v", 1.5);
        connector("spans: [{name: x, sum: {value: 'attributes[\"v\"]'}}]", Signal.TRACES, next)
                .consume(traces, Context.background());
        assertThat(TestTelemetry.toJson(next.sink(Signal.METRICS).payloads().getFirst()))
                .contains("\"asDouble\": 2.5");
    }

    @Test
    void badConfigurations_areRefusedInTheCollectorsWords() {
        refused("{}", "no configuration provided, at least one should be specified");
        spans("{}", "missing required metric name configuration");
        spans("{name: x}", "exactly one of the metrics must be defined, 0 found");
        spans(
                "{name: x, sum: {value: '1'}, gauge: {value: '1'}}",
                "exactly one of the metrics must be defined, 2 found");
        spans("{name: x, sum: {}}", "sum validation failed: value must be defined for sum metrics");
        spans(
                "{name: x, gauge: {}}",
                "gauge validation failed: value must be defined for gauge metrics");
        spans(
                "{name: x, histogram: {}}",
                "histogram validation failed: value OTTL statement is required");
        spans("{name: x, sum: {value: 'nonsense('}}", "nonsense");
        spans("{name: x, sum: {value: '1'}, conditions: ['bodi == 1']}", "bodi");
        spans(
                "{name: x, sum: {value: '1'}, attributes: [{}]}",
                "attributes validation failed: exactly one of key or keys_expression must be set"
                        + " for attributes");
        spans(
                "{name: x, sum: {value: '1'}, attributes: [{key: a}, {key: a}]}",
                "duplicate key found in attributes config: a");
        spans(
                "{name: x, sum: {value: '1'}, include_resource_attributes: [{key: a, optional:"
                        + " true, default_value: 1}]}",
                "only one of default_value or optional should be set for"
                        + " include_resource_attributes");
    }

    @Test
    void mistakesOfAllMetrics_areToldAtOnce() {
        assertThatConfig(
                        factory,
                        "{spans: [{name: x, sum: {value: 'Nope()'}}, {name: y}], logs: [{}]}")
                .failsWith(
                        "undefined function \"Nope\"",
                        "exactly one of the metrics must be defined, 0 found",
                        "failed to validate logs configuration: missing required metric name");
    }

    private void spans(String metric, String text) {
        refused("spans: [" + metric + "]", "failed to validate spans configuration: ", text);
    }

    private void refused(String yaml, String... texts) {
        for (String text : List.of(texts)) {
            assertThatConfig(factory, yaml).failsWith(text);
        }
    }

    private Connector connector(String yaml, Signal from, TestConsumers to) {
        return factory.create(
                assertThatConfig(factory, yaml).binds(),
                settings.connector("signal_to_metrics", from, Signal.METRICS),
                to);
    }

    @Nested
    class Contract extends ConnectorContract<SignalToMetricsConnectorConfig> {
        @Override
        protected ConnectorFactory<SignalToMetricsConnectorConfig> factory() {
            return factory;
        }

        @Override
        protected SignalToMetricsConnectorConfig config() {
            return assertThatConfig(factory, yaml()).binds();
        }

        @Override
        protected String yaml() {
            return "{spans: [{name: a, sum: {value: '1'}}], datapoints: [{name: a, sum: {value:"
                    + " '1'}}], logs: [{name: a, sum: {value: '1'}}], profiles: [{name: a, sum:"
                    + " {value: '1'}}]}";
        }

        @Override
        protected long expectedItems(SignalPair pair, Payload input) {
            return 1;
        }
    }
}
