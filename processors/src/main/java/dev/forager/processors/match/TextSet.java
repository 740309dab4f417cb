// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.match;

import static dev.forager.pipeline.config.Validation.require;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.forager.pipeline.config.InvalidConfigException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A set of texts, or of patterns for them. Thread-safe. */
sealed interface TextSet {
    /** Whether the text is in the set, or is found by one of the patterns. */
    boolean matches(String text);

    /**
     * The set of {@code texts}, null for none: then anything goes.
     *
     * @param what names the set in messages, such as {@code span name}
     * @throws InvalidConfigException when {@code match_type} or a pattern is wrong
     */
    static @Nullable TextSet of(List<String> texts, MatchProperties config, String what) {
        return texts.isEmpty() ? null : required(texts, config, "error creating " + what);
    }

    /** The set of {@code texts}, which may be empty; messages begin with {@code failing}. */
    static TextSet required(List<String> texts, MatchProperties config, String failing) {
        if (config.matchType().equals(MatchProperties.STRICT)) {
            return new Strict(Set.copyOf(texts));
        }
        require(
                config.matchType().equals(MatchProperties.REGEXP),
                "%s filters: unrecognized match_type: '%s', valid types are: [regexp strict]"
                        .formatted(failing, config.matchType()));
        var patterns = new ArrayList<Pattern>();
        for (String text : new LinkedHashSet<>(texts)) {
            patterns.add(pattern(text, failing));
        }
        var regexp = new Regexp(List.copyOf(patterns));
        MatchProperties.RegexpConfig settings = config.regexp();
        return settings != null && settings.cacheEnabled()
                ? new Cached(regexp, settings.cacheMaxNumEntries())
                : regexp;
    }

    private static Pattern pattern(String text, String failing) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new InvalidConfigException(
                    "%s filters: %s".formatted(failing, e.getMessage()), null);
        }
    }

    /** Exactly one of them. */
    record Strict(Set<String> texts) implements TextSet {
        @Override
        public boolean matches(String text) {
            return texts.contains(text);
        }
    }

    /** Found by one of them, anywhere in the text. */
    record Regexp(List<Pattern> patterns) implements TextSet {
        @Override
        public boolean matches(String text) {
            for (Pattern pattern : patterns) {
                if (pattern.matcher(text).find()) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Remembers the answers for the texts that were asked for last. */
    final class Cached implements TextSet {
        /** Upstream's "without bound", bounded (chosen). */
        private static final int DEFAULT_ENTRIES = 10_000;

        /** A longer text costs more to keep than to match again (chosen). */
        private static final int MAX_TEXT = 1024;

        private final Regexp patterns;
        private final Map<String, Boolean> answers;

        Cached(Regexp patterns, int entries) {
            this.patterns = patterns;
            int most = entries == 0 ? DEFAULT_ENTRIES : entries;
            this.answers =
                    new LinkedHashMap<>(16, 0.75f, true) {
                        private static final long serialVersionUID = 1;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                            return size() > most;
                        }
                    };
        }

        @Override
        public boolean matches(String text) {
            if (text.length() > MAX_TEXT) {
                return patterns.matches(text);
            }
            synchronized (answers) {
                return answers.computeIfAbsent(text, patterns::matches);
            }
        }

        /** How many answers are remembered. */
        int size() {
            synchronized (answers) {
                return answers.size();
            }
        }
    }
}
