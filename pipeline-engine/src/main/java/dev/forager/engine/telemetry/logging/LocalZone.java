// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry.logging;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The zone of timestamps: the system's. Where that is UTC, as in nearly every container, it is
 * found without the JDK's time zones, whose loading takes ten milliseconds of the start.
 */
public final class LocalZone {
    /** What a TZif file of UTC ends with (RFC 9636, section 3.3). */
    private static final String UTC_FOOTER = "\nUTC0\n";

    /** A TZif file of UTC has about 118 bytes; one with rules has more. */
    private static final int MAX_BYTES = 200;

    private static final Set<String> UTC = Set.of("UTC", "Etc/UTC", "UTC0", ":UTC", ":Etc/UTC");

    private LocalZone() {}

    /** The system's zone at this moment. */
    public static ZoneId find() {
        return find(System.getenv("TZ"), "/etc/localtime");
    }

    static ZoneId find(@Nullable String variable, String file) {
        if (System.getProperty("user.timezone") != null) {
            return ZoneId.systemDefault();
        }
        boolean utc = variable == null ? isUtc(file) : UTC.contains(variable);
        return utc ? ZoneOffset.UTC : ZoneId.systemDefault();
    }

    private static boolean isUtc(String file) {
        try (InputStream in = new FileInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            return bytes.length <= MAX_BYTES
                    && new String(bytes, StandardCharsets.ISO_8859_1).endsWith(UTC_FOOTER);
        } catch (IOException e) {
            return false; // no such file: the JDK knows more places
        }
    }
}
