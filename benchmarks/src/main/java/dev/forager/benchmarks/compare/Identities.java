// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

/**
 * A set of item identities, as count, exclusive or and sum of their hashes: two multisets are the
 * same when all three are, whatever the order. Immutable.
 */
record Identities(long count, long xor, long sum) {
    static final Identities NONE = new Identities(0, 0, 0);

    /** With one more item. */
    Identities plus(long identity) {
        long hash = mix(identity);
        return new Identities(count + 1, xor ^ hash, sum + hash);
    }

    /** Both together. */
    Identities plus(Identities other) {
        return new Identities(count + other.count, xor ^ other.xor, sum + other.sum);
    }

    /** The finaliser of SplitMix64: neighbours become unlike. */
    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
