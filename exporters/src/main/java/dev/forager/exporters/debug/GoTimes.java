// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/** Times as Go prints them: {@code 2018-12-13 14:51:00.5 +0000 UTC}. */
final class GoTimes {
    private static final long SECOND_NANOS = 1_000_000_000;

    private static final DateTimeFormatter FORMAT =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd HH:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .appendLiteral(" +0000 UTC")
                    .toFormatter()
                    .withZone(ZoneOffset.UTC);

    private GoTimes() {}

    /**
     * The time of nanoseconds since 1970. From the year 2262 on they are negative as a {@code
     * long}, and are printed so, as in Go.
     */
    static String text(long unixNano) {
        return FORMAT.format(
                Instant.ofEpochSecond(
                        Math.floorDiv(unixNano, SECOND_NANOS),
                        Math.floorMod(unixNano, SECOND_NANOS)));
    }
}
