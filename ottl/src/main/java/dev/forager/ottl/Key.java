// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.Value;
import org.jspecify.annotations.Nullable;

/**
 * What stands in brackets behind a path: a literal, or an expression that is evaluated for each
 * item.
 *
 * @param getter the expression
 * @param literal null if it is none
 */
public record Key(Getter getter, @Nullable Value literal) {
    /** The key of a map: UTF-8 bytes. */
    public Value.Str text(Cursor cursor) throws EvaluationException {
        if (literal instanceof Value.Str text) {
            return text;
        }
        if (literal != null) {
            throw new EvaluationException(
                    "unable to resolve a string index in map: invalid key type");
        }
        Object value = getter.get(cursor);
        if (value instanceof Value.Str text) {
            return text;
        }
        throw new EvaluationException(
                "unable to resolve a string index in map: could not resolve key for map/slice,"
                        + " expecting 'string' but got '%s'".formatted(OttlValues.goType(value)));
    }

    /** The index into a list, not yet compared with its length. */
    public long index(Cursor cursor) throws EvaluationException {
        if (literal instanceof Value.Int number) {
            return number.value();
        }
        if (literal != null) {
            throw new EvaluationException(
                    "unable to resolve an integer index in slice: invalid key type");
        }
        Object value = getter.get(cursor);
        if (value instanceof Value.Int number) {
            return number.value();
        }
        throw new EvaluationException(
                "unable to resolve an integer index in slice: could not resolve key for map/slice,"
                        + " expecting 'int64' but got '%s'".formatted(OttlValues.goType(value)));
    }

    /** Whichever of both it is. */
    Value either(Cursor cursor) throws EvaluationException {
        Object value = literal != null ? literal : getter.get(cursor);
        if (value instanceof Value.Str || value instanceof Value.Int) {
            return (Value) value;
        }
        throw new EvaluationException(
                "key expression must evaluate to string or int, got " + OttlValues.typeName(value));
    }
}
