// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.emit;

import java.util.Collection;
import java.util.List;

/** The known word that a misspelt one may have meant. Stateless. */
public final class NearestWord {
    private static final int MOST_CHARS = 100;

    private NearestWord() {}

    /** {@code (did you mean "x"?)} with a blank in front, or nothing. */
    public static String hint(String word, Collection<String> known) {
        String nearest = "";
        int least = Math.max(2, word.length() / 3) + 1;
        for (String each : word.length() > MOST_CHARS ? List.<String>of() : known) {
            int distance = distance(word, each);
            if (distance < least) {
                least = distance;
                nearest = each;
            }
        }
        return nearest.isEmpty() ? "" : " (did you mean \"%s\"?)".formatted(nearest);
    }

    /** Levenshtein's: insertions, deletions, replacements. */
    private static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        for (int j = 0; j < before.length; j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] now = new int[before.length];
            now[0] = i;
            for (int j = 1; j < before.length; j++) {
                int replaced = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                now[j] = Math.min(before[j - 1] + replaced, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[other.length()];
    }
}
