// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "set(attributes[\"a\"], 1)",
                "set(log.attributes[\"a\"][0][\"b\"], nil) where log.body != nil",
                "set ( x , - 1.5e3 + 2 * ( y - 3 ) ) where not ( a == 1 or b < 2 ) and IsMatch ( c , \"x\" )",
                "limit(log.attributes, 3, [\"str\", \"yes\"])",
                "set(x, ParseJSON(log.body)[\"a\"][1])",
                "set(x, {\"a\": [1, 2.], \"b\": {\"c\": nil,},})",
                "replace_pattern(x, \"a\", \"b\", function=SHA256, format = \"x\")",
                "set(x, Concat(values=[\"a\"], delimiter=\"\"))",
                "set(x, Filter(y, (k, _) => k == \"a\" or true))",
                "set(x, When(() => true, 1, 2))",
                "set(x, 0xC0FFEE)",
                "set(x, y[(1 + 1)][z - 1][Len(q)])",
                "noop() where true",
                "set(x, (1)) where (((y))) == ((2))",
            })
    void statement_ofTheGrammarIsAccepted(String text) throws SyntaxException {
        assertThat(Parser.statement(text).editor().isEditor()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    set(x, )                       | 7  | unexpected token ")" (expected Value)
                    set(x, 1                       | 8  | unexpected token "<EOF>" (expected ")")
                    set(x, 1) where                | 15 | unexpected token "<EOF>" (expected Value)
                    set(x, 1) where y              | 17 | unexpected token "<EOF>" (expected <opcomparison> Value)
                    set(x, 1) where not not y == 1 | 20 | unexpected token "not" (expected Value)
                    set(x, 1) when y == 1          | 10 | unexpected token "when" (expected "where" BooleanExpression)
                    set(x, 1) where a == b == c    | 23 | unexpected token "==" (expected "where" BooleanExpression)
                    set(x, $y)                     | 7  | invalid input text "$y)"
                    set(x, "a" + 1)                | 11 | unexpected token "+" (expected a number, path, converter or "(")
                    set(x, a == b)                 | 9  | unexpected token "==" (expected ")")
                    Concat(x)                      | 0  | editor names must start with a lowercase letter but got 'Concat'
                    set(x, limit(y))               | 7  | converter names must start with an uppercase letter but got 'limit'
                    set(x, 0xABC)                  | 7  | byte literals must have an even number of hexadecimal digits, but got 0xABC
                    """)
    void statement_brokenSaysWhereAndWhatWasExpected(String text, int offset, String message) {
        assertThatThrownBy(() -> Parser.statement(text))
                .isInstanceOfSatisfying(
                        SyntaxException.class,
                        e -> {
                            assertThat(e.offset()).isEqualTo(offset);
                            assertThat(e).hasMessage(message);
                        });
    }

    @Test
    void precedence_bindsMathBeforeComparisonBeforeNotBeforeAndBeforeOr() throws SyntaxException {
        Node node = Parser.condition("not 1 + 2 * 3 == x and A() or b != -y");
        assertThat(node)
                .isInstanceOfSatisfying(
                        Node.Or.class,
                        or ->
                                assertThat(or.operands().getFirst())
                                        .isInstanceOfSatisfying(
                                                Node.And.class,
                                                and ->
                                                        assertThat(and.operands().getFirst())
                                                                .isInstanceOf(Node.Not.class)));
    }

    @Test
    void strings_areUnquotedAsGoDoes() throws SyntaxException {
        assertThat(Parser.value("\"a\\n\\t\\\\\\\"\\x41\\u00e4\\101\""))
                .isInstanceOfSatisfying(
                        Node.Text.class,
                        text -> assertThat(text.text()).isEqualTo("a\n\t\\\"A\u00e4A"));
        assertThatThrownBy(() -> Parser.value("\"\\d\"")).hasMessageContaining("invalid quoted");
    }

    @Test
    void nesting_isLimitedAndCostsLinearTime() throws SyntaxException {
        String deep = "(".repeat(90) + "x == 1" + ")".repeat(90);
        assertThat(Parser.condition(deep)).isInstanceOf(Node.Compare.class);
        String deeper = "(".repeat(100_000) + "x == 1" + ")".repeat(100_000);
        assertThatThrownBy(() -> Parser.condition(deeper)).hasMessageContaining("nested deeper");
    }
}
