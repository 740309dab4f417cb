// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry.logging;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;

/**
 * Turns entries into lines, as zap's encoders of the same names do. Immutable, hence thread-safe.
 */
sealed interface LineEncoder {
    /** Encodes fields that many lines have in common, in the order of the map. */
    String fixed(Map<String, ?> fields);

    /** A line with its line break. */
    String encode(LogEntry entry);

    /** The encoder of this name: {@code console} or {@code json}. */
    static LineEncoder of(String encoding, ZoneId zone) {
        return encoding.equals("json") ? new Json(zone) : new Console(zone);
    }

    /** {@code ts \t level \t caller \t message \t {fields}}, stack traces below. */
    record Console(ZoneId zone) implements LineEncoder {
        @Override
        public String fixed(Map<String, ?> fields) {
            return fields(fields, true);
        }

        @Override
        public String encode(LogEntry entry) {
            var out = new StringBuilder(256);
            timestamp(out, entry.time(), zone);
            out.append('\t').append(levelName(entry.level())).append('\t');
            if (entry.caller() != null) {
                out.append(entry.caller()).append('\t');
            }
            out.append(entry.message());
            if (!entry.fixed().isEmpty() || !entry.fields().isEmpty()) {
                out.append("\t{");
                appendFields(out, entry, true);
                out.append('}');
            }
            if (entry.stack() != null) {
                out.append('\n').append(entry.stack());
            }
            return out.append('\n').toString();
        }
    }

    /** One JSON object a line. */
    record Json(ZoneId zone) implements LineEncoder {
        @Override
        public String fixed(Map<String, ?> fields) {
            return fields(fields, false);
        }

        @Override
        public String encode(LogEntry entry) {
            var out = new StringBuilder(256);
            out.append("{\"level\":\"").append(levelName(entry.level())).append("\",\"ts\":\"");
            timestamp(out, entry.time(), zone);
            out.append('"');
            if (entry.caller() != null) {
                JsonText.field(out, "caller", entry.caller(), false);
            }
            JsonText.field(out, "msg", entry.message(), false);
            if (!entry.fixed().isEmpty() || !entry.fields().isEmpty()) {
                out.append(',');
                appendFields(out, entry, false);
            }
            if (entry.stack() != null) {
                JsonText.field(out, "stacktrace", entry.stack(), false);
            }
            return out.append("}\n").toString();
        }
    }

    private static String fields(Map<String, ? extends @Nullable Object> fields, boolean spaced) {
        var out = new StringBuilder();
        fields.forEach((key, value) -> JsonText.field(out, key, value, spaced));
        return out.toString();
    }

    private static void appendFields(StringBuilder out, LogEntry entry, boolean spaced) {
        out.append(entry.fixed());
        boolean first = entry.fixed().isEmpty();
        for (KeyValuePair pair : entry.fields()) {
            if (first) {
                JsonText.firstField(out, pair.key, pair.value, spaced);
                first = false;
            } else {
                JsonText.field(out, pair.key, pair.value, spaced);
            }
        }
    }

    private static String levelName(Level level) {
        return level.toString().toLowerCase(Locale.ROOT);
    }

    /**
     * ISO 8601 with milliseconds; UTC as Z, else {@code +0200}. By hand: formatters start slowly.
     */
    private static void timestamp(StringBuilder out, Instant time, ZoneId zone) {
        ZoneOffset offset = zone.getRules().getOffset(time);
        var local = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), offset);
        digits(out, local.getYear(), 4);
        digits(out.append('-'), local.getMonthValue(), 2);
        digits(out.append('-'), local.getDayOfMonth(), 2);
        digits(out.append('T'), local.getHour(), 2);
        digits(out.append(':'), local.getMinute(), 2);
        digits(out.append(':'), local.getSecond(), 2);
        digits(out.append('.'), local.getNano() / 1_000_000, 3);
        int minutes = offset.getTotalSeconds() / 60;
        if (minutes == 0) {
            out.append('Z');
            return;
        }
        out.append(minutes < 0 ? '-' : '+');
        digits(out, Math.abs(minutes) / 60, 2);
        digits(out, Math.abs(minutes) % 60, 2);
    }

    private static void digits(StringBuilder out, int value, int width) {
        String text = Integer.toString(value);
        for (int i = text.length(); i < width; i++) {
            out.append('0');
        }
        out.append(text);
    }
}
