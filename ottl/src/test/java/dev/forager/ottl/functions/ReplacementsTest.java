// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.OttlRunner;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.LogRecord;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplacementsTest {
    /** The attribute str is "alpha" before. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    replace_pattern(log.attributes["str"], "ph", "x")                     | alxa
                    replace_pattern(log.attributes["str"], "a", "b")                      | blphb
                    replace_pattern(log.attributes["str"], "z", "b")                      | alpha
                    replace_pattern(log.attributes["str"], "(.)l", "$1-")                 | a-pha
                    replace_pattern(log.attributes["str"], "(.)l", "$1x")                 | pha
                    replace_pattern(log.attributes["str"], "(.)l", "${1}x")               | axpha
                    replace_pattern(log.attributes["str"], "(?P<f>^.)", "<${f}$$>")       | <a$>lpha
                    replace_pattern(log.attributes["str"], "a*", "x")                     | xlxpxhx
                    replace_pattern(log.attributes["str"], "^", "$")                      | $alpha
                    replace_pattern(log.attributes["str"], "a", "$0", ToUpperCase)        | AlphA
                    replace_pattern(log.attributes["str"], "ph", "$0", Hex)               | al7068a
                    replace_pattern(log.attributes["str"], "ph", "$0", Hex, "<%s>")       | al<7068>a
                    replace_pattern(log.attributes["str"], "ph", "x", replacement_format="<%s>") | alxa
                    replace_match(log.attributes["str"], "al*", "new")                    | new
                    replace_match(log.attributes["str"], "a?p*", "new")                   | new
                    replace_match(log.attributes["str"], "al", "new")                     | alpha
                    replace_match(log.attributes["str"], "[!b]lph[a-c]", "new")           | new
                    replace_match(log.attributes["str"], "{beta,al{f,ph}a}", "new")       | new
                    replace_match(log.attributes["str"], "alph.", "new")                  | alpha
                    replace_match(log.attributes["str"], "a*", "new", ToUpperCase)        | NEW
                    replace_match(log.attributes["str"], "a*", "new", ToUpperCase, "(%s)") | (NEW)
                    replace_all_matches(log.attributes, "al*", "new")                     | new
                    replace_all_patterns(log.attributes, "value", "l.*h", "-")            | a-a
                    """)
    void replacement_standsInTheString(String statement, String expected)
            throws EvaluationException {
        LogRecord record = OttlRunner.run(statement);
        assertThat(record.attributes().getString("str", "none")).isEqualTo(expected);
    }

    @Test
    void otherTypesAndNil_stay() throws EvaluationException {
        LogRecord before = OttlRunner.run("set(log.attributes[\"yes\"], true)");
        LogRecord after =
                OttlRunner.run(
                        "replace_pattern(log.attributes[\"num\"], \"7\", \"8\")",
                        "replace_pattern(log.attributes[\"absent\"], \"7\", \"8\")",
                        "replace_match(log.attributes[\"num\"], \"*\", \"8\")",
                        "replace_all_matches(log.attributes[\"map\"], \"x*\", \"8\")",
                        "replace_all_patterns(log.attributes, \"value\", \"^7$\", \"8\")");
        assertThat(after.attributes().toMap()).isEqualTo(before.attributes().toMap());
    }

    @Test
    void keys_areRenamedInTheirPlaces() throws EvaluationException {
        LogRecord record =
                OttlRunner.run(
                        "replace_all_patterns(log.attributes, \"key\", \"^(n.m|yes)\", \"new.$1\")");
        assertThat(keys(record)).startsWith("str,new.num,dbl,new.yes,bin,list,new.nums,map");
    }

    private static String keys(LogRecord record) {
        return StreamSupport.stream(record.attributes().spliterator(), false)
                .map(KeyValue::key)
                .collect(Collectors.joining(","));
    }

    @Test
    void resultOfTheFunction_mustBeText() {
        assertThatThrownBy(
                        () ->
                                OttlRunner.run(
                                        "replace_pattern(log.attributes[\"str\"], \"a\", \"1\", Int)"))
                .hasMessageContaining("the replacement value must be a string");
    }

    @Test
    void faults_areFoundAtLoad() {
        assertThat(OttlRunner.problems("replace_pattern(log.attributes[\"str\"], \"(\", \"x\")"))
                .singleElement()
                .asString()
                .contains("is not a valid pattern");
        assertThat(OttlRunner.problems("replace_match(log.attributes[\"str\"], \"[a\", \"x\")"))
                .singleElement()
                .asString()
                .contains("is not closed");
        assertThat(
                        OttlRunner.problems(
                                "replace_all_patterns(log.attributes, \"both\", \"a\", \"x\")"))
                .singleElement()
                .asString()
                .contains("must be 'key' or 'value'");
        assertThat(
                        OttlRunner.problems(
                                "replace_pattern(log.attributes[\"str\"], \"a\", \"$0\", Nothing)"))
                .singleElement()
                .asString()
                .contains("undefined function Nothing");
    }

    /** As in the Go collector, where a format is read when something is found. */
    @Test
    void format_isReadWhenSomethingIsFound() throws EvaluationException {
        String statement =
                "replace_pattern(log.attributes[\"str\"], \"%s\", \"$0\", Hex, \"plain\")";

        OttlRunner.run(statement.formatted("z"));

        assertThatThrownBy(() -> OttlRunner.run(statement.formatted("a")))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("containing a single");
    }
}
