// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.ottl.ErrorMode;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.ProcessorFactory;
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

class FilterProcessorTest {
    private static final FilterProcessorFactory FACTORY = new FilterProcessorFactory();

    @TestFactory
    Stream<DynamicTest> golden() {
        return GoldenFolder.of(FilterProcessorTest.class, "golden").tests(FACTORY);
    }

    @Test
    void stylesOfOneSignal_cannotBeMixed() {
        assertThatConfig(
                        FACTORY,
                        "{trace_conditions: ['span.name == \"x\"'], traces: {span: ['name == \"x\"']}}")
                .failsWith(
                        "cannot use context inferred trace conditions \"trace_conditions\" and the"
                                + " settings \"traces.resource\"");
        assertThatConfig(
                        FACTORY,
                        "{logs: {include: {match_type: strict, bodies: [x]}, log_record: ['true']}}")
                .failsWith("at the same time");
        assertThatConfig(FACTORY, "{metrics: {include: {match_type: expr, expressions: [x]}}}")
                .failsWith("expression x: unexpected x");
        assertThatConfig(FACTORY, "{logs: {include: {match_type: expr, bodies: [x]}}}")
                .failsWith("unrecognized match_type: 'expr', valid types are: [regexp strict]");
        assertThatConfig(FACTORY, "{logs: {include: {match_type: glob, bodies: [x]}}}")
                .failsWith("unrecognized match_type: 'glob', valid types are: [regexp strict]");
        assertThatConfig(FACTORY, "{spans: {include: {match_type: strict}}}")
                .failsWith(
                        "at least one of \"attributes\", \"libraries\",  or \"resources\" field");
        assertThatConfig(FACTORY, "{spans: {exclude: {match_type: strict, span_kinds: [Server]}}}")
                .failsWith("span_kinds string must match one of the standard span kinds");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metrics: {include: {}}",
                "metrics: {exclude: {match_type: , metric_names: }}",
                "metrics: {include: {match_type: , expressions: ['true']}}",
                "metrics: {include: {match_type: regexp, expressions: ['true']}}",
                "logs: {include: {severity_number: {min: INFO}}}",
                "spans: {exclude: {match_type: , attributes: [{key: a}]}}",
                "spans: {exclude: {match_type: strict, libraries: [{version: v}]}}"
            })
    void matchType_isNotAskedForWhereNoTextIsCompared(String yaml) {
        assertThatConfig(FACTORY, "{" + yaml + "}").binds();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metrics: {include: {metric_names: [a]}}",
                "metrics: {include: {match_type: , resource_attributes: [{key: a, value: b}]}}",
                "logs: {exclude: {match_type: , bodies: [a]}}",
                "spans: {include: {span_names: [a]}}"
            })
    void matchType_isAskedForWhereATextIsCompared(String yaml) {
        assertThatConfig(FACTORY, "{" + yaml + "}")
                .failsWith("unrecognized match_type: '', valid types are: [regexp strict]");
    }

    @Test
    void keysWithoutAValue_areAbsent_andOneTextIsAList() {
        var config =
                assertThatConfig(
                                FACTORY,
                                "{logs: {include: , exclude: {match_type: strict, bodies: x}}}")
                        .binds();
        assertThat(requireNonNull(config.logs()).include()).isNull();
        assertThat(requireNonNull(requireNonNull(config.logs()).exclude()).bodies())
                .containsExactly("x");
        assertThatConfig(
                        FACTORY,
                        "{logs: {include: {match_type: strict, record_attributes: [{key: a, value: [null, {b: null}]}]}}}")
                .binds();
        config =
                assertThatConfig(FACTORY, "{logs: {log_record: 'body == 5,attributes == nil'}}")
                        .binds();
        assertThat(requireNonNull(config.logs()).logRecord())
                .extracting(LocatedText::text)
                .containsExactly("body == 5", "attributes == nil");
    }

    @Test
    void mistakes_areFoundAtLoadAllAtOnceWithTheirPlaces() {
        String yaml =
                """
                trace_conditions:
                  - span.nam == "x"
                log_conditions:
                  - context: planet
                    conditions: ['true']
                metrics:
                  metric:
                    - |
                      name == "a" and
                      Nothing()
                """;
        for (String part :
                List.of(
                        "segment \"nam\" from path \"span.nam\"",
                        "(yaml:2:10)",
                        "unknown context planet (expected: one of",
                        "undefined function \"Nothing\"",
                        "(yaml:10:7)")) {
            assertThatConfig(FACTORY, yaml).failsWith(part);
        }
        assertThatConfig(FACTORY, "{spans: {include: {match_type: regexp, span_names: ['(a']}}}")
                .failsWith("error parsing regexp: missing closing ): `(a`");
    }

    @Test
    void whatIsDropped_isCountedAndNothingLeftIsNotSentOn() throws Exception {
        var settings = new TestSettings();
        var next = new CollectingConsumer();
        var config = assertThatConfig(FACTORY, "{log_conditions: ['log.body != nil']}").binds();
        var processor = FACTORY.create(config, settings.processor("filter", Signal.LOGS), next);
        processor.consume(TestTelemetry.logs(3).open(), Context.background());
        assertThat(next.payloads()).isEmpty();
        assertThat(settings.metrics().sum("processor_filter_logs.filtered")).isEqualTo(3);
    }

    @Test
    void conditionThatFails_isCountedByItsText() throws Exception {
        var settings = new TestSettings();
        var config =
                assertThatConfig(
                                FACTORY,
                                "{error_mode: silent, log_conditions: ['Len(log.flags) >"
                                        + " 0', 'log.body == nil']}")
                        .binds();
        FACTORY.create(
                        config,
                        settings.processor("filter/a", Signal.LOGS),
                        new CollectingConsumer())
                .consume(TestTelemetry.logs(2).open(), Context.background());
        assertThat(settings.metrics().points("forager_processor_statement_failures"))
                .containsExactly("{processor=filter/a, statement=Len(log.flags) > 0} 2");
    }

    /** As in the Go collector, which does not even look whether they are right. */
    @Test
    void formerFiltersOfSpans_haveNoEffectBesideConditions() throws Exception {
        var next = new CollectingConsumer();
        var config =
                assertThatConfig(
                                FACTORY,
                                "{trace_conditions: ['span.name == \"none\"'], spans: {exclude:"
                                        + " {match_type: regexp, span_names: ['(']}, include:"
                                        + " {match_type: strict, services: [none]}}}")
                        .binds();
        FACTORY.create(config, new TestSettings().processor("filter", Signal.TRACES), next)
                .consume(TestTelemetry.traces(2).open(), Context.background());
        assertThat(next.items()).isEqualTo(2);
    }

    @Nested
    class Contract extends ProcessorContract<FilterProcessorConfig> {
        @Override
        protected ProcessorFactory<FilterProcessorConfig> factory() {
            return FACTORY;
        }

        @Override
        protected FilterProcessorConfig config() {
            return new FilterProcessorConfig(
                    ErrorMode.SILENT,
                    List.of(
                            new ConditionItem.Group(
                                    "span", List.of(LocatedText.parse("name == \"none\"")), null)),
                    List.of(),
                    List.of(new ConditionItem.Basic(LocatedText.parse("log.flags == 77"))),
                    List.of(),
                    null,
                    null,
                    new MetricFilters(
                            null,
                            new MetricMatch(
                                    MatchType.REGEXP,
                                    new RegexpOptions(true, 10),
                                    List.of("^none$"),
                                    List.of(),
                                    List.of()),
                            new RegexpOptions(false, 0),
                            List.of(),
                            List.of(),
                            List.of()),
                    null,
                    null);
        }

        @Override
        protected String yaml() {
            return "{error_mode: silent,"
                    + " trace_conditions: [{context: span, conditions: ['name == \"none\"']}],"
                    + " log_conditions: ['log.flags == 77'],"
                    + " metrics: {regexp: {}, exclude: {match_type: regexp, metric_names: ['^none$'],"
                    + " regexp: {cacheenabled: true, cachemaxnumentries: 10}}}}";
        }
    }
}
