// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.time;

import org.jspecify.annotations.Nullable;

/** A part of a {@link TimeLayout}. */
sealed interface TimeElement {
    /** Text that stands for itself; a run of spaces stands for any run. */
    record Literal(String text) implements TimeElement {}

    /** A directive. */
    record Field(Kind kind, char directive) implements TimeElement {}

    /** Decimal places with the point before them; none for zero. */
    record Fraction(int digits, char point) implements TimeElement {}

    /** What a directive stands for. */
    enum Kind {
        YEAR("Y"),
        YEAR_OF_CENTURY("y"),
        /** Four digits or two: {@code %D} is read both ways. */
        YEAR_EITHER(""),
        MONTH("m"),
        MONTH_PADDED_WITH_SPACE("o"),
        MONTH_UNPADDED("q"),
        MONTH_SHORT("bh"),
        MONTH_LONG("B"),
        DAY("d"),
        DAY_PADDED_WITH_SPACE("e"),
        DAY_UNPADDED("g"),
        WEEKDAY_SHORT("a"),
        WEEKDAY_LONG("A"),
        HOUR("H"),
        HOUR_OF_HALF("I"),
        HOUR_OF_HALF_UNPADDED("l"),
        HALF("p"),
        HALF_LOWER("P"),
        MINUTE("M"),
        SECOND("S"),
        ZONE("Z"),
        OFFSET("z"),
        OFFSET_SECONDS("w"),
        OFFSET_HOURS("i"),
        OFFSET_COLON("j"),
        OFFSET_COLON_SECONDS("k");

        private final String directives;

        Kind(String directives) {
            this.directives = directives;
        }

        static @Nullable Kind of(char directive) {
            for (Kind kind : values()) {
                if (kind.directives.indexOf(directive) >= 0) {
                    return kind;
                }
            }
            return null;
        }
    }
}
