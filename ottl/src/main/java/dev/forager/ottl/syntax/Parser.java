// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses OTTL by recursive descent, one pass and no backtracking, so that the cost is linear in the
 * text. A parenthesis may hold a boolean expression or a value: it is read as either, and what does
 * not fit its surroundings is refused there.
 *
 * <p>Accepts all that the reference grammar does, and a few harmless forms more ({@code list[1 +
 * 1]}).
 *
 * <p>Longer than most files: one short method for each rule of the grammar, read beside it.
 */
public final class Parser {
    /** Parentheses, arguments and lists within each other; more is refused (chosen). */
    private static final int MAX_DEPTH = 100;

    /** Chosen: a chain of operators is a tree as deep as it is long. */
    private static final int MAX_OPERATORS = 1000;

    private final Tokens tokens;
    private int depth;
    private int operators;

    private Parser(String text) throws SyntaxException {
        tokens = new Tokens(text);
    }

    /**
     * A statement.
     *
     * @param editor what it does
     * @param where when it does; null for always
     */
    public record Statement(Node.Call editor, @Nullable Node where) {}

    /** Parses {@code editor(...) [where condition]}. */
    public static Statement statement(String text) throws SyntaxException {
        Parser parser = new Parser(text);
        if (!parser.tokens.at(TokenKind.LOWERCASE) && !parser.tokens.at(TokenKind.UPPERCASE)) {
            throw parser.tokens.unexpected("Editor | Converter");
        }
        Node.Call call = parser.call();
        Node where = null;
        if (parser.tokens.at(TokenKind.LOWERCASE, "where")) {
            parser.tokens.next();
            where = parser.bool(parser.or());
        }
        parser.end("\"where\" BooleanExpression");
        if (!call.isEditor()) {
            throw SyntaxException.rule(
                    "editor names must start with a lowercase letter but got '%s'"
                            .formatted(call.name()),
                    call.start());
        }
        return new Statement(call, where);
    }

    /** Parses a boolean expression. */
    public static Node condition(String text) throws SyntaxException {
        Parser parser = new Parser(text);
        Node node = parser.bool(parser.or());
        parser.end("\"and\" | \"or\"");
        return node;
    }

    /** Parses an expression that is worth a value. */
    public static Node value(String text) throws SyntaxException {
        Parser parser = new Parser(text);
        Node node = parser.value();
        parser.end("an operator");
        return node;
    }

    private void end(String otherwise) throws SyntaxException {
        if (!tokens.at(TokenKind.END)) {
            throw tokens.unexpected(otherwise);
        }
    }

    private Node or() throws SyntaxException {
        Node first = and();
        if (!tokens.at(TokenKind.OR)) {
            return first;
        }
        List<Node> operands = new ArrayList<>(List.of(bool(first)));
        while (tokens.skip(TokenKind.OR)) {
            operands.add(bool(and()));
        }
        return new Node.Or(List.copyOf(operands), first.start(), tokens.lastEnd());
    }

    private Node and() throws SyntaxException {
        Node first = not();
        if (!tokens.at(TokenKind.AND)) {
            return first;
        }
        List<Node> operands = new ArrayList<>(List.of(bool(first)));
        while (tokens.skip(TokenKind.AND)) {
            operands.add(bool(not()));
        }
        return new Node.And(List.copyOf(operands), first.start(), tokens.lastEnd());
    }

    private Node not() throws SyntaxException {
        if (!tokens.at(TokenKind.NOT)) {
            return comparison();
        }
        int start = tokens.next().start();
        Node operand = bool(comparison());
        return new Node.Not(operand, start, operand.end());
    }

    private Node comparison() throws SyntaxException {
        Node left = sum();
        if (!tokens.at(TokenKind.COMPARISON)) {
            return left;
        }
        checkValue(left);
        Node.Operator operator = Node.Operator.of(tokens.next().text());
        Node right = value();
        return new Node.Compare(operator, left, right, left.start(), right.end());
    }

    private Node value() throws SyntaxException {
        Node node = sum();
        checkValue(node);
        return node;
    }

    /** A boolean expression within parentheses is no value. */
    private void checkValue(Node node) throws SyntaxException {
        if (node instanceof Node.Compare
                || node instanceof Node.Not
                || node instanceof Node.And
                || node instanceof Node.Or) {
            throw tokens.unexpected("\"and\" | \"or\"");
        }
    }

    /** A value alone is no condition: the comparison is missing behind it. */
    private Node bool(Node node) throws SyntaxException {
        return switch (node) {
            case Node.Compare _, Node.Not _, Node.And _, Node.Or _, Node.Bool _ -> node;
            case Node.Call call when !call.isEditor() -> node;
            default -> throw tokens.unexpected("<opcomparison> Value");
        };
    }

    private Node sum() throws SyntaxException {
        Node left = product();
        while (tokens.at(TokenKind.PLUS_MINUS)) {
            left = math(left, true);
        }
        return left;
    }

    private Node product() throws SyntaxException {
        Node left = signed();
        while (tokens.at(TokenKind.TIMES_DIVIDE)) {
            left = math(left, false);
        }
        return left;
    }

    private Node math(Node left, boolean sum) throws SyntaxException {
        checkOperand(left);
        if (++operators > MAX_OPERATORS) {
            throw SyntaxException.grammar(
                    "more than %d operators (expected: at most %1$d in a text)"
                            .formatted(MAX_OPERATORS),
                    tokens.peek().start());
        }
        char operator = tokens.next().text().charAt(0);
        Node right = sum ? product() : signed();
        checkOperand(right);
        return new Node.Arithmetic(operator, left, right, left.start(), right.end());
    }

    private Node signed() throws SyntaxException {
        if (!tokens.at(TokenKind.PLUS_MINUS)) {
            return primary();
        }
        Token sign = tokens.next();
        Node operand = primary();
        checkOperand(operand);
        if (sign.text().equals("+")) {
            return operand;
        }
        return switch (operand) {
            case Node.Int number -> new Node.Int(-number.value(), sign.start(), number.end());
            case Node.Decimal number ->
                    new Node.Decimal(-number.value(), sign.start(), number.end());
            default -> new Node.Negate(operand, sign.start(), operand.end());
        };
    }

    private void checkOperand(Node node) throws SyntaxException {
        switch (node) {
            case Node.Call _, Node.Decimal _, Node.Int _, Node.Path _ -> {}
            case Node.Arithmetic _, Node.Negate _ -> {}
            default -> throw tokens.unexpected("a number, path, converter or \"(\"");
        }
    }

    private Node primary() throws SyntaxException {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NIL -> new Node.Nil(token.start(), tokens.next().end());
            case BYTES -> bytes(tokens.next());
            case FLOAT -> floating(tokens.next());
            case INT -> integer(tokens.next());
            case STRING -> string(tokens.next());
            case BOOLEAN ->
                    new Node.Bool(token.text().equals("true"), token.start(), tokens.next().end());
            case LEFT_PAREN -> isLambda() ? lambda() : parenthesis();
            case LEFT_BRACKET -> list();
            case LEFT_BRACE -> map();
            case UPPERCASE -> nameOrConverter();
            case LOWERCASE -> pathOrEditor();
            default -> throw tokens.unexpected("Value");
        };
    }

    private static Node bytes(Token token) throws SyntaxException {
        String hex = token.text().substring(2);
        if (hex.length() % 2 != 0) {
            throw SyntaxException.grammar(
                    "byte literals must have an even number of hexadecimal digits, but got "
                            + token.text(),
                    token.start());
        }
        return new Node.Bytes(hex, token.start(), token.end());
    }

    private static Node floating(Token token) {
        return new Node.Decimal(Double.parseDouble(token.text()), token.start(), token.end());
    }

    /** As Go reads a number of unknown base: a zero in front makes it octal. */
    private static Node integer(Token token) throws SyntaxException {
        String digits = token.text();
        int radix = digits.length() > 1 && digits.startsWith("0") ? 8 : 10;
        if (radix == 8 && digits.chars().anyMatch(c -> c > '7')) {
            throw SyntaxException.grammar(
                    "%s begins with 0, so it must be octal".formatted(digits), token.start());
        }
        try {
            return new Node.Int(Long.parseLong(digits, radix), token.start(), token.end());
        } catch (NumberFormatException e) {
            throw SyntaxException.grammar(
                    "%s does not fit into 64 bits".formatted(digits), token.start());
        }
    }

    private static Node.Text string(Token token) throws SyntaxException {
        String text = Quoting.unquote(token.text());
        if (text == null) {
            throw SyntaxException.grammar(
                    "invalid quoted string %s: invalid syntax".formatted(token.text()),
                    token.start());
        }
        return new Node.Text(text, token.start(), token.end());
    }

    private Node parenthesis() throws SyntaxException {
        enter();
        tokens.next();
        Node inner = or();
        tokens.expect(TokenKind.RIGHT_PAREN);
        depth--;
        return inner;
    }

    private void enter() throws SyntaxException {
        if (++depth > MAX_DEPTH) {
            throw SyntaxException.grammar(
                    "nested deeper than %d (expected: at most %1$d)".formatted(MAX_DEPTH),
                    tokens.peek().start());
        }
    }

    /** Looks ahead for {@code ( names ) =>}. */
    private boolean isLambda() {
        int ahead = 1;
        while (tokens.peek(ahead).is(TokenKind.LOWERCASE)
                || tokens.peek(ahead).is(TokenKind.UNDERSCORE)) {
            ahead++;
            if (!tokens.peek(ahead).is(TokenKind.COMMA)) {
                break;
            }
            ahead++;
        }
        return tokens.peek(ahead).is(TokenKind.RIGHT_PAREN)
                && tokens.peek(ahead + 1).is(TokenKind.ARROW);
    }

    private Node lambda() throws SyntaxException {
        enter();
        int start = tokens.next().start();
        List<Node.Field> parameters = new ArrayList<>();
        while (!tokens.at(TokenKind.RIGHT_PAREN)) {
            Token name = tokens.next();
            parameters.add(new Node.Field(name.text(), List.of(), name.start(), name.end()));
            tokens.skip(TokenKind.COMMA);
        }
        tokens.next();
        tokens.expect(TokenKind.ARROW);
        Node body = or();
        if (body instanceof Node.Lambda) {
            throw SyntaxException.rule(
                    "lambda body cannot result into another lambda expression", body.start());
        }
        depth--;
        return new Node.Lambda(List.copyOf(parameters), body, start, body.end());
    }

    private Node list() throws SyntaxException {
        enter();
        int start = tokens.next().start();
        List<Node> values = new ArrayList<>();
        if (!tokens.at(TokenKind.RIGHT_BRACKET)) {
            do {
                values.add(value());
            } while (tokens.skip(TokenKind.COMMA));
        }
        int end = tokens.expect(TokenKind.RIGHT_BRACKET).end();
        depth--;
        return new Node.ListOf(List.copyOf(values), start, end);
    }

    private Node map() throws SyntaxException {
        enter();
        int start = tokens.next().start();
        List<Node.Entry> entries = new ArrayList<>();
        while (!tokens.at(TokenKind.RIGHT_BRACE)) {
            String key = string(tokens.expect(TokenKind.STRING)).text();
            tokens.expect(TokenKind.COLON);
            entries.add(new Node.Entry(key, value()));
            tokens.skip(TokenKind.COMMA);
        }
        int end = tokens.next().end();
        depth--;
        return new Node.MapOf(List.copyOf(entries), start, end);
    }

    private Node nameOrConverter() throws SyntaxException {
        int words = wordsAhead();
        if (tokens.peek(words).is(TokenKind.LEFT_PAREN)) {
            return call();
        }
        int start = tokens.peek().start();
        String name = name(words);
        return words == 1
                ? new Node.Symbol(name, start, tokens.lastEnd())
                : new Node.FunctionName(name, start, tokens.lastEnd());
    }

    private Node pathOrEditor() throws SyntaxException {
        if (!tokens.peek(wordsAhead()).is(TokenKind.LEFT_PAREN)) {
            return path();
        }
        Node.Call call = call();
        throw SyntaxException.rule(
                "converter names must start with an uppercase letter but got '%s'"
                        .formatted(call.name()),
                call.start());
    }

    /** How many tokens a name has that begins here. */
    private int wordsAhead() {
        int words = 1;
        while (tokens.peek(words).is(TokenKind.UPPERCASE)
                || tokens.peek(words).is(TokenKind.LOWERCASE)) {
            words++;
        }
        return words;
    }

    private String name(int words) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < words; i++) {
            name.append(tokens.next().text());
        }
        return name.toString();
    }

    private Node.Call call() throws SyntaxException {
        enter();
        int start = tokens.peek().start();
        String name = name(wordsAhead());
        int nameEnd = tokens.lastEnd();
        tokens.expect(TokenKind.LEFT_PAREN);
        List<Node.Argument> arguments = new ArrayList<>();
        if (!tokens.at(TokenKind.RIGHT_PAREN)) {
            do {
                arguments.add(argument());
            } while (tokens.skip(TokenKind.COMMA));
        }
        tokens.expect(TokenKind.RIGHT_PAREN);
        List<Node> keys = keys();
        depth--;
        Node.Call call =
                new Node.Call(name, List.copyOf(arguments), keys, start, tokens.lastEnd(), nameEnd);
        if (call.isEditor() && !keys.isEmpty()) {
            throw SyntaxException.rule(
                    "only paths and converters may be indexed, not editors, but got " + name + "[]",
                    start);
        }
        return call;
    }

    private Node.Argument argument() throws SyntaxException {
        int start = tokens.peek().start();
        String name = null;
        if (tokens.at(TokenKind.LOWERCASE)) {
            int words = wordsAhead();
            if (tokens.peek(words).is(TokenKind.EQUAL)) {
                name = name(words);
                tokens.next();
            }
        }
        return new Node.Argument(name, value(), start);
    }

    private List<Node> keys() throws SyntaxException {
        List<Node> keys = new ArrayList<>();
        while (tokens.at(TokenKind.LEFT_BRACKET)) {
            enter();
            tokens.next();
            keys.add(key());
            tokens.expect(TokenKind.RIGHT_BRACKET);
            depth--;
        }
        return List.copyOf(keys);
    }

    private Node key() throws SyntaxException {
        Node key = sum();
        return switch (key) {
            case Node.Text _, Node.Int _, Node.Decimal _, Node.Path _, Node.Call _ -> key;
            case Node.Arithmetic _, Node.Negate _ -> key;
            default -> throw tokens.unexpected("<string> | <int> | a path, converter or number");
        };
    }

    private Node.Path path() throws SyntaxException {
        int start = tokens.peek().start();
        List<Node.Field> fields = new ArrayList<>();
        do {
            Token name = tokens.expect(TokenKind.LOWERCASE);
            fields.add(new Node.Field(name.text(), keys(), name.start(), name.end()));
        } while (tokens.skip(TokenKind.DOT));
        return new Node.Path(List.copyOf(fields), start, tokens.lastEnd());
    }
}
