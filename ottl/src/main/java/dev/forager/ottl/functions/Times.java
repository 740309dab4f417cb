// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.ClockedConverter;
import dev.forager.ottl.Converter;
import dev.forager.ottl.Doc;
import dev.forager.ottl.DurationGetter;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Getter;
import dev.forager.ottl.IntGetter;
import dev.forager.ottl.LongGetter;
import dev.forager.ottl.Named;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.OttlValues;
import dev.forager.ottl.Pure;
import dev.forager.ottl.StringGetter;
import dev.forager.ottl.TimeGetter;
import dev.forager.ottl.time.GoTimes;
import dev.forager.ottl.time.TimeLayout;
import dev.forager.pdata.Value;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converters from and to times. */
final class Times {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(
                    Now.class,
                    ParsedTime.class,
                    FormatTime.class,
                    TruncateTime.class,
                    Unix.class,
                    UnixSeconds.class,
                    UnixMilli.class,
                    UnixMicro.class,
                    UnixNano.class);

    private Times() {}

    @Doc("The present time.")
    record Now() implements ClockedConverter {
        @Override
        public Getter compile(InstantSource clock) {
            return _ -> GoTimes.local(clock.instant());
        }
    }

    private static TimeLayout layout(String format) {
        if (format.isEmpty()) {
            throw new IllegalArgumentException("format cannot be nil");
        }
        return TimeLayout.of(format);
    }

    @Named("Time")
    @Doc("The time that a text says.")
    record ParsedTime(
            @Doc("The text.") StringGetter time,
            @Doc("Its layout, such as %Y-%m-%dT%H:%M:%S%z.") String format,
            @Doc("Where it is, if the text does not say: a name of the IANA database.")
                    @Nullable String location,
            @Doc("The language of its names, such as pt-BR; English if left out.")
                    @Nullable String locale)
            implements ClockedConverter {
        @Override
        public Getter compile(InstantSource clock) {
            TimeLayout layout = layout(format);
            TimeLayout.Parser parser = layout.parser(layout.location(location), locale, clock);
            return cursor -> {
                String text = time.get(cursor);
                if (text.isEmpty()) {
                    throw new EvaluationException("time cannot be nil");
                }
                return parser.parse(text);
            };
        }
    }

    @Pure
    @Doc("A time as text.")
    record FormatTime(
            @Doc("The time.") TimeGetter time, @Doc("The layout, such as %Y-%m-%d.") String format)
            implements Converter {
        @Override
        public Getter compile() {
            TimeLayout layout = layout(format);
            return cursor -> Value.of(layout.format(time.zoned(cursor)));
        }
    }

    @Pure
    @Doc("A time rounded down to a multiple of a duration since the year 1.")
    record TruncateTime(
            @Doc("The time.") TimeGetter time, @Doc("The duration.") DurationGetter duration)
            implements Converter {
        private static final long YEAR_ONE =
                LocalDateTime.of(1, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);

        private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);

        @Override
        public Getter compile() {
            return cursor -> {
                Object like = time.time(cursor);
                return GoTimes.moved(like, truncate(time.get(cursor), duration.get(cursor)));
            };
        }

        private static Instant truncate(Instant time, Duration step) {
            if (step.isZero() || step.isNegative()) {
                return time;
            }
            BigInteger since =
                    BigInteger.valueOf(time.getEpochSecond() - YEAR_ONE)
                            .multiply(NANOS_PER_SECOND)
                            .add(BigInteger.valueOf(time.getNano()));
            BigInteger length =
                    BigInteger.valueOf(step.getSeconds())
                            .multiply(NANOS_PER_SECOND)
                            .add(BigInteger.valueOf(step.getNano()));
            BigInteger[] rest = since.mod(length).divideAndRemainder(NANOS_PER_SECOND);
            return time.minusSeconds(rest[0].longValueExact()).minusNanos(rest[1].longValueExact());
        }
    }

    @Pure
    @Doc("The time of a number of seconds since 1970.")
    record Unix(
            @Doc("Seconds.") IntGetter seconds,
            @Doc("Nanoseconds more.") @Nullable IntGetter nanoseconds)
            implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                long nanos = nanoseconds == null ? 0 : nanoseconds.get(cursor);
                return GoTimes.local(time(seconds.get(cursor), nanos));
            };
        }

        private static Instant time(long seconds, long nanos) throws EvaluationException {
            try {
                return Instant.ofEpochSecond(seconds, nanos);
            } catch (DateTimeException | ArithmeticException e) {
                throw new EvaluationException(
                        "seconds out of range: %d (expected: a year below 1,000,000,000)"
                                .formatted(seconds));
            }
        }
    }

    @Pure
    @Doc("Seconds from 1970 to a time.")
    record UnixSeconds(@Doc("The time.") TimeGetter time) implements Converter {
        @Override
        public Getter compile() {
            LongGetter number =
                    cursor -> {
                        Instant instant = time.get(cursor);
                        return instant.getEpochSecond();
                    };
            return number;
        }
    }

    @Pure
    @Doc("Milliseconds from 1970 to a time.")
    record UnixMilli(@Doc("The time.") TimeGetter time) implements Converter {
        @Override
        public Getter compile() {
            LongGetter number =
                    cursor -> {
                        Instant instant = time.get(cursor);
                        return instant.getEpochSecond() * 1_000 + instant.getNano() / 1_000_000;
                    };
            return number;
        }
    }

    @Pure
    @Doc("Microseconds from 1970 to a time.")
    record UnixMicro(@Doc("The time.") TimeGetter time) implements Converter {
        @Override
        public Getter compile() {
            LongGetter number =
                    cursor -> {
                        Instant instant = time.get(cursor);
                        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
                    };
            return number;
        }
    }

    @Pure
    @Doc("Nanoseconds from 1970 to a time.")
    record UnixNano(@Doc("The time.") TimeGetter time) implements Converter {
        @Override
        public Getter compile() {
            LongGetter number =
                    cursor -> {
                        Instant instant = time.get(cursor);
                        return OttlValues.unixNanos(instant);
                    };
            return number;
        }
    }
}
