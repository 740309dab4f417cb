// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import java.util.List;

/**
 * What a parameter of a function accepts, by the type of its record component. An {@code enum}
 * takes the string literals that its constants spell in lower case.
 */
public enum ParameterKind {
    /** {@link Getter}: anything. */
    ANY(Getter.class, "any"),
    /** {@link StringGetter}. */
    STRING(StringGetter.class, "string"),
    /** {@link IntGetter}. */
    INT(IntGetter.class, "int"),
    /** {@link FloatGetter}. */
    FLOAT(FloatGetter.class, "float"),
    /** {@link BoolGetter}. */
    BOOL(BoolGetter.class, "bool"),
    /** {@link StringLikeGetter}. */
    STRING_LIKE(StringLikeGetter.class, "string-like"),
    /** {@link IntLikeGetter}. */
    INT_LIKE(IntLikeGetter.class, "int-like"),
    /** {@link FloatLikeGetter}. */
    FLOAT_LIKE(FloatLikeGetter.class, "float-like"),
    /** {@link BoolLikeGetter}. */
    BOOL_LIKE(BoolLikeGetter.class, "bool-like"),
    /** {@link BytesLikeGetter}. */
    BYTES_LIKE(BytesLikeGetter.class, "bytes-like"),
    /** {@link MapGetter}. */
    MAP(MapGetter.class, "map"),
    /** {@link SliceGetter}. */
    SLICE(SliceGetter.class, "list"),
    /** {@link TimeGetter}. */
    TIME(TimeGetter.class, "time"),
    /** {@link DurationGetter}. */
    DURATION(DurationGetter.class, "duration"),
    /** {@link RegexGetter}. */
    REGEX(RegexGetter.class, "regex"),
    /** {@link Target}. */
    PATH(Target.class, "path"),
    /** {@link MapTarget}. */
    MAP_PATH(MapTarget.class, "path to a map"),
    /** {@link SliceTarget}. */
    SLICE_PATH(SliceTarget.class, "path to a list"),
    /** {@code String}. */
    STRING_LITERAL(String.class, "string literal"),
    /** {@code long}. */
    INT_LITERAL(long.class, "int literal"),
    /** {@code double}. */
    FLOAT_LITERAL(double.class, "float literal"),
    /** {@code boolean}. */
    BOOL_LITERAL(boolean.class, "bool literal"),
    /** Any {@code enum}. */
    CHOICE(Enum.class, "one of a set"),
    /** {@link FunctionRef}. */
    FUNCTION(FunctionRef.class, "function name"),
    /** {@link Lambda}. */
    LAMBDA(Lambda.class, "lambda"),
    /** {@code List} of any of these. */
    LIST_OF(List.class, "list literal");

    private final Class<?> type;
    private final String label;

    ParameterKind(Class<?> type, String label) {
        this.type = type;
        this.label = label;
    }

    /** As documentation names it. */
    public String label() {
        return label;
    }

    static ParameterKind of(Class<?> type) {
        for (ParameterKind kind : values()) {
            if (kind.type == type || kind.type == boxed(type)) {
                return kind;
            }
        }
        if (type.isEnum()) {
            return CHOICE;
        }
        throw new IllegalArgumentException("no parameter can be a " + type.getName());
    }

    /** Literals that may be left out are boxed in the record. */
    private static Class<?> boxed(Class<?> type) {
        if (type == Long.class) {
            return long.class;
        }
        if (type == Double.class) {
            return double.class;
        }
        return type == Boolean.class ? boolean.class : type;
    }
}
