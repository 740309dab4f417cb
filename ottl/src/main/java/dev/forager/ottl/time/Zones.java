// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.time;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneRulesProvider;
import java.util.Locale;
import java.util.Map;

/** Places by the names of the IANA time zone database. */
final class Zones {
    /** Places of the database that the JDK leaves out. */
    private static final Map<String, ZoneOffset> FIXED =
            Map.of(
                    "EST", ZoneOffset.ofHours(-5),
                    "MST", ZoneOffset.ofHours(-7),
                    "HST", ZoneOffset.ofHours(-10));

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH);

    private Zones() {}

    /**
     * A place of the database, {@code UTC}, or {@code Local}; no offsets.
     *
     * @throws DateTimeException if there is none of this name
     */
    static ZoneId of(String name) {
        if (name.isEmpty() || name.equals("UTC")) {
            return ZoneOffset.UTC;
        }
        if (name.equals("Local")) {
            return ZoneId.systemDefault();
        }
        ZoneOffset fixed = FIXED.get(name);
        if (fixed != null) {
            return fixed;
        }
        if (!ZoneRulesProvider.getAvailableZoneIds().contains(name)) {
            throw new DateTimeException("unknown time zone " + name); // ZoneId takes UTC+2, too
        }
        return ZoneId.of(name);
    }

    /** The abbreviation of the place's time, such as CEST; digits where it has none. */
    static String name(ZonedDateTime time) {
        if (time.getZone() instanceof ZoneOffset offset) {
            return offset.equals(ZoneOffset.UTC) ? "UTC" : digits(time, false);
        }
        String name = NAME.format(time);
        return name.startsWith("GMT") && name.length() > 3 ? digits(time, false) : name;
    }

    /** The offset in hours and minutes: {@code +0130}, or {@code +01:30}. */
    static String digits(ZonedDateTime time, boolean colon) {
        int minutes = time.getOffset().getTotalSeconds() / 60;
        int size = Math.abs(minutes);
        return "%s%02d%s%02d"
                .formatted(minutes < 0 ? "-" : "+", size / 60, colon ? ":" : "", size % 60);
    }
}
