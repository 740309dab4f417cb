// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.forager.ottl.ErrorHandling;
import dev.forager.ottl.ErrorMode;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Functions;
import dev.forager.ottl.OttlCompiler;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlProblem;
import dev.forager.ottl.Source;
import dev.forager.ottl.StatementSequence;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.helpers.NOPLogger;

class LogFormatsTest {
    private static StatementSequence compile(String statement, List<OttlProblem> problems) {
        return OttlCompiler.of(Functions.standard().with(new TransformFunctions()), Signal.LOGS)
                .statements(
                        List.of(Source.of(statement)),
                        List.of(),
                        OttlContext.LOG,
                        ErrorHandling.of(ErrorMode.PROPAGATE, NOPLogger.NOP_LOGGER),
                        problems);
    }

    private static String text(String call, Value body) throws EvaluationException {
        List<OttlProblem> problems = new ArrayList<>();
        StatementSequence sequence = compile("set(log.body, String(" + call + "))", problems);
        assertThat(problems).isEmpty();
        Logs logs = Logs.create();
        LogRecord log = logs.addResource().addScope().addRecord().body(body);
        sequence.run(logs);
        return ((Value.Str) log.body()).string();
    }

    /** Calls with the JSON of what the Go collector 0.161 made of them, or its complaint. */
    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        return TransformFunctionsTest.cases("logformats.txt", LogFormatsTest::verify);
    }

    private static void verify(List<String> lines) throws EvaluationException {
        String call = lines.getFirst().substring(2);
        String answer = lines.getLast().substring(2);
        if (lines.getLast().startsWith("=")) {
            assertThat(text(call, Value.empty())).isEqualTo(answer);
        } else {
            assertThatThrownBy(() -> text(call, Value.empty())).hasMessageContaining(answer);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ParseCEF(log.body)",
                "ParseCLF(log.body)",
                "ParseELF(log.body)",
                "ParseLEEF(log.body)"
            })
    void texts_areAllThatIsRead(String call) {
        assertThatThrownBy(() -> text(call, Value.of(5)))
                .hasMessageContaining("expected string but got int64");
        assertThatThrownBy(() -> text(call, Value.empty()))
                .hasMessageContaining("expected string but got nil");
    }

    @Test
    void formatOfALine_isKnown() {
        List<OttlProblem> problems = new ArrayList<>();
        compile("set(log.body, ParseCLF(log.body, \"common\"))", problems);
        assertThat(problems)
                .extracting(OttlProblem::message)
                .singleElement()
                .asString()
                .contains("invalid format \"common\": must be \"clf\" or \"combined\"");
    }

    @Test
    void hostileTexts_takeLinearTime() {
        String quotes = "#Version: 1\n#Fields: a\n\"" + "\"\"".repeat(300_000);
        String keys = "CEF:0|a|b|c|d|e|5|" + "k".repeat(300_000) + " ".repeat(300_000) + "x";
        String line = "h - - [d] \"" + "\\\\".repeat(300_000) + " 200 5";
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> {
                    text("ParseCEF(log.body)", Value.of(keys));
                    assertThatThrownBy(() -> text("ParseELF(log.body)", Value.of(quotes)));
                    assertThatThrownBy(() -> text("ParseCLF(log.body)", Value.of(line)));
                });
    }
}
