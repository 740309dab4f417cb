// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.ottl.Differential.Case;
import dev.forager.pdata.Logs;
import dev.forager.pdata.MalformedTelemetryException;
import dev.forager.pdata.OtlpJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/**
 * Generated statements and records, beside the recorded answers of the Go collector 0.161. How to
 * record them again: {@link DifferentialRecorder}.
 */
class DifferentialTest {
    private static final ErrorHandling ERRORS =
            new ErrorHandling(ErrorMode.IGNORE, NOPLogger.NOP_LOGGER, () -> 0);

    /** Where this goes on and the Go collector does not, on purpose. */
    private static final List<Pattern> MORE_THAN_UPSTREAM =
            List.of(
                    // Refused there, false here.
                    Pattern.compile(
                            "Is(Bool|Double|Int|String|Map|List)\\((nil|true|false|[A-Z_]+|\"[^\"]*\""
                                    + "|0x[0-9a-f]+|-?[0-9.]+|[\\[{].*|-?\\(.*)\\)"),
                    // A list of strings in a map or a list, or a map in a list: an error there.
                    Pattern.compile("\"(k|new)\": Split\\(|append\\(\\S+ (\\{|Split\\()"));

    @Test
    void statements_doWhatTheGoCollectorDoes() throws Exception {
        List<String> answers = answers();
        List<Case> cases = Differential.cases();
        assertThat(answers).hasSize(cases.size() * 2);
        List<String> differences = new ArrayList<>();
        for (Case each : cases) {
            assertThat(answers.get(each.number() * 2))
                    .as("the generator has changed: record again")
                    .isEqualTo(each.statement());
            String theirs = content(answers.get(each.number() * 2 + 1));
            String ours = content(run(each));
            if (!ours.equals(theirs) && !isMore(each.statement())) {
                differences.add(
                        "%d %s\nours: %s\ntheirs: %s\n"
                                .formatted(each.number(), each.statement(), ours, theirs));
            }
        }
        assertThat(differences).isEmpty();
    }

    private static boolean isMore(String statement) {
        return MORE_THAN_UPSTREAM.stream().anyMatch(it -> it.matcher(statement).find());
    }

    private static String content(String answer) throws MalformedTelemetryException {
        return answer.equals(Differential.REFUSED)
                ? answer
                : Differential.content(Differential.parse(answer));
    }

    private static String run(Case each) throws Exception {
        List<OttlProblem> problems = new ArrayList<>();
        StatementSequence compiled =
                OttlCompiler.of(Functions.standard(), each.logs().signal())
                        .statements(
                                List.of(Source.of(each.statement())),
                                List.of(),
                                OttlContext.LOG,
                                ERRORS,
                                problems);
        if (!problems.isEmpty()) {
            return Differential.REFUSED;
        }
        Logs logs = each.logs();
        compiled.run(logs);
        return new String(OtlpJson.toJson(logs.seal()), UTF_8);
    }

    private static List<String> answers() throws IOException {
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(
                                        requireNonNull(
                                                DifferentialTest.class.getResourceAsStream(
                                                        "differential.txt.gz"))),
                                UTF_8))) {
            return lines.lines().toList();
        }
    }
}
