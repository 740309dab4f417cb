// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.time;

import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Locale;

/** Writes one element of a layout. Names are English; September is Sep. */
final class TimeWriter {
    private TimeWriter() {}

    static void write(TimeElement element, ZonedDateTime time, StringBuilder out) {
        switch (element) {
            case TimeElement.Literal(String text) -> out.append(text);
            case TimeElement.Fraction(int digits, char point) ->
                    fraction(time.getNano(), digits, point, out);
            case TimeElement.Field field -> field(field.kind(), time, out);
        }
    }

    private static void fraction(int nano, int digits, char point, StringBuilder out) {
        String places = "%09d".formatted(nano).substring(0, digits);
        int end = digits;
        while (end > 0 && places.charAt(end - 1) == '0') {
            end--;
        }
        if (end > 0) {
            out.append(point).append(places, 0, end);
        }
    }

    private static void field(TimeElement.Kind kind, ZonedDateTime time, StringBuilder out) {
        int half = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
        boolean morning = time.getHour() < 12;
        switch (kind) {
            case YEAR, YEAR_EITHER -> pad(time.getYear(), 4, '0', out);
            case YEAR_OF_CENTURY -> pad(Math.floorMod(time.getYear(), 100), 2, '0', out);
            case MONTH -> pad(time.getMonthValue(), 2, '0', out);
            case MONTH_PADDED_WITH_SPACE -> pad(time.getMonthValue(), 2, ' ', out);
            case MONTH_UNPADDED -> out.append(time.getMonthValue());
            case MONTH_SHORT -> out.append(name(time, true), 0, 3);
            case MONTH_LONG -> out.append(name(time, true));
            case DAY -> pad(time.getDayOfMonth(), 2, '0', out);
            case DAY_PADDED_WITH_SPACE -> pad(time.getDayOfMonth(), 2, ' ', out);
            case DAY_UNPADDED -> out.append(time.getDayOfMonth());
            case WEEKDAY_SHORT -> out.append(name(time, false), 0, 3);
            case WEEKDAY_LONG -> out.append(name(time, false));
            case HOUR -> pad(time.getHour(), 2, '0', out);
            case HOUR_OF_HALF -> pad(half, 2, '0', out);
            case HOUR_OF_HALF_UNPADDED -> out.append(half);
            case HALF -> out.append(morning ? "AM" : "PM");
            case HALF_LOWER -> out.append(morning ? "am" : "pm");
            case MINUTE -> pad(time.getMinute(), 2, '0', out);
            case SECOND -> pad(time.getSecond(), 2, '0', out);
            case ZONE -> out.append(Zones.name(time));
            case OFFSET -> offset(time, "Z", out);
            case OFFSET_SECONDS -> out.append(Zones.digits(time, false)).append(seconds(time));
            case OFFSET_HOURS -> out.append(Zones.digits(time, false), 0, 3);
            case OFFSET_COLON -> out.append(Zones.digits(time, true));
            case OFFSET_COLON_SECONDS ->
                    out.append(Zones.digits(time, true)).append(':').append(seconds(time));
        }
    }

    private static void offset(ZonedDateTime time, String ofUtc, StringBuilder out) {
        boolean isUtc = time.getOffset().getTotalSeconds() == 0;
        out.append(isUtc ? ofUtc : Zones.digits(time, false));
    }

    /** Seconds of an offset; only places of the 19th century have any. */
    private static String seconds(ZonedDateTime time) {
        return "%02d".formatted(Math.abs(time.getOffset().getTotalSeconds()) % 60);
    }

    private static String name(ZonedDateTime time, boolean month) {
        return month
                ? time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                : time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    private static void pad(int number, int width, char filler, StringBuilder out) {
        String digits = Integer.toString(number);
        out.repeat(filler, Math.max(0, width - digits.length())).append(digits);
    }
}
