// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Scanner;

/**
 * Tells words from random letters by how usual each pair of neighbouring letters is in English (a
 * Markov chain of first order). The table was counted on six million letters of technical prose; on
 * 28,000 words and random strings it agrees with the collector's own table in 97 %. Immutable.
 */
final class WordLikeness {
    /** Letters and the space. */
    private static final int SYMBOLS = 27;

    private static final double SCALE = 100;

    /** The geometric mean of the pairs' probabilities that words exceed (chosen as above). */
    private static final double THRESHOLD = 0.0168;

    private static final WordLikeness SHARED = read();

    /** Negative logarithms of probabilities, times {@link #SCALE}. */
    private final int[] costs;

    private WordLikeness(int[] costs) {
        this.costs = costs;
    }

    static WordLikeness shared() {
        return SHARED;
    }

    private static WordLikeness read() {
        try (InputStream in =
                Objects.requireNonNull(
                        WordLikeness.class.getResourceAsStream("letter-pairs.txt"))) {
            var costs = new int[SYMBOLS * SYMBOLS];
            var numbers = new Scanner(new String(in.readAllBytes(), UTF_8));
            for (int i = 0; i < costs.length; i++) {
                costs[i] = numbers.nextInt();
            }
            return new WordLikeness(costs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the letters of a text follow each other as in words. */
    boolean isWordLike(String text) {
        int before = -1;
        int pairs = 0;
        long cost = 0;
        for (int i = 0; i < text.length(); i++) {
            int symbol = symbol(text.charAt(i));
            if (symbol >= 0) {
                if (before >= 0) {
                    cost += costs[before * SYMBOLS + symbol];
                    pairs++;
                }
                before = symbol;
            }
        }
        return pairs == 0 || Math.exp(-cost / SCALE / pairs) > THRESHOLD;
    }

    private static int symbol(char c) {
        if (c == ' ') {
            return SYMBOLS - 1;
        }
        int letter = (c | ' ') - 'a';
        return letter >= 0 && letter < SYMBOLS - 1 ? letter : -1;
    }
}
