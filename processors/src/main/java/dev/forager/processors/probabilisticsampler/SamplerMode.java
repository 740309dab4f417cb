// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.probabilisticsampler;

import java.util.Arrays;

/** How a decision is made. */
public enum SamplerMode {
    /** Not said, which is {@link #HASH_SEED}. */
    UNSET(""),
    /** By a hash of the trace id and a seed, in steps of 1/16384. */
    HASH_SEED("hash_seed"),
    /** Reduces every item to the same probability; what arrives with less passes. */
    EQUALIZING("equalizing"),
    /** Multiplies the probability that the item has already. */
    PROPORTIONAL("proportional");

    private final String word;

    SamplerMode(String word) {
        this.word = word;
    }

    /**
     * The mode of this name.
     *
     * @throws IllegalArgumentException for another name
     */
    public static SamplerMode parse(String text) {
        return Arrays.stream(values())
                .filter(mode -> mode.word.equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "unsupported sampler mode \"%s\"".formatted(text)));
    }

    @Override
    public String toString() {
        return word;
    }
}
