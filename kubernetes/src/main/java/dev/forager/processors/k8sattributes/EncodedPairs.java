// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Attributes encoded once: pods of one namespace, node or deployment share the bytes. Keeps those
 * that were asked for last. Thread-safe.
 */
final class EncodedPairs {
    /** Some 2 MiB (chosen); what is rarer is not worth sharing. */
    private static final int MOST = 8192;

    private final Map<KeyValue, KeyValue> known =
            new LinkedHashMap<>(256, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<KeyValue, KeyValue> eldest) {
                    return size() > MOST;
                }
            };

    /** All of them, in order. */
    List<KeyValue> encode(Map<String, String> tags) {
        var encoded = new ArrayList<KeyValue>(tags.size());
        tags.forEach((key, value) -> encoded.add(encode(key, Value.of(value))));
        return List.copyOf(encoded);
    }

    /** One of them. */
    synchronized KeyValue encode(String key, Value value) {
        KeyValue pair = KeyValue.of(key, value);
        KeyValue shared = known.get(pair);
        if (shared == null) {
            shared = pair.encoded();
            known.put(pair, shared);
        }
        return shared;
    }
}
