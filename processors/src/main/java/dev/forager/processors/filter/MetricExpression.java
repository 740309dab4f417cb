// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.forager.pdata.Value;
import dev.forager.processors.filter.MetricTerm.Literal;
import dev.forager.processors.filter.MetricTerm.Point;
import dev.forager.processors.filter.MetricTerm.Question;
import dev.forager.processors.filter.MetricTerm.Reading;
import dev.forager.processors.filter.MetricTerm.Test;
import dev.forager.processors.filter.MetricTerm.Text;
import dev.forager.processors.filter.MetricTerm.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Compiles the expressions of {@code match_type: expr}: the part of the language expr that makes
 * sense of a metric. There are {@code MetricName}, {@code MetricType}, {@code HasLabel("key")},
 * {@code Label("key")}, texts and lists of texts, comparisons, {@code in}, {@code matches}, {@code
 * contains}, {@code startsWith}, {@code endsWith}, {@code and}, {@code or}, {@code not} (also as
 * {@code &&}, {@code ||}, {@code !}) and parentheses; what else the language has is refused. Used
 * once for each expression.
 *
 * @see <a href="https://expr-lang.org/docs/language-definition">expr</a>
 */
final class MetricExpression {
    private static final Set<String> COMPARISONS =
            Set.of(
                    "==",
                    "!=",
                    "<",
                    "<=",
                    ">",
                    ">=",
                    "in",
                    "matches",
                    "contains",
                    "startsWith",
                    "endsWith");
    private static final int MAX_DEPTH = 100;

    private final String text;
    private final List<String> tokens;
    private int at;
    private int depth;

    private MetricExpression(String text) {
        this.text = text;
        this.tokens = MetricTokens.of(text);
    }

    /**
     * The test that an expression stands for.
     *
     * @throws IllegalArgumentException if it is none, or uses what is not supported
     */
    static Question compile(String text) {
        var expression = new MetricExpression(text);
        Question question = expression.test(expression.either());
        if (!expression.peek().isEmpty()) {
            throw expression.wrong("unexpected %s".formatted(expression.peek()));
        }
        return question;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(
                ("expression %s: %s (expected: MetricName, MetricType, HasLabel, Label, texts, lists,"
                                + " comparisons, in, matches, contains, startsWith, endsWith, and, or,"
                                + " not)")
                        .formatted(text, what));
    }

    /** The next token; empty at the end. */
    private String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private boolean skip(String... words) {
        for (String word : words) {
            if (peek().equals(word)) {
                at++;
                return true;
            }
        }
        return false;
    }

    private void expect(String word) {
        if (!skip(word)) {
            throw wrong("%s is missing".formatted(word));
        }
    }

    private Question test(MetricTerm term) {
        if (term instanceof Test(Question question)) {
            return question;
        }
        throw wrong("a text is no condition");
    }

    private Reading reading(MetricTerm term) {
        return switch (term) {
            case Text(Reading reading) -> reading;
            case Literal(String literal) -> _ -> literal;
            case Test _, Texts _ -> throw wrong("only texts can be compared");
        };
    }

    private MetricTerm either() {
        MetricTerm left = both();
        while (skip("or", "||")) {
            Question first = test(left);
            Question second = test(both());
            left = new Test(point -> first.holds(point) || second.holds(point));
        }
        return left;
    }

    private MetricTerm both() {
        MetricTerm left = comparison();
        while (skip("and", "&&")) {
            Question first = test(left);
            Question second = test(comparison());
            left = new Test(point -> first.holds(point) && second.holds(point));
        }
        return left;
    }

    private MetricTerm comparison() {
        MetricTerm left = unary();
        boolean isNegated = peek().equals("not") && skip("not");
        String operator = peek();
        if (!COMPARISONS.contains(operator)) {
            if (isNegated) {
                throw wrong("not stands before in, matches, contains, startsWith or endsWith");
            }
            return left;
        }
        at++;
        Question compared = compared(operator, left, unary());
        return new Test(isNegated ? point -> !compared.holds(point) : compared);
    }

    private Question compared(String operator, MetricTerm left, MetricTerm right) {
        if (operator.equals("in")) {
            Reading element = reading(left);
            if (right instanceof Texts(List<String> texts)) {
                return point -> texts.contains(element.of(point));
            }
            throw wrong("in stands before a list");
        }
        if (left instanceof Test(Question first) && right instanceof Test(Question second)) {
            return switch (operator) {
                case "==" -> point -> first.holds(point) == second.holds(point);
                case "!=" -> point -> first.holds(point) != second.holds(point);
                default -> throw wrong("conditions are equal or not");
            };
        }
        if (operator.equals("matches")) {
            return matches(reading(left), right);
        }
        return compared(operator, reading(left), reading(right));
    }

    private Question matches(Reading subject, MetricTerm right) {
        if (!(right instanceof Literal(String expression))) {
            throw wrong("matches stands before a text");
        }
        try {
            Pattern pattern = Pattern.compile(expression);
            return point -> pattern.matcher(subject.of(point)).find();
        } catch (PatternSyntaxException e) {
            throw wrong(
                    "error parsing regexp: %s: `%s`".formatted(e.getDescription(), e.getPattern()));
        }
    }

    private Question compared(String operator, Reading left, Reading right) {
        return switch (operator) {
            case "==" -> point -> left.of(point).equals(right.of(point));
            case "!=" -> point -> !left.of(point).equals(right.of(point));
            case "<" -> point -> order(left, right, point) < 0;
            case "<=" -> point -> order(left, right, point) <= 0;
            case ">" -> point -> order(left, right, point) > 0;
            case ">=" -> point -> order(left, right, point) >= 0;
            case "contains" -> point -> left.of(point).contains(right.of(point));
            case "startsWith" -> point -> left.of(point).startsWith(right.of(point));
            case "endsWith" -> point -> left.of(point).endsWith(right.of(point));
            default -> throw wrong("unexpected " + operator);
        };
    }

    /** By bytes, as Go compares. */
    private static int order(Reading left, Reading right, Point point) {
        return Value.Str.of(left.of(point)).compareTo(Value.Str.of(right.of(point)));
    }

    private MetricTerm unary() {
        if (++depth > MAX_DEPTH) {
            throw wrong("nests too deep");
        }
        MetricTerm term;
        if (skip("not", "!")) {
            Question inner = test(unary());
            term = new Test(point -> !inner.holds(point));
        } else if (skip("(")) {
            term = either();
            expect(")");
        } else if (skip("[")) {
            term = list();
        } else {
            term = primary();
        }
        depth--;
        return term;
    }

    private Texts list() {
        List<String> texts = new ArrayList<>();
        while (!skip("]")) {
            texts.add(literal());
            if (!peek().equals("]")) {
                expect(",");
            }
        }
        return new Texts(texts);
    }

    private String literal() {
        String token = peek();
        if (!token.startsWith(MetricTokens.TEXT)) {
            throw wrong(token.isEmpty() ? "something is missing" : "unexpected " + token);
        }
        at++;
        return token.substring(MetricTokens.TEXT.length());
    }

    private String argument() {
        expect("(");
        String key = literal();
        expect(")");
        return key;
    }

    private MetricTerm primary() {
        if (skip("true")) {
            return new Test(_ -> true);
        }
        if (skip("false")) {
            return new Test(_ -> false);
        }
        if (skip("MetricName")) {
            return new Text(Point::name);
        }
        if (skip("MetricType")) {
            return new Text(Point::type);
        }
        if (skip("HasLabel")) {
            String key = argument();
            return new Test(point -> point.attributes().contains(key));
        }
        if (skip("Label")) {
            String key = argument();
            return new Text(point -> point.attributes().getString(key, ""));
        }
        return new Literal(literal());
    }
}
