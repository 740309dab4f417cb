// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gives one instance for equal texts: namespaces, nodes, images and owners stand in thousands of
 * objects. Keeps the texts that were asked for last. Confined to one thread at a time.
 */
public final class Interner {
    /** Some 2 MiB at most; texts beyond repeat little (chosen). */
    private static final int MOST = 16_384;

    private final Map<String, String> texts =
            new LinkedHashMap<>(1024, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                    return size() > MOST;
                }
            };

    /** The instance that stands for {@code text}. */
    public String of(String text) {
        String known = texts.putIfAbsent(text, text);
        return known == null ? text : known;
    }
}
