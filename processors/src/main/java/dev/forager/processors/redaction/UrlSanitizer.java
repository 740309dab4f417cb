// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.redaction;

import java.util.List;
import java.util.Set;

/**
 * Replaces the segments of a path that look like ids by {@code *}, and cuts off what begins with
 * {@code ?}, {@code &} or {@code #}: the rules of the collector's {@code clusterurl}. A segment
 * stays if it is made of letters, dots, dashes, underscores and spaces that read like words, or is
 * one letter and one other character ({@code v1}) perhaps with words behind. Immutable.
 */
final class UrlSanitizer {
    /** Segments that are kept; what follows is cut off. */
    private static final int MAX_SEGMENTS = 10;

    private final Set<String> attributes;
    private final WordLikeness words = WordLikeness.shared();

    UrlSanitizer(List<String> attributes) {
        this.attributes = Set.copyOf(attributes);
    }

    /** The sanitized value of an attribute that holds a URL; of others the value. */
    String sanitizeAttribute(String value, String key) {
        return attributes.contains(key) ? sanitize(value) : value;
    }

    /** The sanitized path. */
    String sanitize(String path) {
        int end = path.length();
        for (int i = 0; i < end; i++) {
            char c = path.charAt(i);
            if (c == '?' || c == '&' || c == '#') {
                end = i;
            }
        }
        boolean isCut = end < path.length();
        var out = new StringBuilder(end);
        int from = 0;
        int separators = 0;
        while (true) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 || slash > end ? end : slash;
            // Before a query the last segment is kept without a look at its words.
            boolean isLast = to == end;
            appendSegment(path.substring(from, to), isLast && isCut, out);
            if (isLast || ++separators == MAX_SEGMENTS) {
                return out.toString();
            }
            out.append('/');
            from = to + 1;
        }
    }

    private void appendSegment(String segment, boolean asItIs, StringBuilder out) {
        if (segment.isEmpty()) {
            return;
        }
        if (hasOddCharacter(segment) || !(asItIs || words.isWordLike(segment))) {
            out.append('*');
        } else {
            out.append(segment);
        }
    }

    /** One odd character is tolerated as the second: {@code v2}, {@code k6-runs}. */
    private static boolean hasOddCharacter(String segment) {
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (!isValid(c) && (i != 1 || c > '~')) {
                return true;
            }
        }
        return false;
    }

    private static boolean isValid(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '-'
                || c == '_'
                || c == '.'
                || c == ' ';
    }
}
