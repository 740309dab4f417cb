// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.time;

import dev.forager.ottl.EvaluationException;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** What has been read of a time. Used once, by one thread. */
final class TimeFields {
    /** A date without a year that is further ahead belongs to the year before (as upstream). */
    private static final int DAYS_AHEAD = 7;

    int year;
    int month = 1;
    int day = 1;
    int hour;
    int minute;
    int second;
    int nano;
    boolean afternoon;
    boolean morning;
    @Nullable ZoneOffset offset;

    /** An abbreviation such as CET; null if there is none. */
    @Nullable String zone;

    /**
     * The time at the place that its text says, else at {@code location}. An offset that holds at
     * the location just then is taken for the location itself, as Go does.
     */
    ZonedDateTime toTime(ZoneId location, InstantSource clock) throws EvaluationException {
        ZonedDateTime time = inYear(place(location), clock);
        ZonedDateTime there = time.withZoneSameInstant(location);
        return offset != null && there.getOffset().equals(offset) ? there : time;
    }

    private ZonedDateTime inYear(ZoneId place, InstantSource clock) throws EvaluationException {
        if (afternoon && hour < 12) {
            hour += 12;
        } else if (morning && hour == 12) {
            hour = 0;
        }
        if (year > 0) {
            return at(year, place);
        }
        ZonedDateTime now = clock.instant().atZone(place);
        ZonedDateTime time = at(now.getYear(), place);
        return time.isAfter(now.plusDays(DAYS_AHEAD)) ? at(now.getYear() - 1, place) : time;
    }

    private ZonedDateTime at(int inYear, ZoneId place) throws EvaluationException {
        // Without a year Go checks against the leap year 0 and lets 29 February roll over.
        int last = year == 0 && month == 2 ? 29 : YearMonth.of(inYear, month).lengthOfMonth();
        if (day > last) {
            throw new EvaluationException("day out of range");
        }
        return LocalDateTime.of(inYear, month, 1, hour, minute, second, nano)
                .plusDays(day - 1L)
                .atZone(place);
    }

    private ZoneId place(ZoneId location) throws EvaluationException {
        if (offset != null) {
            return offset;
        }
        if (zone == null) {
            return location;
        }
        try {
            return Zones.of(zone);
        } catch (DateTimeException e) {
            throw new EvaluationException(
                    "failed to load location %s: unknown time zone %s".formatted(zone, zone));
        }
    }
}
