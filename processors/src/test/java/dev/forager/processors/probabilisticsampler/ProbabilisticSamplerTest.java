// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.probabilisticsampler;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.TraceId;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.ProcessorContract;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbabilisticSamplerTest {
    private final ProbabilisticSamplerFactory factory = new ProbabilisticSamplerFactory();
    private final TestClock clock = new TestClock();
    private final TestSettings settings = new TestSettings(clock);
    private final CollectingConsumer next = new CollectingConsumer();
    private final Map<String, Processor> samplers = new HashMap<>();

    /** The expected files were written by the Go collector. */
    @TestFactory
    Stream<DynamicTest> golden() {
        return GoldenFolder.of(ProbabilisticSamplerTest.class, "golden").tests(factory);
    }

    /** The texts are the Go collector's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {sampling_percentage: -1} | sampling rate is negative: -1.000000%
                    {sampling_percentage: 1e-16} | sampling rate is too small: 1e-16%
                    {sampling_percentage: .inf} | sampling rate is invalid: +Inf%
                    {sampling_percentage: .nan} | sampling rate is invalid: NaN%
                    {mode: other} | unsupported sampler mode "other"
                    {attribute_source: x} | invalid attribute source: x. Expected: traceID or record
                    {sampling_precision: 0} | invalid sampling precision: 0
                    {sampling_precision: 15} | sampling precision is too great, should be <= 14: 15
                    """)
    void mistakes_areNamed(String yaml, String text) {
        assertThatConfig(factory, yaml).failsWith(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash_seed", "equalizing", "proportional"})
    void share_isKept(String mode) throws Exception {
        Random random = new Random(5);
        Traces traces = Traces.create();
        var scope = traces.addResource().addScope();
        for (int i = 0; i < 20_000; i++) {
            scope.addSpan().traceId(new TraceId(random.nextLong(), random.nextLong()));
        }
        run("{mode: %s, sampling_percentage: 20}".formatted(mode), traces);
        assertThat(next.items()).isCloseTo(4000, within(250L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"spans_processed", "traces_sampled"})
    void decisions_areCountedByPolicy(String counter) throws Exception {
        Traces traces = Traces.create();
        var scope = traces.addResource().addScope();
        scope.addSpan().traceId(new TraceId(1, 0x00FFFFFFFFFFFFFFL));
        scope.addSpan().traceId(new TraceId(1, 0));
        scope.addSpan().traceId(new TraceId(1, 0)).attributes().put("sampling.priority", 1);
        scope.addSpan();
        run("{mode: equalizing, sampling_percentage: 50}", traces);
        assertThat(settings.metrics().points("processor_probabilistic_sampler_count_" + counter))
                .containsExactly(
                        "{policy=missing_randomness, sampled=false} 1",
                        "{policy=sampling_priority, sampled=true} 1",
                        "{policy=trace_id_w3c, sampled=false} 1",
                        "{policy=trace_id_w3c, sampled=true} 1");
    }

    @Test
    void logs_haveACounterOfTheirOwn() throws Exception {
        Logs logs = Logs.create();
        LogRecord record = logs.addResource().addScope().addRecord();
        record.attributes().put("uid", "a");
        run("{sampling_percentage: 100, attribute_source: record, from_attribute: uid}", logs);
        assertThat(settings.metrics().points("processor_probabilistic_sampler_count_logs_sampled"))
                .containsExactly("{policy=uid, sampled=true} 1");
    }

    @Test
    void unreadableTraceStates_areToldOnceInTenSeconds() throws Exception {
        for (int i = 0; i < 3; i++) {
            Traces traces = Traces.create();
            var scope = traces.addResource().addScope();
            scope.addSpan().traceState("ot=th:zz");
            scope.addSpan().traceState("x".repeat(2000));
            run("{mode: proportional, sampling_percentage: 100}", traces);
            clock.advance(Duration.ofSeconds(6));
        }
        assertThat(settings.log().messages()).containsExactly("traces sampler", "traces sampler");
        assertThat(next.attempts()).isZero();
    }

    private void run(String yaml, Telemetry telemetry) throws Exception {
        var config = assertThatConfig(factory, yaml).binds();
        sampler(config, telemetry.signal()).consume(telemetry, Context.background());
    }

    private Processor sampler(ProbabilisticSamplerConfig config, Signal signal) {
        return samplers.computeIfAbsent(
                config.toString(),
                _ ->
                        factory.create(
                                config, settings.processor("probabilistic_sampler", signal), next));
    }

    @Nested
    class Contract extends ProcessorContract<ProbabilisticSamplerConfig> {
        @Override
        protected ProcessorFactory<ProbabilisticSamplerConfig> factory() {
            return factory;
        }

        @Override
        protected ProbabilisticSamplerConfig config() {
            return assertThatConfig(factory, yaml()).binds();
        }

        @Override
        protected String yaml() {
            return "{sampling_percentage: 100}";
        }
    }
}
