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
 * @param headers by name in lower case; of those given twice all, with a comma between
 */
public record PageRequest(
        String method, String path, Map<String, String> parameters, Map<String, String> headers) {
    /** Copies the maps. */
    public PageRequest {
        parameters = Map.copyOf(parameters);
        headers = Map.copyOf(headers);
    }

    /** A parameter of the query. */
    public @Nullable String parameter(String name) {
        return parameters.get(name);
    }

    /** A header by its name in lower case; empty where there is none. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }
}
