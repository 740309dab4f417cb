// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.span;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Signal;
import dev.forager.pdata.Span;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.ProcessorContract;
import dev.forager.testkit.TestSettings;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanProcessorTest {
    private final SpanProcessorFactory factory = new SpanProcessorFactory();

    /** The expected files were written by the Go collector. */
    @TestFactory
    Stream<DynamicTest> golden() {
        return GoldenFolder.of(SpanProcessorTest.class, "golden").tests(factory);
    }

    /** The texts are the Go collector's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {} | error creating "span" processor: either "from_attributes" or "to_attributes" must be specified in "name:" or "setStatus" must be specified
                    {name: {to_attributes: {rules: []}}} | error creating "span" processor: either "from_attributes" or "to_attributes"
                    {status: {code: ok}} | error creating "span" processor: "status" must have specified "code" as "Ok" or "Error" or "Unset"
                    {status: {code: Ok, description: x}} | error creating "span" processor: "description" can be specified only for "code" "Error"
                    {name: {to_attributes: {rules: [a, '(']}}} | rules[1]: invalid regexp pattern (
                    """)
    void mistakes_areNamed(String yaml, String text) {
        assertThatConfig(factory, yaml).failsWith(text);
    }

    /** The Go collector stops with an index out of range here. */
    @Test
    void groupsThatTookNoPart_orLieWithinOthers_leaveTheName() throws Exception {
        var config =
                assertThatConfig(
                                factory,
                                "name: {to_attributes: {rules: ['(?P<a>x)|(?P<b>c(?P<c>a)r)t']}}")
                        .binds();
        var next = new CollectingConsumer();
        Traces traces = Traces.create();
        traces.addResource().addScope().addSpan().name("/cart/7");
        factory.create(config, new TestSettings().processor("span", Signal.TRACES), next)
                .consume(traces, Context.background());
        Traces seen = (Traces) next.payloads().getFirst().open();
        for (Span span : seen.spans()) {
            assertThat(span.name()).isEqualTo("/{b}t/7");
            assertThat(span.attributes()).hasToString("{a=, b=car, c=a}");
        }
    }

    @Nested
    class Contract extends ProcessorContract<SpanProcessorConfig> {
        @Override
        protected ProcessorFactory<SpanProcessorConfig> factory() {
            return factory;
        }

        @Override
        protected SpanProcessorConfig config() {
            return assertThatConfig(factory, yaml()).binds();
        }

        @Override
        protected String yaml() {
            return "{name: {from_attributes: [url.path]}, status: {code: Ok}}";
        }
    }
}
