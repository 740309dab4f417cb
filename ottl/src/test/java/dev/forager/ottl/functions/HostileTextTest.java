// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlRunner;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Value;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Texts on which a backtracking or recursive reader would not come back. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostileTextTest {
    private static Object value(String expression, String body) throws EvaluationException {
        Logs logs = OttlRunner.record();
        logs.records().iterator().next().body(Value.of(body));
        return String.valueOf(OttlRunner.value(expression, logs, OttlContext.LOG));
    }

    @Test
    void expressions_takeLinearTime() throws EvaluationException {
        String text = "a".repeat(100_000) + "!";
        assertThat(value("IsMatch(log.body, \"^(a+)+$\")", text)).isEqualTo("false");
        assertThat(value("ExtractGrokPatterns(log.body, \"^%{URIPATH:p}(?:%{URIPATH})+$\")", text))
                .isEqualTo(Map.of().toString());
    }

    @Test
    void depth_isRefused() {
        String xml = "<a>".repeat(100_000);
        assertThatThrownBy(() -> value("ParseXML(log.body)", xml))
                .isInstanceOf(EvaluationException.class);
        assertThatThrownBy(() -> value("GetXML(log.body, \"//a\")", xml))
                .isInstanceOf(EvaluationException.class);
        assertThatThrownBy(() -> value("ParseJSON(log.body)", "[".repeat(100_000)))
                .isInstanceOf(EvaluationException.class);
        String nested = "<a>".repeat(300) + "x" + "</a>".repeat(300);
        assertThatThrownBy(() -> value("ParseXML(log.body)", nested))
                .isInstanceOf(EvaluationException.class);
        assertThatThrownBy(() -> value("ParseSimplifiedXML(log.body)", nested))
                .isInstanceOf(EvaluationException.class);
    }

    @Test
    void longUserAgent_isRefused() {
        assertThatThrownBy(() -> value("UserAgent(log.body)", "Mozilla/5.0 ".repeat(1000)))
                .hasMessageContaining("expected: at most 1024");
    }
}
