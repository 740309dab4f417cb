// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Converter;
import dev.forager.ottl.Doc;
import dev.forager.ottl.DurationGetter;
import dev.forager.ottl.Getter;
import dev.forager.ottl.LongGetter;
import dev.forager.ottl.Named;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.OttlValues;
import dev.forager.ottl.Pure;
import dev.forager.ottl.StringGetter;
import dev.forager.ottl.time.GoDurations;
import dev.forager.pdata.Value;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Converters from and to durations. */
final class Durations {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(
                    ParsedDuration.class,
                    Hours.class,
                    Minutes.class,
                    Seconds.class,
                    Milliseconds.class,
                    Microseconds.class,
                    Nanoseconds.class);

    private Durations() {}

    /** Whole units and the rest are divided apart, as in Go, so that long durations stay exact. */
    private static Getter fractional(DurationGetter duration, TimeUnit unit) {
        long nanos = unit.toNanos(1);
        return cursor -> {
            long length = OttlValues.nanos(duration.get(cursor));
            long whole = length / nanos;
            return Value.of(whole + (double) (length % nanos) / nanos);
        };
    }

    private static LongGetter whole(DurationGetter duration, TimeUnit unit) {
        long nanos = unit.toNanos(1);
        return cursor -> OttlValues.nanos(duration.get(cursor)) / nanos;
    }

    @Pure
    @Named("Duration")
    @Doc("A duration from text such as 1h2m3.5s.")
    record ParsedDuration(@Doc("The text.") StringGetter duration) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> GoDurations.parse(duration.get(cursor));
        }
    }

    @Pure
    @Doc("A duration in hours with a fraction.")
    record Hours(@Doc("The duration.") DurationGetter duration) implements Converter {
        @Override
        public Getter compile() {
            return fractional(duration, TimeUnit.HOURS);
        }
    }

    @Pure
    @Doc("A duration in minutes with a fraction.")
    record Minutes(@Doc("The duration.") DurationGetter duration) implements Converter {
        @Override
        public Getter compile() {
            return fractional(duration, TimeUnit.MINUTES);
        }
    }

    @Pure
    @Doc("A duration in seconds with a fraction.")
    record Seconds(@Doc("The duration.") DurationGetter duration) implements Converter {
        @Override
        public Getter compile() {
            return fractional(duration, TimeUnit.SECONDS);
        }
    }

    @Pure
    @Doc("A duration in milliseconds, whole ones.")
    record Milliseconds(@Doc("The duration.") DurationGetter duration) implements Converter {
        @Override
        public Getter compile() {
            return whole(duration, TimeUnit.MILLISECONDS);
        }
    }

    @Pure
    @Doc("A duration in microseconds, whole ones.")
    record Microseconds(@Doc("The duration.") DurationGetter duration) implements Converter {
        @Override
        public Getter compile() {
            return whole(duration, TimeUnit.MICROSECONDS);
        }
    }

    @Pure
    @Doc("A duration in nanoseconds, whole ones.")
    record Nanoseconds(@Doc("The duration.") DurationGetter duration) implements Converter {
        @Override
        public Getter compile() {
            return whole(duration, TimeUnit.NANOSECONDS);
        }
    }
}
