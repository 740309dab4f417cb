// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import java.util.Map;

/**
 * A unit of <a href="https://ucum.org/ucum">UCUM</a> as the words that Prometheus appends to names.
 *
 * @param main such as {@code bytes}; empty for none
 * @param per such as {@code per_second}; empty for none
 */
record Units(String main, String per) {
    private static final Map<String, String> MAIN =
            Map.ofEntries(
                    Map.entry("d", "days"),
                    Map.entry("h", "hours"),
                    Map.entry("min", "minutes"),
                    Map.entry("s", "seconds"),
                    Map.entry("ms", "milliseconds"),
                    Map.entry("us", "microseconds"),
                    Map.entry("ns", "nanoseconds"),
                    Map.entry("By", "bytes"),
                    Map.entry("KiBy", "kibibytes"),
                    Map.entry("MiBy", "mebibytes"),
                    Map.entry("GiBy", "gibibytes"),
                    Map.entry("TiBy", "tibibytes"),
                    Map.entry("KBy", "kilobytes"),
                    Map.entry("MBy", "megabytes"),
                    Map.entry("GBy", "gigabytes"),
                    Map.entry("TBy", "terabytes"),
                    Map.entry("m", "meters"),
                    Map.entry("V", "volts"),
                    Map.entry("A", "amperes"),
                    Map.entry("J", "joules"),
                    Map.entry("W", "watts"),
                    Map.entry("g", "grams"),
                    Map.entry("Cel", "celsius"),
                    Map.entry("Hz", "hertz"),
                    Map.entry("1", ""),
                    Map.entry("%", "percent"));
    private static final Map<String, String> PER =
            Map.of(
                    "s", "second",
                    "m", "minute",
                    "h", "hour",
                    "d", "day",
                    "w", "week",
                    "mo", "month",
                    "y", "year");

    /** Reads a unit; annotations in braces are no unit, unknown ones stay as they are. */
    static Units of(String unit) {
        int slash = unit.indexOf('/');
        String main = word(slash < 0 ? unit : unit.substring(0, slash), MAIN);
        String per = slash < 0 ? "" : word(unit.substring(slash + 1), PER);
        return new Units(main, per.isEmpty() ? "" : "per_" + per);
    }

    private static String word(String part, Map<String, String> words) {
        String symbol = part.strip();
        boolean isAnnotation = symbol.indexOf('{') >= 0 || symbol.indexOf('}') >= 0;
        return isAnnotation ? "" : words.getOrDefault(symbol, symbol);
    }

    /** The same in characters that every Prometheus knows. */
    Units escaped() {
        return new Units(escaped(main), escaped(per));
    }

    private static String escaped(String word) {
        var out = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (NameChars.isPlain(c) || c == ':') {
                out.append(c);
            } else if (!NameChars.endsInUnderscore(out)) {
                out.append('_');
            }
        }
        return !out.isEmpty() && out.charAt(0) == '_' ? out.substring(1) : out.toString();
    }

    /** Both words joined, as metadata has them. */
    String text() {
        String joined = main.isEmpty() || per.isEmpty() ? main + per : main + "_" + per;
        int start = joined.startsWith("_") ? 1 : 0;
        int end =
                joined.endsWith("_") && joined.length() > start
                        ? joined.length() - 1
                        : joined.length();
        return joined.substring(start, end);
    }
}
