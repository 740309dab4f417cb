// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.Attributes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a point of the sum {@code cpu.time}; verdicts as of the Go collector 0.161. */
class MetricExpressionTest {
    private static final MetricTerm.Point POINT =
            new MetricTerm.Point(
                    "cpu.time",
                    "Sum",
                    Attributes.create().put("state", "idle").put("cpu", 3).put("é", "ü'"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MetricName == \"cpu.time\"",
                "MetricName == 'cpu.time' && Label('state') == 'idle'",
                "MetricName == 'x' or HasLabel('state')",
                "not HasLabel('nope')",
                "!(MetricName == 'x')",
                "MetricName in ['a', 'cpu.time']",
                "MetricName not in ['a']",
                "Label('state') matches '^i.*e$'",
                "MetricName startsWith 'cpu' and MetricName endsWith 'time'",
                "MetricName contains '.'",
                "MetricType == 'Sum'",
                "Label('none') == ''",
                "Label('cpu') == ''",
                "true",
                "HasLabel('cpu') == true",
                "HasLabel('é') and Label(\"é\") == 'ü\\''",
                "MetricName > 'a'",
                "MetricName == `cpu.time`",
                "HasLabel('state') || HasLabel('x') && false",
                "not HasLabel('x') and MetricName != 'q'",
                "Label('state') not matches 'x'",
                "(true)"
            })
    void expression_holds(String expression) {
        assertThat(MetricExpression.compile(expression).holds(POINT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MetricName == 'CPU.time'",
                "HasLabel('x')",
                "not true",
                "MetricName matches '^time'",
                "MetricName not in ['cpu.time']",
                "Label('cpu') == '3'",
                "false or false",
                "MetricName < 'b' and false",
                "MetricName in []",
                "not (HasLabel('state') and MetricType == 'Sum')",
                "Label('state') not contains 'd'"
            })
    void expression_doesNotHold(String expression) {
        assertThat(MetricExpression.compile(expression).holds(POINT)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "MetricName",
                "'a'",
                "MetricName ==",
                "MetricName = 'a'",
                "MetricName == 'a",
                "MetricName == 'a' 'b'",
                "MetricName == 1",
                "HasLabel(state)",
                "HasLabel('a', 'b')",
                "not MetricName == 'a'",
                "MetricName in 'a'",
                "MetricName in ['a' 'b']",
                "MetricName matches '('",
                "MetricName matches MetricType",
                "HasLabel('a') < HasLabel('b')",
                "MetricName ? true : false",
                "(true",
                "MetricName == '\\q'"
            })
    void whatIsNotUnderstood_isRefused(String expression) {
        assertThatThrownBy(() -> MetricExpression.compile(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expression");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "not ", "["})
    void depth_isBounded(String opening) {
        assertThatThrownBy(() -> MetricExpression.compile(opening.repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
