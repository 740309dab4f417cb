// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.time;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesProvider;
import java.util.Map;

/** Places by the names of the IANA time zone database. */
final class Zones {
    /** Places of the database that the JDK leaves out. */
    private static final Map<String, ZoneOffset> FIXED =
            Map.of(
                    "EST", ZoneOffset.ofHours(-5),
                    "MST", ZoneOffset.ofHours(-7),
                    "HST", ZoneOffset.ofHours(-10));

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
}
