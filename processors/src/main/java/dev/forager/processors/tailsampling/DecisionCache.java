// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decisions on traces that are gone, by the hash of their id: 64 bits with a seed of the process,
 * so that two traces never meet in practice. Forgets what was not asked for longest. Columns of
 * numbers, about 32 bytes an entry, grown as they fill. Guarded by its shard.
 */
final class DecisionCache {
    private static final int NONE = -1;
    private static final int AT_FIRST = 64;

    private final int limit;
    private int size;
    private int newest = NONE;
    private int oldest = NONE;
    private long[] hashes = {};
    private int[] newer = {};
    private int[] older = {};
    private int[] chain = {};
    private int[] buckets = {};
    private @Nullable String[] policies = {};

    /** A cache of {@code limit} entries; with 0 it remembers nothing. */
    DecisionCache(int limit) {
        this.limit = limit;
    }

    int size() {
        return size;
    }

    boolean isOff() {
        return limit == 0;
    }

    /** Whether there is an entry, which then counts as used now. */
    boolean touch(long hash) {
        int at = find(hash);
        if (at == NONE) {
            return false;
        }
        unlink(at);
        linkNewest(at);
        return true;
    }

    /** The policy of the entry that was touched last; null when there was none. */
    @Nullable String lastPolicy() {
        return newest == NONE ? null : policies[newest];
    }

    /** Adds or renews an entry. */
    void put(long hash, @Nullable String policy) {
        if (limit == 0) {
            return;
        }
        if (!touch(hash)) {
            linkNewest(fresh(hash));
        }
        policies[newest] = policy;
    }

    private int find(long hash) {
        if (size == 0) {
            return NONE;
        }
        int at = buckets[bucket(hash)];
        while (at != NONE && hashes[at] != hash) {
            at = chain[at];
        }
        return at;
    }

    /** A place for a new entry, in its bucket already. */
    private int fresh(long hash) {
        int at;
        if (size < limit) {
            if (size == hashes.length) {
                grow();
            }
            at = size++;
        } else {
            at = oldest;
            unlink(at);
            unchain(at);
        }
        hashes[at] = hash;
        int bucket = bucket(hash);
        chain[at] = buckets[bucket];
        buckets[bucket] = at;
        return at;
    }

    private void grow() {
        int capacity = (int) Math.min(limit, Math.max(AT_FIRST, size * 2L));
        hashes = Arrays.copyOf(hashes, capacity);
        newer = Arrays.copyOf(newer, capacity);
        older = Arrays.copyOf(older, capacity);
        chain = Arrays.copyOf(chain, capacity);
        policies = Arrays.copyOf(policies, capacity);
        buckets = new int[Integer.highestOneBit(Math.max(2, capacity))];
        Arrays.fill(buckets, NONE);
        for (int at = 0; at < size; at++) {
            int bucket = bucket(hashes[at]);
            chain[at] = buckets[bucket];
            buckets[bucket] = at;
        }
    }

    private void unchain(int at) {
        int bucket = bucket(hashes[at]);
        if (buckets[bucket] == at) {
            buckets[bucket] = chain[at];
            return;
        }
        int before = buckets[bucket];
        while (chain[before] != at) {
            before = chain[before];
        }
        chain[before] = chain[at];
    }

    private void linkNewest(int at) {
        newer[at] = NONE;
        older[at] = newest;
        if (newest == NONE) {
            oldest = at;
        } else {
            newer[newest] = at;
        }
        newest = at;
    }

    private void unlink(int at) {
        int before = older[at];
        int behind = newer[at];
        if (before == NONE) {
            oldest = behind;
        } else {
            newer[before] = behind;
        }
        if (behind == NONE) {
            newest = before;
        } else {
            older[behind] = before;
        }
    }

    private int bucket(long hash) {
        return (int) hash & buckets.length - 1;
    }
}
