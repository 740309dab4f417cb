// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.memorylimiter;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.Retryable;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.ProcessorContract;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MemoryLimiterProcessorTest {
    private static final long GIB = 1024L * 1024 * 1024;

    private final TestSettings settings = new TestSettings();
    private final CollectingConsumer next = new CollectingConsumer();

    /** Never below its limit, never collected. */
    private record FullHeap() implements MemoryReading {
        @Override
        public long usedBytes() {
            return GIB;
        }

        @Override
        public void collect() {}
    }

    @Test
    void memoryShort_isRefusedForNowAndCounted() throws Exception {
        var config = config(1);
        var limiter =
                new MemoryLimiter(
                        config,
                        new MemoryLimits(1000, 200),
                        new FullHeap(),
                        System::nanoTime,
                        settings.log().logger());
        var processor =
                new MemoryLimiterProcessor(
                        limiter, settings.processor("memory_limiter", Signal.METRICS), next);
        processor.consume(TestTelemetry.metrics(3).open(), Context.background());
        limiter.check();
        assertThatThrownBy(
                        () ->
                                processor.consume(
                                        TestTelemetry.metrics(4).open(), Context.background()))
                .isInstanceOf(Retryable.class)
                .hasMessage("data refused due to high memory usage");
        assertThat(next.items()).isEqualTo(3);
        assertThat(settings.metrics().points("processor_memory_limiter_accepted_metric_points"))
                .containsExactly("{processor=memory_limiter} 3");
        assertThat(settings.metrics().points("processor_memory_limiter_refused_metric_points"))
                .containsExactly("{processor=memory_limiter} 4");
    }

    /** Three pipelines, one measurement: collections stop all threads. */
    @Test
    void pipelinesOfAnId_shareOneLimiter() {
        var factory = new MemoryLimiterProcessorFactory();
        for (Signal signal : Signal.values()) {
            assertThat(
                            factory.create(
                                    config(100),
                                    settings.processor("memory_limiter", signal),
                                    next))
                    .isNotNull();
        }
        assertThat(settings.log().lines())
                .extracting(LogLine::toString)
                .first()
                .isEqualTo(
                        "INFO Memory limiter configured {limit_mib=100, spike_limit_mib=20,"
                                + " check_interval=PT1S}");
        assertThat(settings.log().messages().stream().filter("Memory limiter configured"::equals))
                .hasSize(1);
    }

    @Test
    void config_needsIntervalAndLimit() {
        var factory = new MemoryLimiterProcessorFactory();
        assertThatConfig(factory, "{}")
                .failsWith(
                        "'check_interval' must be greater than zero",
                        "'limit_mib' or 'limit_percentage' must be greater than zero");
        assertThatConfig(factory, "{check_interval: 1s}")
                .failsWith("'limit_mib' or 'limit_percentage' must be greater than zero");
        var config =
                assertThatConfig(
                                factory,
                                "{check_interval: 1s, limit_percentage: 80,"
                                        + " garbage_collector: {enabled: false}}")
                        .binds();
        assertThat(config.garbageCollector().enabled()).isFalse();
        assertThat(config.minGcIntervalWhenSoftLimited()).isEqualTo(Duration.ofSeconds(10));
    }

    private static MemoryLimiterConfig config(long limitMib) {
        return new MemoryLimiterConfig(
                Duration.ofSeconds(1),
                limitMib,
                0,
                0,
                0,
                Duration.ofSeconds(10),
                Duration.ZERO,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                new MemoryLimiterConfig.GarbageCollector(true));
    }

    @Nested
    class Contract extends ProcessorContract<MemoryLimiterConfig> {
        @Override
        protected ProcessorFactory<MemoryLimiterConfig> factory() {
            return new MemoryLimiterProcessorFactory();
        }

        @Override
        protected MemoryLimiterConfig config() {
            return MemoryLimiterProcessorTest.config(4000);
        }

        @Override
        protected String yaml() {
            return "{check_interval: 1s, limit_mib: 4000}";
        }
    }
}
