// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.ottl.syntax.Node;
import dev.forager.ottl.syntax.Node.Operator;
import dev.forager.pdata.Value;

/** Compiles comparisons: those of the types that are known beforehand without boxes. */
final class Comparisons {
    private Comparisons() {}

    static Condition compile(Compilation compilation, Node.Compare node) throws CompileException {
        Getter left = compilation.value(node.left());
        Getter right = compilation.value(node.right());
        Operator operator = node.operator();
        if (left instanceof Constant a && right instanceof Constant b) {
            boolean holds = Comparison.test(operator, a.value(), b.value());
            return cursor -> holds;
        }
        if (left instanceof Constant) {
            return compile(mirrored(operator), right, left);
        }
        return compile(operator, left, right);
    }

    private static Operator mirrored(Operator operator) {
        return switch (operator) {
            case EQ, NE -> operator;
            case LT -> Operator.GT;
            case LE -> Operator.GE;
            case GE -> Operator.LE;
            case GT -> Operator.LT;
        };
    }

    private static Condition compile(Operator operator, Getter left, Getter right) {
        if (right instanceof Constant constant) {
            switch (constant.value()) {
                case null -> {
                    return nil(operator, left);
                }
                case Value.Int number when left instanceof LongGetter integers -> {
                    return integers(operator, integers, number.value());
                }
                case Value.Str text -> {
                    return text(operator, left, text);
                }
                default -> {}
            }
        }
        return cursor -> Comparison.test(operator, left.get(cursor), right.get(cursor));
    }

    private static Condition nil(Operator operator, Getter left) {
        return switch (operator) {
            case EQ, LE, GE -> cursor -> left.get(cursor) == null;
            case NE -> cursor -> left.get(cursor) != null;
            case LT, GT -> cursor -> Comparison.test(operator, left.get(cursor), null);
        };
    }

    private static Condition integers(Operator operator, LongGetter left, long right) {
        return switch (operator) {
            case EQ -> cursor -> left.getLong(cursor) == right;
            case NE -> cursor -> left.getLong(cursor) != right;
            case LT -> cursor -> left.getLong(cursor) < right;
            case LE -> cursor -> left.getLong(cursor) <= right;
            case GE -> cursor -> left.getLong(cursor) >= right;
            case GT -> cursor -> left.getLong(cursor) > right;
        };
    }

    /** By bytes: no string is made. */
    private static Condition text(Operator operator, Getter left, Value.Str right) {
        return switch (operator) {
            case EQ -> cursor -> right.equals(left.get(cursor));
            case NE -> cursor -> !right.equals(left.get(cursor));
            case LT, LE, GE, GT -> cursor -> Comparison.test(operator, left.get(cursor), right);
        };
    }
}
