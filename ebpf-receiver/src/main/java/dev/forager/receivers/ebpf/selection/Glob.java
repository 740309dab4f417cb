// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.selection;

/**
 * A pattern of a path: {@code *} is any text, {@code ?} one character. Matching is linear in the
 * text but for the last star. Stateless.
 */
final class Glob {
    private Glob() {}

    /** Whether a pattern matches a text as a whole. */
    static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int retry = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                retry = t;
            } else if (p < pattern.length()
                    && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Whether a pattern matches a path, or a folder that the path lies in. */
    static boolean matchesBelow(String pattern, String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            if (matches(pattern, path.substring(0, end))) {
                return true;
            }
        }
        return false;
    }
}
