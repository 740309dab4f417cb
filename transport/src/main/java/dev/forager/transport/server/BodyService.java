// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.RoutingContext;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.forager.pipeline.ConsumeException;
import dev.forager.transport.codec.Compression;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A route that takes bodies by POST and leaves the answer to its handler. */
final class BodyService implements ServerRoute {
    private final ServerRuntime server;
    private final ErrorAnswers errors;
    private final Encodings encodings;
    private final int maxBytes;
    private final BodyHandler handler;

    BodyService(
            ServerRuntime server,
            ErrorAnswers errors,
            Encodings encodings,
            int maxBytes,
            BodyHandler handler) {
        this.server = server;
        this.errors = errors;
        this.encodings = encodings;
        this.maxBytes = maxBytes;
        this.handler = handler;
    }

    @Override
    public ExchangeType exchangeType(RoutingContext context) {
        return ExchangeType.REQUEST_STREAMING;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        RequestHeaders headers = request.headers();
        if (headers.method() != HttpMethod.POST) {
            return Page.text(405, "405 method not allowed, supported: [POST]\n").toResponse();
        }
        Map<String, String> given = PageService.headers(headers);
        Page refusal = handler.refusal(given);
        if (refusal != null) {
            return refusal.toResponse();
        }
        try {
            var post = new Post(context, encodings.of(headers), given);
            post.expect(headers.contentLength());
            return post.begin(request);
        } catch (RefusedException e) {
            return errors.answer(headers, e.status());
        }
    }

    private final class Post extends BoundedExchange {
        private final Map<String, String> headers;

        Post(
                ServiceRequestContext request,
                @Nullable Compression encoding,
                Map<String, String> headers) {
            super(server, request, errors, encoding, maxBytes);
            this.headers = headers;
        }

        @Override
        HttpResponse handle() throws RefusedException, ConsumeException {
            return handler.answer(headers, message(), context(null)).toResponse();
        }
    }
}
