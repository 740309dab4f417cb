// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.time;

import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.syntax.Quoting;
import java.time.DateTimeException;
import java.time.ZoneOffset;

/** A text from which a time is read, element by element. Used once, by one thread. */
final class TimeText {
    /** Years of two digits from here on belong to the twentieth century (as in Go). */
    private static final int FIRST_OF_1900 = 69;

    final TimeFields fields = new TimeFields();

    private final String text;
    private final String layout;
    private final Names names;
    private int at;

    TimeText(String text, String layout, Names names) {
        this.text = text;
        this.layout = layout;
        this.names = names;
    }

    void read(TimeElement element, boolean fractionFollows) throws EvaluationException {
        switch (element) {
            case TimeElement.Literal(String literal) -> literal(literal);
            case TimeElement.Fraction _ -> fraction();
            case TimeElement.Field field -> {
                read(field);
                if (field.kind() == TimeElement.Kind.SECOND && !fractionFollows) {
                    fraction();
                }
            }
        }
    }

    void end() throws EvaluationException {
        if (at < text.length()) {
            throw new EvaluationException(
                    "parsing time %s: extra text: %s"
                            .formatted(Quoting.quote(text), Quoting.quote(text.substring(at))));
        }
    }

    private EvaluationException mismatch(String element) {
        return new EvaluationException(
                "parsing time %s as %s: cannot parse %s as %s"
                        .formatted(
                                Quoting.quote(text),
                                Quoting.quote(layout),
                                Quoting.quote(text.substring(Math.min(at, text.length()))),
                                Quoting.quote(element)));
    }

    private static EvaluationException outOfRange(String text, String what) {
        return new EvaluationException(
                "parsing time %s: %s out of range".formatted(Quoting.quote(text), what));
    }

    private void literal(String literal) throws EvaluationException {
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c == ' ') {
                if (at < text.length() && text.charAt(at) != ' ') {
                    throw mismatch(literal.substring(i));
                }
                skipSpaces();
            } else if (at < text.length() && text.charAt(at) == c) {
                at++;
            } else {
                throw mismatch(literal.substring(i));
            }
        }
    }

    private void skipSpaces() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private void skipWhiteSpace() {
        while (at < text.length() && " \t\n\r\f".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    /** A point and digits, if they are there. */
    private void fraction() {
        if (at >= text.length() || ".,".indexOf(text.charAt(at)) < 0 || !isDigit(at + 1)) {
            return;
        }
        at++;
        int nano = 0;
        for (int place = 100_000_000; isDigit(at); at++) {
            nano += (text.charAt(at) - '0') * place;
            place /= 10;
        }
        fields.nano = nano;
    }

    private void read(TimeElement.Field field) throws EvaluationException {
        switch (field.kind()) {
            case YEAR -> fields.year = digits(4, field);
            case YEAR_OF_CENTURY -> fields.year = century(digits(2, field));
            case YEAR_EITHER -> {
                skipWhiteSpace();
                boolean four = isDigit(at + 2) && isDigit(at + 3);
                fields.year = four ? digits(4, field) : century(digits(2, field));
            }
            case MONTH, MONTH_PADDED_WITH_SPACE, MONTH_UNPADDED ->
                    fields.month = number(field, 1, 12, "month");
            case MONTH_SHORT, MONTH_LONG -> fields.month = month(field);
            case DAY, DAY_PADDED_WITH_SPACE, DAY_UNPADDED ->
                    fields.day = number(field, 1, 31, "day");
            case WEEKDAY_SHORT, WEEKDAY_LONG -> weekday(field);
            case HOUR -> fields.hour = number(field, 0, 23, "hour");
            case HOUR_OF_HALF, HOUR_OF_HALF_UNPADDED -> fields.hour = number(field, 0, 12, "hour");
            case HALF -> half("AM", "PM", field);
            case HALF_LOWER -> half("am", "pm", field);
            case MINUTE -> fields.minute = number(field, 0, 59, "minute");
            case SECOND -> fields.second = number(field, 0, 59, "second");
            case ZONE -> zone(field);
            case OFFSET -> anyOffset(field);
            case OFFSET_SECONDS -> offset(field, false, 3);
            case OFFSET_HOURS -> offset(field, false, 1);
            case OFFSET_COLON -> offset(field, true, 2);
            case OFFSET_COLON_SECONDS -> offset(field, true, 3);
        }
    }

    private static int century(int year) {
        return year >= FIRST_OF_1900 ? year + 1900 : year + 2000;
    }

    private int digits(int count, TimeElement.Field field) throws EvaluationException {
        skipWhiteSpace();
        int number = 0;
        for (int i = 0; i < count; i++) {
            if (!isDigit(at + i)) {
                throw mismatch("%" + field.directive());
            }
            number = number * 10 + (text.charAt(at + i) - '0');
        }
        at += count;
        return number;
    }

    /** One digit or two. */
    private int number(TimeElement.Field field, int least, int most, String what)
            throws EvaluationException {
        skipWhiteSpace();
        int number = isDigit(at) && isDigit(at + 1) ? digits(2, field) : digits(1, field);
        if (number < least || number > most) {
            throw outOfRange(text, what);
        }
        return number;
    }

    private int month(TimeElement.Field field) throws EvaluationException {
        return found(names.month(text, at, field.kind() == TimeElement.Kind.MONTH_LONG), field);
    }

    private void weekday(TimeElement.Field field) throws EvaluationException {
        found(names.day(text, at, field.kind() == TimeElement.Kind.WEEKDAY_LONG), field);
    }

    private int found(Names.Found name, TimeElement.Field field) throws EvaluationException {
        if (name.length == 0) {
            throw mismatch("%" + field.directive());
        }
        at += name.length;
        return name.number;
    }

    private void half(String morning, String afternoon, TimeElement.Field field)
            throws EvaluationException {
        fields.morning = text.startsWith(morning, at);
        fields.afternoon = text.startsWith(afternoon, at);
        if (!fields.morning && !fields.afternoon) {
            throw mismatch("%" + field.directive());
        }
        at += 2;
    }

    /** {@code UTC}, {@code GMT+3}, or an abbreviation of three to five capitals. */
    private void zone(TimeElement.Field field) throws EvaluationException {
        int end = at;
        while (end < text.length() && end < at + 6 && isCapital(text.charAt(end))) {
            end++;
        }
        String name = text.substring(at, end);
        int length = name.length();
        boolean long4 = length == 4 && (name.endsWith("T") || name.equals("WITA"));
        if (length != 3 && !long4 && !(length == 5 && name.endsWith("T"))) {
            throw mismatch("%" + field.directive());
        }
        at = end;
        if (name.equals("UTC") || name.equals("GMT")) {
            fields.offset = ZoneOffset.UTC;
            skipHours();
        } else {
            fields.zone = name;
        }
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    /** Go reads the hours behind GMT and then does not count them; a time must not depend on us. */
    private void skipHours() {
        boolean signed = at < text.length() && "+-".indexOf(text.charAt(at)) >= 0;
        if (signed && isDigit(at + 1)) {
            at += isDigit(at + 2) ? 3 : 2;
        }
    }

    /** {@code Z}, {@code +0100}, {@code +01:00} or {@code +01}. */
    private void anyOffset(TimeElement.Field field) throws EvaluationException {
        skipWhiteSpace();
        if (at < text.length() && text.charAt(at) == 'Z') {
            at++;
            fields.offset = ZoneOffset.UTC;
            return;
        }
        boolean colon = at + 3 < text.length() && text.charAt(at + 3) == ':' && isDigit(at + 4);
        boolean minutes = colon || isDigit(at + 3);
        offset(field, colon, minutes ? 2 : 1);
    }

    private void offset(TimeElement.Field field, boolean colons, int parts)
            throws EvaluationException {
        int start = at;
        if (at >= text.length() || "+-".indexOf(text.charAt(at)) < 0) {
            throw mismatch("%" + field.directive());
        }
        int sign = text.charAt(at++) == '-' ? -1 : 1;
        int seconds = 0;
        for (int i = 0, unit = 3600; i < parts; i++, unit /= 60) {
            if (i > 0 && colons) {
                if (at >= text.length() || text.charAt(at) != ':') {
                    at = start;
                    throw mismatch("%" + field.directive());
                }
                at++;
            }
            if (!isDigit(at) || !isDigit(at + 1)) {
                at = start;
                throw mismatch("%" + field.directive());
            }
            seconds += unit * Integer.parseInt(text.substring(at, at + 2));
            at += 2;
        }
        try {
            fields.offset = ZoneOffset.ofTotalSeconds(sign * seconds);
        } catch (DateTimeException e) {
            throw outOfRange(text, "time zone offset hour");
        }
    }
}
