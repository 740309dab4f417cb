// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person or probe asks for. Immutable.
 *
 * @param method such as {@code GET}
 * @param path decoded, without the query
 * @param parameters of the query; of those given twice the first
 */
public record PageRequest(String method, String path, Map<String, String> parameters) {
    /** Copies the parameters. */
    public PageRequest {
        parameters = Map.copyOf(parameters);
    }

    /** A parameter of the query. */
    public @Nullable String parameter(String name) {
        return parameters.get(name);
    }
}
