// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.probabilisticsampler;

import dev.forager.processors.sampling.Threshold;

/**
 * 56 random bits of an item and where they are from. Immutable.
 *
 * @param policy the source's name in metrics
 * @param value less than 2^56
 */
record Randomness(String policy, long value) {
    private static final long GREATEST = Threshold.RANGE - 1;
    private static final String BY_PRIORITY = "sampling_priority";

    /** Neither an id nor an attribute: kept by every threshold but "never". */
    static final Randomness MISSING = new Randomness("missing_randomness", GREATEST);

    /** Where the randomness is not asked for. */
    static final Randomness UNUSED = new Randomness(BY_PRIORITY, GREATEST);

    private static final int FNV_OFFSET = 0x811C9DC5;
    private static final int FNV_PRIME = 0x01000193;

    /** Buckets of the hash, as power of two. */
    private static final int BUCKET_BITS = 14;

    private static final int BUCKET_MASK = (1 << BUCKET_BITS) - 1;

    /** The last seven bytes of a trace id, random by W3C's recommendation. */
    static Randomness ofTraceId(long low) {
        return new Randomness("trace_id_w3c", low & GREATEST);
    }

    /** What the sender said. */
    static Randomness explicit(long value) {
        return new Randomness("sampling_randomness", value);
    }

    /**
     * FNV-1a of seed and bytes. The decision stands in the first 14 bits, so that it is the one the
     * collector has always made; the rest is a mixture of the other bits.
     */
    static Randomness ofHash(String policy, byte[] bytes, long seed) {
        int hash = FNV_OFFSET;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            hash = (hash ^ (int) (seed >>> shift & 0xFF)) * FNV_PRIME;
        }
        for (byte b : bytes) {
            hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
        }
        int bucket = hash & BUCKET_MASK;
        int unused = hash >>> (Integer.SIZE - BUCKET_BITS);
        long mixed = (long) unused ^ (long) unused << 10;
        long first = (long) BUCKET_MASK - bucket;
        return new Randomness(policy, first << 42 | mixed << BUCKET_BITS | bucket);
    }

    /** The same bits, where a priority decides. */
    Randomness byPriority() {
        return new Randomness(BY_PRIORITY, value);
    }
}
