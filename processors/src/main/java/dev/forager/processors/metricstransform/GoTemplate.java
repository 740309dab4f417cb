// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstransform;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a pattern found into a template, by the rules of Go: {@code $1}, {@code ${1}}, {@code
 * $name}, {@code ${name}} and {@code $$}. A name goes on as long as letters, digits and underscores
 * do; what names no group is empty. Stateless.
 *
 * @see <a href="https://pkg.go.dev/regexp#Regexp.Expand">Regexp.Expand</a>
 */
final class GoTemplate {
    private GoTemplate() {}

    static String expand(String template, Matcher found, Pattern pattern) {
        var out = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            char c = template.charAt(at);
            if (c != '$') {
                out.append(c);
                at++;
            } else if (template.startsWith("$$", at)) {
                out.append('$');
                at += 2;
            } else {
                at = expandReference(template, at + 1, found, pattern, out);
            }
        }
        return out.toString();
    }

    /** Reads what follows a dollar sign; a malformed reference leaves the sign standing. */
    private static int expandReference(
            String template, int from, Matcher found, Pattern pattern, StringBuilder out) {
        boolean isBraced = template.startsWith("{", from);
        int start = isBraced ? from + 1 : from;
        int end = start;
        while (end < template.length() && isWord(template.charAt(end))) {
            end++;
        }
        if (end == start || (isBraced && !template.startsWith("}", end))) {
            out.append('$');
            return from;
        }
        String value = group(template.substring(start, end), found, pattern);
        out.append(value == null ? "" : value);
        return isBraced ? end + 1 : end;
    }

    private static boolean isWord(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    private static @Nullable String group(String name, Matcher found, Pattern pattern) {
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            // More digits than a group number can have name no group.
            int number = name.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(name);
            return number <= found.groupCount() ? found.group(number) : null;
        }
        Integer number = pattern.namedGroups().get(name);
        return number == null ? null : found.group(number);
    }
}
