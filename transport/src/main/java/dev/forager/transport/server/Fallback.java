// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.RoutingContext;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.function.Function;

/**
 * Answers what no route takes.
 *
 * @param answer gives the answer to a request whose body is not read
 */
record Fallback(Function<HttpRequest, HttpResponse> answer) implements ServerRoute {
    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        return answer.apply(request);
    }

    /**
     * The response goes out in one: a stream of headers alone would end with an empty DATA frame,
     * which gRPC clients take for a broken message.
     */
    @Override
    public ExchangeType exchangeType(RoutingContext context) {
        return ExchangeType.REQUEST_STREAMING;
    }
}
