// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.ottl.ErrorMode;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Payload;
import dev.forager.pdata.ResourceLogs;
import dev.forager.pdata.ScopeLogs;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Value;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.config.LocatedText;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.ProcessorContract;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransformProcessorTest {
    private static final TransformProcessorFactory FACTORY = new TransformProcessorFactory();

    @TestFactory
    Stream<DynamicTest> golden() {
        return GoldenFolder.of(TransformProcessorTest.class, "golden").tests(FACTORY);
    }

    @Test
    void mistakes_areReportedWithTheirPlaces() {
        assertThatConfig(
                        FACTORY,
                        "trace_statements: [{context: planet, statements: ['set(name, 1)']}]")
                .failsWith("unknown context planet");
        String two =
                """
                log_statements:
                  - sett(log.body, 1)
                  - set(log.bodi, 1)
                """;
        assertThatConfig(FACTORY, two)
                .failsWith("undefined function \"sett\", did you mean \"set\"? (yaml:2:5)");
        assertThatConfig(FACTORY, two).failsWith("segment \"bodi\" from path \"log.bodi\"");
        assertThatConfig(
                        FACTORY,
                        "log_statements: ['set(log.body, 1)', {statements: ['set(log.body, 1)']}]")
                .failsWith("configuring multiple configuration styles is not supported");
        assertThatConfig(
                        FACTORY,
                        "log_statements: [{statements: ['set(log.body, 1)']}, 'set(log.body, 2)']")
                .binds();
        assertThatConfig(FACTORY, "log_statements: {context: log}").failsWith("log_statements");
        String several =
                """
                log_statements:
                  - 'set(log.body, "it''s") where lg'
                metric_statements:
                  - >-
                    set(metric.name,
                    1) where metric.nam == "x"
                """;
        assertThatConfig(FACTORY, several).failsWith("(yaml:2:37)");
        assertThatConfig(FACTORY, several).failsWith("(yaml:6:21)");
        assertThatConfig(FACTORY, "log_statements: [null]").failsWith("log_statements[0]");
        assertThatConfig(FACTORY, "error_mode: loud").failsWith("error_mode");
    }

    /** Of both groups, whatever becomes of the item. */
    @Test
    void statementThatFails_isCountedByItsText() throws Exception {
        var settings = new TestSettings();
        var config =
                assertThatConfig(
                                FACTORY,
                                "log_statements: [{error_mode: silent, statements:"
                                        + " ['set(log.time, 1)']}, {statements:"
                                        + " ['set(log.time, 2)', 'set(log.body, 1)']}]")
                        .binds();
        FACTORY.create(
                        config,
                        settings.processor("transform", Signal.LOGS),
                        new CollectingConsumer())
                .consume(TestTelemetry.logs(2).open(), Context.background());
        assertThat(settings.metrics().points("forager_processor_statement_failures"))
                .containsExactly(
                        "{processor=transform, statement=set(log.time, 1)} 2",
                        "{processor=transform, statement=set(log.time, 2)} 2");
    }

    @Test
    void propagate_refusesTheRequestForGood() {
        var config =
                assertThatConfig(
                                FACTORY,
                                "{error_mode: propagate, log_statements: ['set(log.time, 1)']}")
                        .binds();
        var next = new CollectingConsumer();
        var processor =
                FACTORY.create(
                        config, new TestSettings().processor("transform", Signal.LOGS), next);
        Payload payload = TestTelemetry.logs(2);
        assertThatThrownBy(() -> processor.consume(payload.open(), Context.background()))
                .isInstanceOf(Retryable.class)
                .hasMessage(
                        "failed to execute statement: set(log.time, 1), expects time.Time but got int64");
        assertThat(next.payloads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"flatten: {log: true}", "flatten_data: true"})
    void flatten_needsItsGate(String yaml) {
        var config = assertThatConfig(FACTORY, yaml).binds();
        var settings = new TestSettings().processor("transform", Signal.LOGS);
        assertThatThrownBy(() -> FACTORY.create(config, settings, new CollectingConsumer()))
                .hasMessage(
                        "'flatten.log' requires the 'transform.flatten.logs' feature"
                                + " gate to be enabled");
    }

    @Test
    void flattenData_editsTheResourceOfOneRecord() throws Exception {
        Logs logs = Logs.create();
        logs.addResource();
        var source = logs.addResource().schemaUrl("s");
        source.resource().attributes().put("host", "h");
        source.resource().droppedAttributesCount(3);
        for (String name : List.of("a", "b")) {
            var scope = source.addScope();
            scope.scope().name(name);
            for (String body : List.of("x", "y", "x")) {
                scope.addRecord().body(Value.of(name + body)).attributes().put("to", body);
            }
        }
        var statements =
                "{flatten: {log: true}, log_statements: ['set(resource.attributes[\"to\"],"
                        + " log.attributes[\"to\"])', 'set(scope.name, \"c\") where log.body =="
                        + " \"bx\"']}";

        assertThat(flattened(statements, logs))
                .containsExactly(
                        "s 3 {host=h, to=x} a: [ax, ax]",
                        "s 3 {host=h, to=x} c: [bx, bx]",
                        "s 3 {host=h, to=y} a: [ay]",
                        "s 3 {host=h, to=y} b: [by]");
    }

    @Test
    void withoutItsGate_aSetOfNilChangesNothing() throws Exception {
        String yaml = "{log_statements: ['set(log.body, log.attributes[\"absent\"])']}";
        assertThat(bodies(yaml, new TestSettings())).containsExactly("");
        assertThat(bodies(yaml, new TestSettings().withGates("-ottl.set.allowNil")))
                .containsExactly("kept");
    }

    private static List<String> bodies(String yaml, TestSettings settings) throws Exception {
        var next = new CollectingConsumer();
        var logs = Logs.create();
        logs.addResource().addScope().addRecord().body(Value.of("kept"));
        FACTORY.create(
                        assertThatConfig(FACTORY, yaml).binds(),
                        settings.processor("transform", Signal.LOGS),
                        next)
                .consume(logs, Context.background());
        return ((Logs) next.payloads().getFirst().open())
                .resources().getFirst().scopes().getFirst().records().stream()
                        .map(it -> it.body().toString())
                        .toList();
    }

    private static List<String> flattened(String yaml, Logs logs) throws Exception {
        var next = new CollectingConsumer();
        var settings = new TestSettings().withGates("transform.flatten.logs");
        FACTORY.create(
                        assertThatConfig(FACTORY, yaml).binds(),
                        settings.processor("transform", Signal.LOGS),
                        next)
                .consume(logs, Context.background());
        return ((Logs) next.payloads().getFirst().open())
                .resources().stream()
                        .flatMap(
                                group ->
                                        group.scopes().stream()
                                                .map(scope -> describe(group, scope)))
                        .toList();
    }

    private static String describe(ResourceLogs group, ScopeLogs scope) {
        return "%s %d %s %s: %s"
                .formatted(
                        group.schemaUrl(),
                        group.resource().droppedAttributesCount(),
                        group.resource().attributes(),
                        scope.scope().name(),
                        scope.records().stream().map(LogRecord::body).toList());
    }

    @Nested
    class Contract extends ProcessorContract<TransformProcessorConfig> {
        @Override
        protected ProcessorFactory<TransformProcessorConfig> factory() {
            return FACTORY;
        }

        @Override
        protected TransformProcessorConfig config() {
            return new TransformProcessorConfig(
                    ErrorMode.SILENT,
                    List.of(basic("set(span.name, \"x\")")),
                    List.of(basic("set(metric.name, \"x\")")),
                    List.of(
                            new StatementItem.Group(
                                    "log",
                                    List.of(),
                                    List.of(LocatedText.parse("set(body, \"x\")")),
                                    null,
                                    true)),
                    List.of(basic("set(profile.period, 1)")),
                    new TransformProcessorConfig.Flatten(false),
                    false);
        }

        private static StatementItem basic(String statement) {
            return new StatementItem.Basic(LocatedText.parse(statement));
        }

        @Override
        protected String yaml() {
            return "{error_mode: silent, trace_statements: ['set(span.name, \"x\")'],"
                    + " metric_statements: ['set(metric.name, \"x\")'],"
                    + " log_statements: [{context: log, statements: ['set(body, \"x\")'],"
                    + " shared_cache: true}], profile_statements: ['set(profile.period, 1)']}";
        }
    }
}
