// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus.exposition;

/** The escapes of texts: a backslash before anything else stays. Stateless. */
final class Escapes {
    private Escapes() {}

    /** Texts of Prometheus' HELP: backslash and line feed. */
    static String help(String raw) {
        return undone(raw, false);
    }

    /** Values of labels, and texts of OpenMetrics: quotes too. */
    static String value(String raw) {
        return raw.indexOf('\\') < 0 ? raw : undone(raw, true);
    }

    private static String undone(String raw, boolean hasQuotes) {
        var out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            char next = c == '\\' && i + 1 < raw.length() ? raw.charAt(i + 1) : 0;
            boolean isQuote = hasQuotes && next == '"';
            if (next == '\\' || next == 'n' || isQuote) {
                out.append(next == 'n' ? '\n' : next);
                i++;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
