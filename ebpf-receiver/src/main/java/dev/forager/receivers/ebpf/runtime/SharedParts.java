// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import dev.forager.receivers.ebpf.sys.BpfException;
import java.util.HashMap;
import java.util.Map;

/** Parts that several users have in common: made for the first, closed by the last. Thread-safe. */
public final class SharedParts {
    private final Map<Key, Part> parts = new HashMap<>();

    private record Key(Class<?> type, Object name) {}

    private static final class Part {
        final AutoCloseable value;
        int users = 1;

        Part(AutoCloseable value) {
            this.value = value;
        }
    }

    /** Makes a part. */
    @FunctionalInterface
    public interface Maker<T> {
        /** A new part. */
        T make() throws BpfException;
    }

    synchronized <T extends AutoCloseable> T share(Class<T> type, Object name, Maker<T> maker)
            throws BpfException {
        var key = new Key(type, name);
        Part known = parts.get(key);
        if (known != null) {
            known.users++;
            return type.cast(known.value);
        }
        T made = maker.make();
        parts.put(key, new Part(made));
        return made;
    }

    synchronized void unshare(Class<?> type, Object name) {
        var key = new Key(type, name);
        Part known = parts.get(key);
        if (known != null && --known.users == 0) {
            parts.remove(key);
            try {
                known.value.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
