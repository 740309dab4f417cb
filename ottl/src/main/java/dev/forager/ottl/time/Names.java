// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.time;

import java.text.DateFormatSymbols;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The names of months, days and halves of the day in one language. Several spellings of one name,
 * the longer first. Immutable.
 */
final class Names {
    static final Names ENGLISH = new Names(Locale.ENGLISH);

    /** A spelling and its number. */
    private record Name(String text, int number) {}

    private final List<Name> shortMonths;
    private final List<Name> longMonths;
    private final List<Name> shortDays;
    private final List<Name> longDays;

    private Names(Locale locale) {
        shortMonths = months(locale, TextStyle.SHORT, TextStyle.SHORT_STANDALONE);
        longMonths = months(locale, TextStyle.FULL, TextStyle.FULL_STANDALONE);
        shortDays = days(locale, TextStyle.SHORT, TextStyle.SHORT_STANDALONE);
        longDays = days(locale, TextStyle.FULL, TextStyle.FULL_STANDALONE);
    }

    /**
     * The names of a language.
     *
     * @param tag of BCP 47
     * @throws IllegalArgumentException if it is malformed or no such language is known
     */
    static Names of(String tag) {
        Locale locale = Locale.forLanguageTag(tag.replace('_', '-'));
        boolean known =
                !locale.getLanguage().isEmpty()
                        && Arrays.stream(DateFormatSymbols.getAvailableLocales())
                                .anyMatch(each -> each.getLanguage().equals(locale.getLanguage()));
        if (!known) {
            throw new IllegalArgumentException(
                    "unsupported locale '%s', value must be a supported BCP 47 language tag"
                            .formatted(tag));
        }
        return new Names(locale);
    }

    private static List<Name> months(Locale locale, TextStyle... styles) {
        List<Name> names = new ArrayList<>();
        for (Month month : Month.values()) {
            for (TextStyle style : styles) {
                add(names, month.getDisplayName(style, locale), month.getValue());
            }
            addEnglish(names, month.getDisplayName(styles[0], Locale.ENGLISH), month.getValue());
        }
        return sorted(names);
    }

    private static List<Name> days(Locale locale, TextStyle... styles) {
        List<Name> names = new ArrayList<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            for (TextStyle style : styles) {
                add(names, day.getDisplayName(style, locale), day.getValue() % 7);
            }
            addEnglish(names, day.getDisplayName(styles[0], Locale.ENGLISH), day.getValue() % 7);
        }
        return sorted(names);
    }

    /** Some languages end abbreviations with a dot, which writers leave out. */
    private static void add(List<Name> names, String text, int number) {
        names.add(new Name(text, number));
        if (text.endsWith(".")) {
            names.add(new Name(text.substring(0, text.length() - 1), number));
        }
    }

    /** "Sept" of newer English data is read beside the "Sep" that programs write. */
    private static void addEnglish(List<Name> names, String text, int number) {
        if (names.stream().noneMatch(name -> name.text().equals(text))) {
            names.add(new Name(text, number));
        }
        if (text.equals("Sept")) {
            names.add(new Name("Sep", number));
        }
    }

    private static List<Name> sorted(List<Name> names) {
        names.sort((a, b) -> Integer.compare(b.text().length(), a.text().length()));
        return List.copyOf(names);
    }

    /** Which name a text has at a place, whatever its case: a number and a length; 0 for none. */
    static final class Found {
        static final Found NONE = new Found(0, 0);

        final int number;
        final int length;

        private Found(int number, int length) {
            this.number = number;
            this.length = length;
        }
    }

    Found month(String text, int at, boolean full) {
        return find(full ? longMonths : shortMonths, text, at);
    }

    Found day(String text, int at, boolean full) {
        return find(full ? longDays : shortDays, text, at);
    }

    private static Found find(List<Name> names, String text, int at) {
        for (Name name : names) {
            if (text.regionMatches(true, at, name.text(), 0, name.text().length())) {
                return new Found(name.number(), name.text().length());
            }
        }
        return Found.NONE;
    }
}
