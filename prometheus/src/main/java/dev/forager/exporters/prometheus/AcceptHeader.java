// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The lists of {@code Accept} and {@code Accept-Encoding}. Stateless.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5">RFC 9110, 12.5</a>
 */
final class AcceptHeader {
    private static final int MOST_ENTRIES = 50;

    private AcceptHeader() {}

    /**
     * An entry.
     *
     * @param value in lower case
     * @param weight from 0 to 1
     */
    record Entry(String value, Map<String, String> parameters, double weight) {
        /** A parameter; empty where there is none. */
        String parameter(String name) {
            return parameters.getOrDefault(name, "");
        }

        /** Whether this media type is meant. */
        boolean covers(String mediaType) {
            return value.equals(mediaType)
                    || value.equals("*/*")
                    || (value.endsWith("/*")
                            && mediaType.startsWith(value.substring(0, value.length() - 1)));
        }

        private int wildcards() {
            return value.equals("*/*") ? 2 : value.endsWith("/*") ? 1 : 0;
        }
    }

    /** The entries, those that are preferred first. */
    static List<Entry> parse(String header) {
        List<Entry> entries = new ArrayList<>();
        for (String part : header.split(",", MOST_ENTRIES)) {
            if (!part.isBlank()) {
                entries.add(entry(part));
            }
        }
        entries.sort(
                Comparator.comparingDouble(Entry::weight)
                        .reversed()
                        .thenComparingInt(Entry::wildcards));
        return entries;
    }

    private static Entry entry(String part) {
        String[] pieces = part.split(";", -1);
        Map<String, String> parameters = new HashMap<>();
        double weight = 1;
        for (int i = 1; i < pieces.length; i++) {
            int equal = pieces[i].indexOf('=');
            if (equal < 0) {
                continue;
            }
            String name = pieces[i].substring(0, equal).strip().toLowerCase(Locale.ROOT);
            String value = unquoted(pieces[i].substring(equal + 1).strip());
            if (name.equals("q")) {
                weight = weight(value);
            } else {
                parameters.put(name, value);
            }
        }
        return new Entry(pieces[0].strip().toLowerCase(Locale.ROOT), parameters, weight);
    }

    private static String unquoted(String value) {
        boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return isQuoted ? value.substring(1, value.length() - 1) : value;
    }

    private static double weight(String text) {
        try {
            double weight = Double.parseDouble(text);
            return weight >= 0 && weight <= 1 ? weight : 1;
        } catch (NumberFormatException e) {
            return 1;
        }
    }
}
