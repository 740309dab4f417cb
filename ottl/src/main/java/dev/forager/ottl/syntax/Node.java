// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parsed piece of OTTL: the tree that the compile step reads. Immutable.
 *
 * <p>One file, since the kinds are read together. {@code start} and {@code end} are offsets into
 * the text, for messages.
 */
public sealed interface Node {
    /** Offset of the first char. */
    int start();

    /** Offset behind the last char. */
    int end();

    /** {@code nil}. */
    record Nil(int start, int end) implements Node {}

    /** {@code "text"}, unquoted. */
    record Text(String text, int start, int end) implements Node {}

    /** An integer without a sign, or one with the sign folded in. */
    record Int(long value, int start, int end) implements Node {}

    /** A number with a decimal point. */
    record Decimal(double value, int start, int end) implements Node {}

    /** {@code true} or {@code false}. */
    record Bool(boolean value, int start, int end) implements Node {}

    /** {@code 0xC0FFEE}, as hexadecimal digits of even number. */
    record Bytes(String hex, int start, int end) implements Node {}

    /** A name in capitals: an enum, or a function of such a name. */
    record Symbol(String name, int start, int end) implements Node {}

    /** The bare name of a converter, as an argument. */
    record FunctionName(String name, int start, int end) implements Node {}

    /** {@code [a, b]}. */
    record ListOf(List<Node> values, int start, int end) implements Node {}

    /** {@code {"a": 1}}. */
    record MapOf(List<Entry> entries, int start, int end) implements Node {}

    /**
     * An entry of {@link MapOf}.
     *
     * @param key as unquoted
     * @param value anything
     */
    record Entry(String key, Node value) {}

    /** {@code (a, b) => body}; {@code "_"} is a parameter nobody asks for. */
    record Lambda(List<Field> parameters, Node body, int start, int end) implements Node {}

    /** {@code log.attributes["key"]}: names with keys. The first may be that of a context. */
    record Path(List<Field> fields, int start, int end) implements Node {
        /** The path as upstream prints it: without quotes around keys. */
        public String text() {
            StringBuilder out = new StringBuilder();
            for (Field field : fields) {
                out.append(out.isEmpty() ? "" : ".").append(field.name());
                for (Node key : field.keys()) {
                    out.append('[').append(keyText(key)).append(']');
                }
            }
            return out.toString();
        }

        private static String keyText(Node key) {
            return switch (key) {
                case Text text -> text.text();
                case Int number -> Long.toString(number.value());
                case Path path -> path.text();
                default -> "";
            };
        }
    }

    /**
     * A name within a {@link Path}, or a parameter of a {@link Lambda}.
     *
     * @param name lower case
     * @param keys what stands in brackets behind it
     * @param start offset of its first char
     * @param end offset behind its name
     */
    record Field(String name, List<Node> keys, int start, int end) {}

    /** A function with arguments; an editor if its name starts in lower case. */
    record Call(
            String name, List<Argument> arguments, List<Node> keys, int start, int end, int nameEnd)
            implements Node {
        /** True for an editor, false for a converter. */
        public boolean isEditor() {
            return Character.isLowerCase(name.charAt(0));
        }
    }

    /**
     * An argument of a {@link Call}.
     *
     * @param name null if it is known by its place
     * @param value anything
     * @param start offset of its first char
     */
    record Argument(@Nullable String name, Node value, int start) {}

    /** {@code -x}. */
    record Negate(Node operand, int start, int end) implements Node {}

    /** {@code a + b}; the operator is one of {@code + - * /}. */
    record Arithmetic(char operator, Node left, Node right, int start, int end) implements Node {}

    /** {@code a == b}. */
    record Compare(Operator operator, Node left, Node right, int start, int end) implements Node {}

    /** {@code not a}. */
    record Not(Node operand, int start, int end) implements Node {}

    /** {@code a and b and c}. */
    record And(List<Node> operands, int start, int end) implements Node {}

    /** {@code a or b or c}. */
    record Or(List<Node> operands, int start, int end) implements Node {}

    /** A comparison. */
    enum Operator {
        /** {@code ==}. */
        EQ,
        /** {@code !=}. */
        NE,
        /** {@code <}. */
        LT,
        /** {@code <=}. */
        LE,
        /** {@code >=}. */
        GE,
        /** {@code >}. */
        GT;

        static Operator of(String symbol) {
            return switch (symbol) {
                case "==" -> EQ;
                case "!=" -> NE;
                case "<" -> LT;
                case "<=" -> LE;
                case ">=" -> GE;
                default -> GT;
            };
        }
    }
}
