// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Converter;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Getter;
import dev.forager.ottl.LongGetter;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.Pure;
import dev.forager.ottl.TimeGetter;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.function.ToLongFunction;

/** Converters that say one part of a time, at its place. */
final class TimeParts {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(
                    Year.class,
                    Month.class,
                    Day.class,
                    Weekday.class,
                    Hour.class,
                    Minute.class,
                    Second.class,
                    Nanosecond.class);

    private TimeParts() {}

    private static LongGetter part(TimeGetter time, ToLongFunction<ZonedDateTime> part) {
        return cursor -> part.applyAsLong(time.zoned(cursor));
    }

    @Pure
    @Doc("The year.")
    record Year(@Doc("The time.") TimeGetter time) implements Converter {
        @Override
        public Getter compile() {
            return part(time, it -> it.getYear());
        }
    }

    @Pure
    @Doc("The month, 1 to 12.")
    record Month(@Doc("The time.") TimeGetter time) implements Converter {
        @Override
        public Getter compile() {
            return part(time, it -> it.getMonthValue());
        }
    }

    @Pure
    @Doc("The day of the month.")
    record Day(@Doc("The time.") TimeGetter time) implements Converter {
        @Override
        public Getter compile() {
            return part(time, it -> it.getDayOfMonth());
        }
    }

    @Pure
    @Doc("The day of the week, Sunday is 0.")
    record Weekday(@Doc("The time.") TimeGetter time) implements Converter {
        @Override
        public Getter compile() {
            return part(time, it -> it.getDayOfWeek().getValue() % 7);
        }
    }

    @Pure
    @Doc("The hour, 0 to 23.")
    record Hour(@Doc("The time.") TimeGetter time) implements Converter {
        @Override
        public Getter compile() {
            return part(time, it -> it.getHour());
        }
    }

    @Pure
    @Doc("The minute, 0 to 59.")
    record Minute(@Doc("The time.") TimeGetter time) implements Converter {
        @Override
        public Getter compile() {
            return part(time, it -> it.getMinute());
        }
    }

    @Pure
    @Doc("The second, 0 to 59.")
    record Second(@Doc("The time.") TimeGetter time) implements Converter {
        @Override
        public Getter compile() {
            return part(time, it -> it.getSecond());
        }
    }

    @Pure
    @Doc("The nanoseconds of the second.")
    record Nanosecond(@Doc("The time.") TimeGetter time) implements Converter {
        @Override
        public Getter compile() {
            return part(time, it -> it.get(ChronoField.NANO_OF_SECOND));
        }
    }
}
