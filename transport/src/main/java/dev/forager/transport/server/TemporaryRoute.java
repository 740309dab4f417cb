// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.RoutingContext;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.function.BooleanSupplier;

/**
 * A route that is there at times: a server outlives reloads after which other routes are wanted.
 * While it is not, it answers like a path without a route.
 *
 * @param isServed asked for each request
 * @param unknown answers what no route takes
 */
record TemporaryRoute(BooleanSupplier isServed, HttpService route, Fallback unknown)
        implements ServerRoute {
    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        return isServed.getAsBoolean()
                ? route.serve(context, request)
                : unknown.serve(context, request);
    }

    @Override
    public ExchangeType exchangeType(RoutingContext context) {
        return isServed.getAsBoolean()
                ? route.exchangeType(context)
                : unknown.exchangeType(context);
    }
}
