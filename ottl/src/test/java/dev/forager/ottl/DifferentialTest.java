// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.ottl.Differential.Case;
import dev.forager.pdata.MalformedTelemetryException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
                    Pattern.compile(
                            "\"(k|new)\": Split\\(|append\\(\\S+ (\\{|Split\\(|ParseJSON\\()"),
                    // A map put into itself: there the new entry is in it already.
                    Pattern.compile(
                            "^set\\(((\\w+)\\.(attributes|metadata))\\[\"\\w+\"\\], \\2\\.\\3\\)"),
                    // A time that is cleared: a time of the 18th century there.
                    Pattern.compile("^clear\\(\\w+\\.(\\w+_)?time\\)"),
                    // A status that is cleared: stays as it is there.
                    Pattern.compile("^clear\\(span\\.status\\)"),
                    // Addresses of memory there.
                    Pattern.compile("Format\\(\"%v\""),
                    // Lists of records or of unsigned numbers: an error there.
                    Pattern.compile(
                            "^set\\(\\S+, \\w+\\.(exemplars|links|events|\\w+\\.bucket_counts)\\)"),
                    Pattern.compile("(String|Concat)\\(.*(events|links|exemplars|data_points)\\b"));

    @ParameterizedTest
    @ValueSource(strings = {"logs", "fields"})
    void statements_doWhatTheGoCollectorDoes(String kind) throws Exception {
        List<String> answers = answers("differential-" + kind + ".txt.gz");
        List<Case> cases = Differential.cases(kind);
        assertThat(answers).hasSize(cases.size() * 2);
        // The recorder finds what is refused by the text, whatever the context.
        Set<String> refused = new HashSet<>();
        for (Case each : Differential.cases(kind)) {
            if (run(each).equals(Differential.REFUSED)) {
                refused.add(each.statement());
            }
        }
        List<String> differences = new ArrayList<>();
        for (Case each : cases) {
            assertThat(answers.get(each.number() * 2))
                    .as("the generator has changed: record again")
                    .isEqualTo(each.statement());
            if (answers.get(each.number() * 2 + 1).equals(Differential.CRASHED)) {
                continue;
            }
            String theirs = content(each, answers.get(each.number() * 2 + 1));
            String ours = run(each);
            boolean isRefused =
                    theirs.equals(Differential.REFUSED) && refused.contains(each.statement());
            if (!ours.equals(theirs) && !isRefused && !isMore(each.statement())) {
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

    private static String content(Case each, String answer) throws MalformedTelemetryException {
        return switch (answer) {
            case Differential.REFUSED -> answer;
            case Differential.SAME -> Differential.content(each.telemetry().seal());
            default ->
                    Differential.content(
                            Differential.parse(each.telemetry().signal(), answer).seal());
        };
    }

    private static String run(Case each) throws Exception {
        List<OttlProblem> problems = new ArrayList<>();
        StatementSequence compiled =
                OttlCompiler.of(Functions.standard(), each.telemetry().signal())
                        .statements(
                                List.of(Source.of(each.statement())),
                                List.of(),
                                each.context(),
                                ERRORS,
                                problems);
        if (!problems.isEmpty()) {
            return Differential.REFUSED;
        }
        compiled.run(each.telemetry());
        return Differential.content(each.telemetry().seal());
    }

    private static List<String> answers(String resource) throws IOException {
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(
                                        requireNonNull(
                                                DifferentialTest.class.getResourceAsStream(
                                                        resource))),
                                UTF_8))) {
            return lines.lines().toList();
        }
    }
}
