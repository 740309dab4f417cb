// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Names and units of Prometheus as those of OpenTelemetry. Stateless. */
final class Names {
    private static final Map<String, String> UNITS =
            Map.ofEntries(
                    Map.entry("days", "d"),
                    Map.entry("hours", "h"),
                    Map.entry("minutes", "min"),
                    Map.entry("seconds", "s"),
                    Map.entry("milliseconds", "ms"),
                    Map.entry("microseconds", "us"),
                    Map.entry("nanoseconds", "ns"),
                    Map.entry("bytes", "By"),
                    Map.entry("kibibytes", "KiBy"),
                    Map.entry("mebibytes", "MiBy"),
                    Map.entry("gibibytes", "GiBy"),
                    Map.entry("tibibytes", "TiBy"),
                    Map.entry("kilobytes", "KBy"),
                    Map.entry("megabytes", "MBy"),
                    Map.entry("gigabytes", "GBy"),
                    Map.entry("terabytes", "TBy"),
                    Map.entry("meters", "m"),
                    Map.entry("volts", "V"),
                    Map.entry("amperes", "A"),
                    Map.entry("joules", "J"),
                    Map.entry("watts", "W"),
                    Map.entry("grams", "g"),
                    Map.entry("celsius", "Cel"),
                    Map.entry("hertz", "Hz"),
                    Map.entry("ratio", "1"),
                    Map.entry("percent", "%"));
    private static final Map<String, String> PER =
            Map.of(
                    "second", "s", "minute", "m", "hour", "h", "day", "d", "week", "w", "month",
                    "mo", "year", "y");
    private static final String PER_WORD = "_per_";

    private Names() {}

    /** A unit in words as one of UCUM; unknown words stay. */
    static String ucum(String unit) {
        int per = unit.indexOf(PER_WORD);
        String main = per < 0 ? unit : unit.substring(0, per);
        String rate = per < 0 ? "" : unit.substring(per + PER_WORD.length());
        return UNITS.getOrDefault(main, main)
                + (rate.isEmpty() ? "" : "/" + PER.getOrDefault(rate, rate));
    }

    /** A name without the words for its type and unit. */
    static String trimmed(String name, PointKind kind, String unit) {
        List<String> words = Arrays.asList(name.split("_", -1));
        if (words.size() == 1) {
            return name;
        }
        boolean isSum = kind == PointKind.COUNTER || kind == PointKind.SUM;
        if (isSum && words.getLast().equals("total")) {
            words = words.subList(0, words.size() - 1);
        }
        List<String> unitWords = Arrays.asList(unit.split("_", -1));
        int rest = words.size() - unitWords.size();
        if (rest > 0 && words.subList(rest, words.size()).equals(unitWords)) {
            words = words.subList(0, rest);
        }
        return String.join("_", words);
    }
}
