// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map that forgets what was asked for longest ago when it is full. Thread-safe.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class RecentlyUsed<K, V> {
    private final int most;
    private final LinkedHashMap<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);

    /** A map of at most so many entries. */
    RecentlyUsed(int most) {
        this.most = most;
    }

    synchronized @Nullable V get(K key) {
        return entries.get(key);
    }

    synchronized void put(K key, V value) {
        entries.put(key, value);
        if (entries.size() > most) {
            K eldest = entries.keySet().iterator().next();
            entries.remove(eldest);
        }
    }

    synchronized void remove(K key) {
        entries.remove(key);
    }

    synchronized Map<K, V> copy() {
        return Map.copyOf(entries);
    }
}
