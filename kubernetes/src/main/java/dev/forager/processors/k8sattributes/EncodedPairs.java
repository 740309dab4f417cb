// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Attributes encoded once: pods of one namespace, node or deployment share the bytes. Keeps those
 * that were asked for last. Thread-safe.
 */
final class EncodedPairs {
    /** Some 2 MiB (chosen); what is rarer is not worth sharing. */
    private static final int MOST = 8192;

    /** No two pods or containers have the same value of these. */
    private static final Set<String> UNIQUE =
            Stream.of(
                            MetadataField.POD_UID,
                            MetadataField.POD_NAME,
                            MetadataField.POD_IP,
                            MetadataField.CONTAINER_ID,
                            MetadataField.SERVICE_INSTANCE_ID)
                    .map(MetadataField::attribute)
                    .collect(Collectors.toUnmodifiableSet());

    private final Map<KeyValue, KeyValue> known =
            new LinkedHashMap<>(256, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<KeyValue, KeyValue> eldest) {
                    return size() > MOST;
                }
            };

    /**
     * All of them, in order.
     *
     * @param before what was made of the same things before: most of it mostly serves again
     */
    List<KeyValue> encode(Map<String, String> tags, List<KeyValue> before) {
        var encoded = new ArrayList<KeyValue>(tags.size());
        tags.forEach(
                (key, value) -> encoded.add(encode(key, Value.of(value), encoded.size(), before)));
        return encoded.equals(before) ? before : List.copyOf(encoded);
    }

    /** One of them, which in {@code before} would be at the same place. */
    KeyValue encode(String key, Value value, int place, List<KeyValue> before) {
        KeyValue pair = KeyValue.of(key, value);
        if (place < before.size() && before.get(place).equals(pair)) {
            return before.get(place);
        }
        return isWorthSharing(key) ? shared(pair) : pair.encoded();
    }

    private static boolean isWorthSharing(String key) {
        return !UNIQUE.contains(key);
    }

    private synchronized KeyValue shared(KeyValue pair) {
        KeyValue shared = known.get(pair);
        if (shared == null) {
            shared = pair.encoded();
            known.put(pair, shared);
        }
        return shared;
    }
}
