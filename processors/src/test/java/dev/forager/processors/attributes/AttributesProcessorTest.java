// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.attributes;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.processors.edits.AttributeAction;
import dev.forager.processors.match.MatchConfig;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.ProcessorContract;
import dev.forager.testkit.TestSettings;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributesProcessorTest {
    private final AttributesProcessorFactory factory = new AttributesProcessorFactory();

    /** The expected files were written by the Go collector. */
    @TestFactory
    Stream<DynamicTest> golden() {
        return GoldenFolder.of(AttributesProcessorTest.class, "golden").tests(factory);
    }

    @Test
    void actions_mustBeThere() {
        assertThatConfig(factory, "{}").failsWith("missing required field \"actions\"");
        assertThatConfig(factory, "{actions: [{key: a, action: insrt}]}")
                .failsWith(
                        "actions[0]: error with key \"a\" (0-th action): error creating AttrProc"
                                + " due to unsupported action \"insrt\"");
    }

    @Test
    void mistakesOfAllActions_areToldAtOnce() {
        assertThatConfig(
                        factory,
                        "actions: [{key: a, action: insrt}, {key: b, action: insert}, {action:"
                                + " delete}]")
                .failsWith(
                        "unsupported action \"insrt\"",
                        "error with key \"b\" (1-th action)",
                        "at the 2-th action");
    }

    /** The texts are the Go collector's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    TRACES | {match_type: foo, services: [a]} | error creating service name filters: unrecognized match_type: 'foo', valid types are: [regexp strict]
                    TRACES | {match_type: strict} | at least one of "attributes", "libraries",  or "resources" field must be specified
                    TRACES | {match_type: strict, log_bodies: [a]} | log_bodies should not be specified for trace spans
                    TRACES | {match_type: strict, log_severity_texts: [a]} | log_severity_texts should not be specified for trace spans
                    TRACES | {match_type: strict, log_severity_number: {min: 1}} | log_severity_number should not be specified for trace spans
                    TRACES | {match_type: strict, metric_names: [a]} | metric_names should not be specified for trace spans
                    TRACES | {match_type: strict, span_kinds: [server]} | span_kinds string must match one of the standard span kinds when match_type=strict
                    TRACES | {match_type: regexp, attributes: [{key: a, value: 1}]} | error creating attribute filters: match_type=regexp for "a" only supports Str, but found Int
                    TRACES | {match_type: strict, attributes: [{value: 1}]} | error creating attribute filters: can't have empty key in the list of attributes
                    TRACES | {match_type: regexp, span_names: ['(']} | error creating span name filters: error parsing regexp: missing closing ): `(`
                    TRACES | {match_type: regexp, libraries: [{name: '('}]} | error creating library name filters: error parsing regexp: missing closing ): `(`
                    LOGS | {match_type: strict, services: [a]} | services, span_names, span_kinds and metric_names are not valid for log records
                    LOGS | {match_type: strict} | at least one of "attributes", "libraries", "span_kinds", "resources", "log_bodies", "log_severity_texts" or "log_severity_number" field must be specified
                    METRICS | {match_type: strict, services: [a]} | "span_names", "span_kinds", "log_bodies", "log_severity_texts", "log_severity_number", "services", "attributes" and "libraries" are not valid for metrics
                    METRICS | {match_type: strict} | at least one of "metric_names" or "resources" field must be specified
                    """)
    void include_mustSuitTheSignal(Signal signal, String include, String text) {
        var config =
                assertThatConfig(
                                factory,
                                "{include: %s, actions: [{key: a, value: 1, action: insert}]}"
                                        .formatted(include))
                        .binds();
        var settings = new TestSettings().processor("attributes", signal);
        assertThatThrownBy(() -> factory.create(config, settings, new CollectingConsumer()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(text);
    }

    @Test
    void cache_cannotBeNegative() {
        assertThatConfig(
                        factory,
                        "{include: {match_type: regexp, span_names: [a],"
                                + " regexp: {cacheenabled: true, cachemaxnumentries: -1}},"
                                + " actions: [{key: a, value: 1, action: insert}]}")
                .failsWith("must provide a positive size");
    }

    @Test
    void info_carriesThreeSignals() {
        assertThat(factory.info().signals())
                .containsOnlyKeys(Signal.TRACES, Signal.METRICS, Signal.LOGS);
    }

    @Nested
    class Contract extends ProcessorContract<AttributesProcessorConfig> {
        @Override
        protected ProcessorFactory<AttributesProcessorConfig> factory() {
            return factory;
        }

        @Override
        protected AttributesProcessorConfig config() {
            return new AttributesProcessorConfig(
                    new MatchConfig(null, null),
                    List.of(new AttributeAction("env", "insert", "test", "", "", null, "", "")));
        }

        @Override
        protected String yaml() {
            return "{actions: [{key: env, value: test, action: insert}]}";
        }
    }
}
