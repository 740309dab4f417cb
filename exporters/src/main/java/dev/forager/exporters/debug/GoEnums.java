// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

import java.util.List;

/** The words for numbers of the protocol; empty for a number that it does not know. */
final class GoEnums {
    private static final List<String> KINDS =
            List.of("Unspecified", "Internal", "Server", "Client", "Producer", "Consumer");
    private static final List<String> STATUSES = List.of("Unset", "Ok", "Error");
    private static final List<String> TEMPORALITIES = List.of("Unspecified", "Delta", "Cumulative");
    private static final List<String> SEVERITIES =
            List.of("Trace", "Debug", "Info", "Warn", "Error", "Fatal");

    private GoEnums() {}

    static String kind(int number) {
        return word(KINDS, number);
    }

    static String status(int number) {
        return word(STATUSES, number);
    }

    static String temporality(int number) {
        return word(TEMPORALITIES, number);
    }

    /** {@code Info}, {@code Info2}, ...: four steps to a word, from 1 on. */
    static String severity(int number) {
        if (number == 0) {
            return "Unspecified";
        }
        int step = Math.floorMod(number - 1, 4);
        String word = word(SEVERITIES, Math.floorDiv(number - 1, 4));
        return word.isEmpty() || step == 0 ? word : word + (step + 1);
    }

    private static String word(List<String> words, int number) {
        return number >= 0 && number < words.size() ? words.get(number) : "";
    }
}
