// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.memorylimiter;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pipeline.config.InvalidConfigException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryLimiterConfigTest {
    /** The texts are the Go collector's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    0 | 100 | 0 | 0 | 0 | 10 | 0 | 30 | 30 | 'check_interval' must be greater than zero
                    1 | 0 | 0 | 0 | 0 | 10 | 0 | 30 | 30 | 'limit_mib' or 'limit_percentage' must be greater than zero
                    1 | 10 | 10 | 0 | 0 | 10 | 0 | 30 | 30 | 'spike_limit_mib' must be smaller than 'limit_mib'
                    1 | 0 | 0 | 50 | 60 | 10 | 0 | 30 | 30 | 'spike_limit_percentage' must be smaller than 'limit_percentage'
                    1 | 0 | 0 | 101 | 0 | 10 | 0 | 30 | 30 | 'limit_percentage' and 'spike_limit_percentage' must be greater than zero and less than or equal to hundred
                    1 | 10 | 0 | 0 | 0 | 1 | 2 | 30 | 30 | 'min_gc_interval_when_soft_limited' should be larger than 'min_gc_interval_when_hard_limited'
                    1 | 10 | 0 | 0 | 0 | 10 | 0 | 5 | 5 | 'max_gc_interval_when_soft_limited' must be greater than or equal to 'min_gc_interval_when_soft_limited' (or 0 to disable)
                    1 | 10 | 0 | 0 | 0 | 10 | 9 | 20 | 5 | 'max_gc_interval_when_hard_limited' must be greater than or equal to 'min_gc_interval_when_hard_limited' (or 0 to disable)
                    1 | 10 | 0 | 0 | 0 | 10 | 0 | 20 | 30 | 'max_gc_interval_when_soft_limited' should be larger than or equal to 'max_gc_interval_when_hard_limited' (when both are set)
                    1 | 10 | 0 | 0 | 0 | 10 | 0 | -1 | 30 | 'max_gc_interval_when_soft_limited' must be non-negative
                    1 | 10 | 0 | 0 | 0 | 10 | 0 | 30 | -1 | 'max_gc_interval_when_hard_limited' must be non-negative
                    """)
    void values_thatDoNotGoTogether_areRefused(
            long check,
            long limit,
            long spike,
            long percent,
            long spikePercent,
            long minSoft,
            long minHard,
            long maxSoft,
            long maxHard,
            String text) {
        assertThatThrownBy(
                        () ->
                                new MemoryLimiterConfig(
                                        Duration.ofSeconds(check),
                                        limit,
                                        spike,
                                        percent,
                                        spikePercent,
                                        Duration.ofSeconds(minSoft),
                                        Duration.ofSeconds(minHard),
                                        Duration.ofSeconds(maxSoft),
                                        Duration.ofSeconds(maxHard),
                                        new MemoryLimiterConfig.GarbageCollector(true)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(text);
    }

    @Test
    void mistakes_areToldAtOnce() {
        assertThatConfig(
                        new MemoryLimiterProcessorFactory(),
                        "{limit_percentage: 200, min_gc_interval_when_hard_limited: 20s,"
                                + " max_gc_interval_when_soft_limited: -1s}")
                .failsWith(
                        "'check_interval' must be greater than zero",
                        "'limit_percentage' and 'spike_limit_percentage' must be greater than zero",
                        "'max_gc_interval_when_soft_limited' must be non-negative",
                        "'min_gc_interval_when_soft_limited' should be larger");
    }
}
