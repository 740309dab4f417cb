// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the known name that an unknown one was probably meant to be. */
public final class NearestName {
    private NearestName() {}

    /** {@code ", did you mean \"x\"?"}, or nothing if no name is near. */
    public static String hint(String name, Collection<String> known) {
        String nearest = of(name, known);
        return nearest == null ? "" : ", did you mean \"%s\"?".formatted(nearest);
    }

    private static @Nullable String of(String name, Collection<String> known) {
        String nearest = null;
        int best = Math.min(3, name.length() / 2) + 1;
        for (String candidate : known) {
            int distance = distance(name, candidate);
            if (distance < best) {
                best = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Levenshtein's edit distance; letters of the other case are as good as equal. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change =
                        Character.toLowerCase(a.charAt(i - 1))
                                        == Character.toLowerCase(b.charAt(j - 1))
                                ? 0
                                : 1;
                int next = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + change);
                diagonal = row[j];
                row[j] = next;
            }
        }
        return row[b.length()];
    }
}
