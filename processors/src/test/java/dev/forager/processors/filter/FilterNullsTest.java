// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys with nothing behind them, which the Go collector (0.161) refuses. */
class FilterNullsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "error_mode: null|unknown error mode",
                "trace_conditions: null|invalid trace_conditions type",
                "metric_conditions: ~|invalid metric_conditions type",
                "log_conditions: |invalid log_conditions type",
                "profile_conditions: null|invalid profile_conditions type",
                "log_conditions: [{context: log, error_mode: null, conditions: ['true']}]|unknown error mode",
                "log_conditions: [{context: '', conditions: ['log.body == 1']}]|unknown context"
            })
    void nothing_isRefused(String yaml, String text) {
        assertThatConfig(new FilterProcessorFactory(), "{" + yaml + "}").failsWith(text);
    }
}
