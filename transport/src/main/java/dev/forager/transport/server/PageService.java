// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/** Takes requests for pages off the event loop. Bodies of requests are not read. */
final class PageService implements ServerRoute {
    private final ServerRuntime server;
    private final PageHandler handler;

    PageService(ServerRuntime server, PageHandler handler) {
        this.server = server;
        this.handler = handler;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        var asked =
                new PageRequest(
                        request.method().name(),
                        context.decodedPath(),
                        query(context),
                        headers(request.headers()));
        var answer = new CompletableFuture<HttpResponse>();
        try {
            server.execute(() -> answer.complete(answer(asked)));
        } catch (RejectedExecutionException e) {
            answer.complete(Page.text(503, "the server stops\n").toResponse());
        }
        return HttpResponse.of(answer);
    }

    private HttpResponse answer(PageRequest asked) {
        try {
            return handler.answer(asked).toResponse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Page.text(503, "the server stops\n").toResponse();
        } catch (Exception e) {
            server.log()
                    .atError()
                    .setCause(e)
                    .addKeyValue("path", asked.path())
                    .log("A page could not be made");
            return Page.text(500, "the page could not be made: see the log\n").toResponse();
        }
    }

    /** By name in lower case; of those given twice all, with a comma between. */
    static Map<String, String> headers(RequestHeaders given) {
        var all = new LinkedHashMap<String, String>();
        given.forEach(
                (name, value) ->
                        all.merge(name.toString(), value, (one, other) -> one + ", " + other));
        return all;
    }

    private static Map<String, String> query(ServiceRequestContext context) {
        QueryParams parameters = context.queryParams();
        var first = new LinkedHashMap<String, String>();
        parameters.forEach((name, value) -> first.putIfAbsent(name, value));
        return first;
    }
}
