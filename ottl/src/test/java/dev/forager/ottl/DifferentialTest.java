// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.ottl.Differential.Case;
import dev.forager.pdata.Telemetry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.slf4j.helpers.NOPLogger;

/**
 * Generated statements and records, beside the recorded answers of the Go collector 0.161. How to
 * record them again: {@link DifferentialRecorder}.
 */
class DifferentialTest {
    private static final Functions FUNCTIONS = Functions.standard();

    /** Where this goes on and the Go collector does not, on purpose: context and statement. */
    private static final List<Pattern> MORE_THAN_UPSTREAM =
            List.of(
                    // Refused there, false here.
                    Pattern.compile(
                            "Is(Bool|Double|Int|String|Map|List)\\((nil|true|false|[A-Z_]+|\"[^\"]*\""
                                    + "|0x[0-9a-f]+|-?[0-9.]+|[\\[{].*|-?\\(.*)\\)"),
                    // A lambda where a value is asked for: fails every item there, refused here.
                    Pattern.compile("=>"),
                    // What is calculated of literals is a literal here.
                    Pattern.compile("ID\\(\\(1 \\+ 2\\)\\)"),
                    // Names that are spelled with one capital less here.
                    Pattern.compile("(source|destination)_(ip|port)="),
                    // Symbols, which exemplars have not there.
                    Pattern.compile("^exemplar .*(METRIC_DATA_TYPE|AGGREGATION|FLAG)_"),
                    // A list of strings that is no list of values there, and never equal to one.
                    Pattern.compile("\"(k|new)\": Split\\(|[!=]= (Split\\(|\\[\"b)"),
                    // A list or map as an element of a list: an error there.
                    Pattern.compile(
                            "append\\(\\S+ (\\{|Split\\(|ParseJSON\\(|log\\.attributes\\[\"(l|li|el|lx|lm|em|m)\"])"),
                    // A map put into itself: there the new entry is in it already, or all are lost.
                    Pattern.compile(
                            "set\\((\\w+\\.(attributes|metadata))\\[.*, .*\\1\\b"
                                    + "|merge_maps\\((\\S+), \\3,"),
                    // A time that is cleared: a time of the 18th century there.
                    Pattern.compile("clear\\(\\w+\\.(\\w+_)?time\\)"),
                    // A status that is cleared: stays as it is there.
                    Pattern.compile("clear\\(span\\.status\\)"),
                    // Addresses of memory there.
                    Pattern.compile("Format\\(\"%v\""),
                    // A list of what no list can hold: half of it is written there.
                    Pattern.compile("\\[\\w+\\.(\\w+_)?(time|id)]\\)$"),
                    // Lists of records or of unsigned numbers: an error there.
                    Pattern.compile(
                            "set\\(\\S+, (\\{\"k\": )?\\w+\\.(exemplars|links|events|\\w+\\.bucket_counts)}?\\)"),
                    Pattern.compile("(String|Concat)\\(.*(events|links|exemplars|data_points)\\b"),
                    // A time in a language: what stands between the fields is not read there.
                    Pattern.compile("Time\\(.*\"en\"\\)"),
                    // Further away than times go here.
                    Pattern.compile("Unix\\(9223372036854775807"),
                    // The last digit of a logarithm.
                    Pattern.compile(" Log\\(3\\)"));

    /** What fails as there, in other words. */
    private static final List<Pattern> OTHER_WORDS =
            List.of(
                    // The parsers' own.
                    Pattern.compile("Parse(JSON|XML)\\("),
                    // Of two things that are wrong another one is told.
                    Pattern.compile(
                            "datapoint\\.(positive|negative|exemplars|sum|count)|trace_state\\[0]"
                                    + "|\\{\"k\": .*\"new\": |^profile .*profile\\.attributes"),
                    // The type that is set, and the one that is there.
                    Pattern.compile(
                            "(bucket_counts|attribute_indices)|set\\(log\\.body, |data_points|\\.(events|links|sample)\\b"),
                    // The path, which there is told of some fields.
                    Pattern.compile("profile\\.(sample|period)_type|log\\.body\\[|\\[-1]"),
                    Pattern.compile("(span|trace|profile)_id\\.string, "));

    @ParameterizedTest
    @FieldSource("dev.forager.ottl.Differential#KINDS")
    void statements_doWhatTheGoCollectorDoes(String kind) throws Exception {
        List<Case> cases = Differential.cases(kind);
        List<String> answers = answers(kind + ".gz");
        assertThat(answers.getFirst())
                .as("the generator has changed: record again")
                .isEqualTo(fingerprint(cases));
        List<String> differences = new ArrayList<>();
        for (Case each : cases) {
            String theirs = answers.get(each.number() + 1);
            String ours = run(each);
            if (!isSame(each, ours, theirs)) {
                differences.add(
                        "%s %s\nours:   %s\ntheirs: %s\n"
                                .formatted(each.context(), each.statement(), ours, theirs));
            }
        }
        assertThat(differences).isEmpty();
    }

    /** Each is called well and with every kind of argument: see {@link CaseGenerator}. */
    @Test
    void everyFunctionOfLogs_isCompared() {
        assertThat(CaseGenerator.functions())
                .containsAll(
                        FUNCTIONS.all().stream()
                                .filter(each -> each.contexts().contains(OttlContext.LOG))
                                .map(FunctionInfo::name)
                                .toList());
    }

    /** Of the statements and items that answers belong to. */
    static String fingerprint(List<Case> cases) {
        List<String> texts =
                cases.stream()
                        .map(each -> each.context().label() + each.statement() + each.json())
                        .toList();
        return cases.size() + " cases " + Integer.toHexString(texts.hashCode());
    }

    private static boolean isSame(Case each, String ours, String theirs) {
        String text = each.context().label() + " " + each.statement();
        return ours.equals(theirs)
                || theirs.equals(Differential.CRASHED)
                || holds(MORE_THAN_UPSTREAM, text)
                || isInOtherWords(text, ours, theirs);
    }

    private static boolean holds(List<Pattern> patterns, String text) {
        return patterns.stream().anyMatch(it -> it.matcher(text).find());
    }

    /** Fails too, with the same outcome; what tells addresses of memory cannot be told here. */
    private static boolean isInOtherWords(String text, String ours, String theirs) {
        return fails(ours)
                && fails(theirs)
                && change(ours).equals(change(theirs))
                && (holds(OTHER_WORDS, text) || theirs.contains(Differential.SOMEWHERE));
    }

    private static boolean fails(String answer) {
        return answer.indexOf('\t') > 0;
    }

    private static String change(String answer) {
        return answer.substring(answer.indexOf('\t'));
    }

    private static String run(Case each) {
        List<OttlProblem> problems = new ArrayList<>();
        StatementSequence stopping = compile(each, ErrorMode.PROPAGATE, problems);
        if (!problems.isEmpty()) {
            return Differential.REFUSED;
        }
        Telemetry telemetry = each.item().open();
        try {
            stopping.run(telemetry);
            return each.answer("", telemetry.seal());
        } catch (EvaluationException e) {
            Telemetry fresh = each.item().open();
            try {
                compile(each, ErrorMode.SILENT, problems).run(fresh);
            } catch (EvaluationException other) {
                throw new AssertionError("not thrown in mode silent", other);
            }
            return each.answer(String.valueOf(e.getMessage()), fresh.seal());
        }
    }

    private static StatementSequence compile(
            Case each, ErrorMode mode, List<OttlProblem> problems) {
        return OttlCompiler.of(FUNCTIONS, each.signal())
                .statements(
                        List.of(Source.of(each.statement())),
                        List.of(Source.of(each.condition())),
                        each.context(),
                        new ErrorHandling(mode, NOPLogger.NOP_LOGGER, () -> 0),
                        problems);
    }

    private static List<String> answers(String name) throws IOException {
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(
                                        requireNonNull(
                                                DifferentialTest.class.getResourceAsStream(
                                                        "differential/" + name))),
                                UTF_8))) {
            return lines.lines().toList();
        }
    }
}
