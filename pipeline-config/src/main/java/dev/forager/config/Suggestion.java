// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The known words that a misspelt one may have meant. Stateless. */
public final class Suggestion {
    private static final int MAX_LENGTH = 100;

    private Suggestion() {}

    /** The nearest of {@code known}; null when none is near. */
    static @Nullable String nearest(String word, Collection<String> known) {
        List<String> near = near(word, known, 1);
        return near.isEmpty() ? null : near.getFirst();
    }

    /** At most {@code limit} of {@code known} that are near, the nearest first. */
    public static List<String> near(String word, Collection<String> known, int limit) {
        String plain = plain(word);
        if (plain.isEmpty() || plain.length() > MAX_LENGTH) {
            return List.of();
        }
        record Candidate(String name, int distance) {}
        return known.stream()
                .filter(name -> !name.isEmpty())
                .map(name -> new Candidate(name, distance(plain, plain(name))))
                .filter(it -> it.distance() <= Math.max(1, plain.length() / 3))
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(limit)
                .map(Candidate::name)
                .toList();
    }

    /** {@code (did you mean "x"?)} with a blank in front, or nothing. */
    public static String hint(String word, Collection<String> known) {
        String nearest = nearest(word, known);
        return nearest == null ? "" : " (did you mean \"%s\"?)".formatted(nearest);
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** Optimal string alignment: insertions, deletions, replacements, swaps of neighbours. */
    private static int distance(String a, String b) {
        var table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            table[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            table[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(table[i - 1][j] + 1, table[i][j - 1] + 1);
                best = Math.min(best, table[i - 1][j - 1] + same);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, table[i - 2][j - 2] + 1);
                }
                table[i][j] = best;
            }
        }
        return table[a.length()][b.length()];
    }
}
