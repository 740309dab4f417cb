// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.processors.tailsampling.SharedPolicyConfig.TraceState;
import java.util.HashSet;
import java.util.Set;

/**
 * Samples traces of which a span has a member with one of these values in its trace state. A trace
 * state that breaks a rule of W3C Trace Context counts as empty. Immutable.
 *
 * @see <a href="https://www.w3.org/TR/trace-context-1/#tracestate-header">tracestate</a>
 */
final class TraceStatePolicy implements Policy {
    private static final int MAX_MEMBERS = 32;
    private static final int MAX_VALUE = 256;
    private static final int MAX_SIMPLE_KEY = 256;
    private static final int MAX_TENANT = 241;
    private static final int MAX_SYSTEM = 14;

    private final String key;
    private final Set<String> values = new HashSet<>();

    TraceStatePolicy(TraceState config) {
        key = config.key();
        for (String value : config.values()) {
            if (!value.isEmpty() && key.length() + value.length() < MAX_VALUE) {
                values.add(value);
            }
        }
    }

    @Override
    public Decision decide(Candidate trace) {
        return Policy.of(trace.anySpan(span -> values.contains(valueOf(span.traceState()))));
    }

    /** The value of the key; empty where there is none, or the text is no trace state. */
    private String valueOf(String state) {
        String found = "";
        var keys = new HashSet<String>();
        int start = 0;
        while (start < state.length()) {
            int comma = state.indexOf(',', start);
            int end = comma < 0 ? state.length() : comma;
            if (end > start) {
                int equals = state.indexOf('=', start);
                if (equals < 0 || equals >= end) {
                    return "";
                }
                String name = stripLeading(state.substring(start, equals));
                String value = stripTrailing(state.substring(equals + 1, end));
                if (!isKey(name) || !isValue(value) || !keys.add(name)) {
                    return "";
                }
                found = name.equals(key) ? value : found;
            }
            start = end + 1;
        }
        return keys.size() > MAX_MEMBERS ? "" : found;
    }

    private static String stripLeading(String text) {
        int start = 0;
        while (start < text.length() && isBlank(text.charAt(start))) {
            start++;
        }
        return text.substring(start);
    }

    private static String stripTrailing(String text) {
        int end = text.length();
        while (end > 0 && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isKey(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            return text.length() <= MAX_SIMPLE_KEY && isName(text, false);
        }
        return at <= MAX_TENANT
                && isName(text.substring(0, at), true)
                && text.length() - at - 1 <= MAX_SYSTEM
                && isName(text.substring(at + 1), false);
    }

    private static boolean isName(String text, boolean mayBeginWithDigit) {
        if (text.isEmpty() || !(isLetter(text.charAt(0)) || mayBeginWithDigit)) {
            return false;
        }
        return text.chars().allMatch(TraceStatePolicy::isNameChar)
                && (isLetter(text.charAt(0)) || isDigit(text.charAt(0)));
    }

    private static boolean isNameChar(int c) {
        return isLetter(c) || isDigit(c) || c == '_' || c == '-' || c == '*' || c == '/';
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isValue(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_VALUE
                && text.charAt(text.length() - 1) != ' '
                && text.chars().allMatch(c -> c >= ' ' && c <= '~' && c != ',' && c != '=');
    }
}
