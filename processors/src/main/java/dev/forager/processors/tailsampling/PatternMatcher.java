// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import com.google.re2j.Pattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether one of several patterns occurs in a text, with a memory of the texts seen last. Linear in
 * the text whatever the pattern, by RE2. Thread-safe.
 */
final class PatternMatcher {
    private static final int DEFAULT_SIZE = 128;

    /** Longer texts are not remembered, so that the memory is bounded in bytes too (chosen). */
    private static final int MAX_REMEMBERED_CHARS = 1024;

    private final List<Pattern> patterns;
    private final Map<String, Boolean> seen;

    PatternMatcher(List<String> patterns, int size) {
        this.patterns = patterns.stream().map(Pattern::compile).toList();
        this.seen = new Seen(size <= 0 ? DEFAULT_SIZE : size);
    }

    boolean matches(String text) {
        if (text.length() > MAX_REMEMBERED_CHARS) {
            return find(text);
        }
        synchronized (seen) {
            Boolean known = seen.get(text);
            if (known != null) {
                return known;
            }
        }
        boolean found = find(text);
        synchronized (seen) {
            seen.put(text, found);
        }
        return found;
    }

    private boolean find(String text) {
        for (Pattern pattern : patterns) {
            if (pattern.matcher(text).find()) {
                return true;
            }
        }
        return false;
    }

    /** Forgets what was not asked for longest. */
    private static final class Seen extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1;

        private final int limit;

        Seen(int limit) {
            super(16, 0.75f, true);
            this.limit = limit;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > limit;
        }
    }
}
