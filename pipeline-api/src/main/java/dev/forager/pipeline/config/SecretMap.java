// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names with secret values, such as headers, in the order in which they were written. A
 * configuration writes it as a map ({@code {x-token: abc}}) or as a list of {@code {name, value}},
 * as the collector's {@code configopaque.MapList}. Immutable.
 *
 * @param values the values by name
 */
public record SecretMap(Map<String, Secret> values) {
    /** No names. */
    public static final SecretMap EMPTY = new SecretMap(Map.of());

    public SecretMap {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Whether there is no name. */
    public boolean isEmpty() {
        return values.isEmpty();
    }
}
