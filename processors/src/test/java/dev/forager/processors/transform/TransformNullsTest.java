// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys with nothing behind them, which the Go collector (0.161) refuses. */
class TransformNullsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "error_mode: null|unknown error mode",
                "trace_statements: null|invalid trace_statements type",
                "metric_statements: ~|invalid metric_statements type",
                "log_statements: |invalid log_statements type",
                "profile_statements: null|invalid profile_statements type",
                "log_statements: [{error_mode: null, statements: ['set(log.body, 1)']}]|unknown error mode",
                "log_statements: [{context: null, statements: ['set(log.body, 1)']}]|unknown context",
                "log_statements: [{context: '', statements: ['set(log.body, 1)']}]|unknown context"
            })
    void nothing_isRefused(String yaml, String text) {
        assertThatConfig(new TransformProcessorFactory(), "{" + yaml + "}").failsWith(text);
    }
}
