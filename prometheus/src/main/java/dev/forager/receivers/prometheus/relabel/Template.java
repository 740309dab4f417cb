// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.relabel;

import com.google.re2j.Matcher;

/**
 * Texts with references to groups, as Go's {@code Regexp.Expand} reads them: {@code $1}, {@code
 * ${1}}, {@code $name}, {@code $$}. A group that is not there is empty. Stateless.
 */
final class Template {
    private Template() {}

    static String expand(String template, Matcher match) {
        if (template.indexOf('$') < 0) {
            return template;
        }
        var out = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            char c = template.charAt(at);
            if (c != '$') {
                out.append(c);
                at++;
                continue;
            }
            at++;
            if (at < template.length() && template.charAt(at) == '$') {
                out.append('$');
                at++;
                continue;
            }
            boolean isBraced = at < template.length() && template.charAt(at) == '{';
            int from = isBraced ? at + 1 : at;
            int to = from;
            while (to < template.length() && isWord(template.charAt(to))) {
                to++;
            }
            boolean isClosed = !isBraced || (to < template.length() && template.charAt(to) == '}');
            if (to == from || !isClosed) {
                out.append('$'); // Malformed: the dollar stands for itself, as in Go.
                continue;
            }
            out.append(group(template.substring(from, to), match));
            at = isBraced ? to + 1 : to;
        }
        return out.toString();
    }

    private static boolean isWord(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    private static String group(String name, Matcher match) {
        String value = null;
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            if (name.length() < 4 && Integer.parseInt(name) <= match.groupCount()) {
                value = match.group(Integer.parseInt(name));
            }
        } else if (match.pattern().namedGroups().containsKey(name)) {
            value = match.group(name);
        }
        return value == null ? "" : value;
    }
}
