// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.forager.pipeline.Metadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an authenticator sees of a request: its headers, and the query parameters that the
 * configuration names.
 *
 * @param peers knows how headers are named
 * @param requestParams names of query parameters
 */
record Credentials(Peers peers, List<String> requestParams) {
    Metadata of(ServiceRequestContext context, HttpRequest request) {
        Metadata headers = peers.metadata(request.headers());
        if (requestParams.isEmpty()) {
            return headers;
        }
        QueryParams query = context.queryParams();
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String name : headers.keys()) {
            values.put(name, headers.get(name));
        }
        // As upstream, a parameter stands beside headers under its own name.
        for (String name : requestParams) {
            if (query.contains(name)) {
                values.put(name, query.getAll(name));
            }
        }
        return Metadata.of(values);
    }
}
