// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.time;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneRules;

/**
 * Times with a place, as Go's are: where a time came from decides what its hour is, and its text. A
 * time in UTC, such as those of records, is an {@link Instant}; any other is a {@link
 * ZonedDateTime}.
 */
public final class GoTimes {
    private GoTimes() {}

    /** The time at a place. */
    public static Object at(Instant time, ZoneId place) {
        return isUtc(place) ? time : time.atZone(place);
    }

    /** The time where this process runs, as are times that Go takes from its clock. */
    public static Object local(Instant time) {
        return at(time, ZoneId.systemDefault());
    }

    /** A time that is {@code like}'s, moved to another moment. */
    public static Object moved(Object like, Instant time) {
        return like instanceof ZonedDateTime zoned ? time.atZone(zoned.getZone()) : time;
    }

    private static boolean isUtc(ZoneId place) {
        ZoneRules rules = place.getRules();
        return rules.isFixedOffset() && rules.getOffset(Instant.EPOCH).equals(ZoneOffset.UTC);
    }
}
