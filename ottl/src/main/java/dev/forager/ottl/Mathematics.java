// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.ottl.text.GoFormat;
import dev.forager.ottl.time.GoTimes;
import dev.forager.pdata.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Arithmetic as Go does it: integers wrap, division truncates, any float makes floats. */
final class Mathematics {
    private Mathematics() {}

    static Object calculate(char operator, @Nullable Object left, @Nullable Object right)
            throws EvaluationException {
        return switch (left) {
            case Value.Int a when right instanceof Value.Int b ->
                    new Value.Int(integers(operator, a.value(), b.value()));
            case Value.Int a -> floats(operator, (double) a.value(), right);
            case Value.Dbl a -> floats(operator, a.value(), right);
            case Instant time -> time(operator, time, time, right);
            case ZonedDateTime time -> time(operator, time, time.toInstant(), right);
            case Duration duration -> duration(operator, duration, right);
            case null, default ->
                    throw new EvaluationException(
                            "%s must be int64, float64, time.Time or time.Duration"
                                    .formatted(shown(left)));
        };
    }

    private static String shown(@Nullable Object value) {
        return GoFormat.format("%v", Collections.singletonList(value));
    }

    private static long integers(char operator, long left, long right) throws EvaluationException {
        return switch (operator) {
            case '+' -> left + right;
            case '-' -> left - right;
            case '*' -> left * right;
            default -> {
                if (right == 0) {
                    throw new EvaluationException("attempted to divide by 0");
                }
                yield left / right;
            }
        };
    }

    private static Value floats(char operator, double left, @Nullable Object other)
            throws EvaluationException {
        double right =
                switch (other) {
                    case Value.Int number -> (double) number.value();
                    case Value.Dbl number -> number.value();
                    case null, default ->
                            throw new EvaluationException(
                                    "%s must be int64 or float64".formatted(shown(other)));
                };
        return Value.of(
                switch (operator) {
                    case '+' -> left + right;
                    case '-' -> left - right;
                    case '*' -> left * right;
                    default -> {
                        if (right == 0) {
                            throw new EvaluationException("attempted to divide by 0");
                        }
                        yield left / right;
                    }
                });
    }

    private static Object time(char operator, Object like, Instant time, @Nullable Object other)
            throws EvaluationException {
        return switch (operator) {
            case '+' -> {
                if (other instanceof Duration duration) {
                    yield GoTimes.moved(like, time.plus(duration));
                }
                throw new EvaluationException(
                        "time.Time must be added to time.Duration; found %s instead"
                                .formatted(shown(other)));
            }
            case '-' ->
                    switch (other) {
                        case Instant earlier -> Duration.between(earlier, time);
                        case ZonedDateTime earlier -> Duration.between(earlier.toInstant(), time);
                        case Duration duration -> GoTimes.moved(like, time.minus(duration));
                        case null, default ->
                                throw new EvaluationException(
                                        "time.Time or time.Duration must be subtracted from"
                                                + " time.Time; found %s instead"
                                                        .formatted(shown(other)));
                    };
            default -> throw onlySums();
        };
    }

    private static Object duration(char operator, Duration duration, @Nullable Object other)
            throws EvaluationException {
        return switch (operator) {
            case '+' ->
                    switch (other) {
                        case Duration more -> duration.plus(more);
                        case Instant time -> time.plus(duration);
                        case ZonedDateTime time ->
                                GoTimes.moved(time, time.toInstant().plus(duration));
                        case null, default ->
                                throw new EvaluationException(
                                        "time.Duration must be added to time.Duration or"
                                                + " time.Time; found %s instead"
                                                        .formatted(shown(other)));
                    };
            case '-' -> {
                if (other instanceof Duration less) {
                    yield duration.minus(less);
                }
                throw new EvaluationException(
                        "time.Duration must be subtracted from time.Duration; found %s instead"
                                .formatted(shown(other)));
            }
            default -> throw onlySums();
        };
    }

    private static EvaluationException onlySums() {
        return new EvaluationException(
                "only addition and subtraction supported for time.Time and time.Duration");
    }

    static Object negate(@Nullable Object value) throws EvaluationException {
        return switch (value) {
            case Value.Int number -> Value.of(-number.value());
            case Value.Dbl number -> Value.of(-number.value());
            case null, default ->
                    throw new EvaluationException(
                            "unsupported unary minus operation on type "
                                    + OttlValues.goType(value));
        };
    }
}
