// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Signal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.helpers.NOPLogger;

class OttlCompilerTest {
    private static final ErrorHandling ERRORS =
            new ErrorHandling(ErrorMode.IGNORE, NOPLogger.NOP_LOGGER, () -> 0);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    st(log.attributes["a"], 1)                    | undefined function "st", did you mean "set"?
                    set(log.atributes["a"], 1)                    | segment "atributes" from path "log.atributes[a]" is not a valid path
                    set(log.atributes["a"], 1)                    | did you mean "attributes"?
                    set(log.severity_text["k"], "x")              | the keys indexing "severity_text" were not used by the context
                    set(log.severity_text.x, "x")                 | the path section "x" was not used by the context
                    set(galaxy.attributes["a"], 1)                | context "galaxy" inferred from the statements and conditions is not a supported context
                    set(log.attributes["a"], valu=1)              | no such parameter: valu
                    set(target=log.attributes["a"], 1)            | unnamed argument used after named argument
                    set(log.attributes["a"])                      | incorrect number of arguments. Expected: 2 Received: 1
                    set(1, 2)                                     | unable to infer context
                    set(log.severity_number, SEVERITY_NUMBER_ERRO) | did you mean "SEVERITY_NUMBER_ERROR"?
                    set(log.body, "x") where IsMatch(log.body, "(") | IsMatch
                    limit(log.attributes, -1, [])                 | cannot be negative
                    merge_maps(log.attributes, log.cache, "replace") | invalid value for strategy, replace, must be 'insert' or 'update' or 'upsert'
                    set(log.attributes["a"], Int("x"))            | strconv.ParseInt: parsing "x": invalid syntax
                    set(log.attributes["a"], Substring(1, 0, 1))  | expected string but got int64
                    set(log.attributes["a"], attributes["b"])     | missing context name for path "attributes[b]", possibly valid options are: "log.attributes[b]"
                    set(log.attributes["a"], span.name)           | context "span" from path "span.name" is not valid, it must be replaced by one of: "log"
                    set(log.attributes["a"], IsRootSpan())        | inferred context "log" does not support the function "IsRootSpan"
                    set(log.attributes["a"], Any(log.body, (a) => true)) | lambda should be defined with exactly 2 formal(s), but has 1
                    """)
    void problem_isFoundWithUpstreamsPhrase(String statement, String message) {
        assertThat(OttlRunner.problems(statement)).singleElement().asString().contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Len(UUID(1))", "UnixNano(Now(\"x\", nil))"})
    void functionWithoutParameters_ignoresWhatItIsGiven(String expression) {
        assertThat(OttlRunner.problems("set(log.attributes[\"a\"], " + expression + ")")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"IsString(1+2)", "Split(\"a\", 1.0*2)", "Hour(-(1+2))"})
    void calculation_isNoLiteral_soThatItsTypeFailsTheItemAlone(String expression) {
        assertThat(OttlRunner.problems("set(log.attributes[\"a\"], " + expression + ")")).isEmpty();
    }

    @Test
    void problems_ofAllTextsAndArgumentsAreReportedAtOnceWithTheirPlaces() {
        List<OttlProblem> problems = new ArrayList<>();
        OttlCompiler.of(Functions.standard(), Signal.LOGS)
                .statements(
                        List.of(
                                new Source(
                                        "set(log.bdy, Substring(log.x, 0, \"a\")) where",
                                        new Source.Place("c.yaml", 7, 11)),
                                new Source(
                                        "set(log.bdy, Concat([log.nam], 1))",
                                        new Source.Place("c.yaml", 8, 11)),
                                new Source("set(log.body, 1)", null)),
                        List.of(new Source("log.attributes[", null)),
                        null,
                        ERRORS,
                        problems);
        assertThat(problems).hasSize(5);
        assertThat(problems.get(0).message())
                .contains("statement has invalid syntax: 1:45: unexpected token \"<EOF>\"");
        assertThat(problems.get(1).message()).contains("condition has invalid syntax: 1:16: ");
        assertThat(problems.get(2).message())
                .contains("segment \"bdy\"")
                .endsWith("did you mean \"body\"?");
        assertThat(problems.get(3).toString())
                .contains("segment \"nam\"")
                .contains("(c.yaml:8:36)")
                .endsWith("set(log.bdy, Concat([log.nam], 1))\n" + " ".repeat(4 + 25) + "^");
        assertThat(problems.get(4).message()).contains("expected string but got int64");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    set(resource.attributes["a"], 1)                           | LOGS    | RESOURCE
                    set(scope.name, resource.attributes["a"])                  | LOGS    | SCOPE
                    set(log.body, resource.attributes["a"])                    | LOGS    | LOG
                    set(span.name, "x") where spanevent.name == "y"            | TRACES  | SPAN_EVENT
                    set(resource.attributes["a"], 1) where IsRootSpan()        | TRACES  | SPAN
                    set(metric.name, "x") where datapoint.flags == FLAG_NONE   | METRICS | DATA_POINT
                    set(profile.period, 1)                                     | PROFILES | PROFILE
                    """)
    void context_isInferredFromPathsFunctionsAndEnums(
            String statement, Signal signal, OttlContext expected) {
        List<OttlProblem> problems = new ArrayList<>();
        StatementSequence sequence =
                OttlCompiler.of(Functions.standard(), signal)
                        .statements(
                                List.of(Source.of(statement)), List.of(), null, ERRORS, problems);
        assertThat(problems).isEmpty();
        assertThat(sequence.context()).isEqualTo(expected);
    }

    @Test
    void function_knowsItsDeclaration() {
        FunctionInfo limit = requireNonNull(Functions.standard().get("limit"));
        assertThat(limit.signature()).isEqualTo("limit(target, limit, priority_keys)");
        assertThat(limit.parameters())
                .extracting(ParameterInfo::accepts)
                .containsExactly("path to a map", "int literal", "list of string literal");
        assertThat(Functions.standard().all())
                .allSatisfy(
                        function -> {
                            assertThat(function.doc()).as(function.name()).endsWith(".");
                            assertThat(function.parameters())
                                    .allSatisfy(p -> assertThat(p.doc()).endsWith("."));
                        });
    }
}
