// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.RoutingContext;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.forager.pipeline.ConsumeException;
import dev.forager.transport.codec.Compression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A route that takes messages by POST in one of some formats. */
final class HttpMessageService implements ServerRoute {
    private final ServerRuntime server;
    private final ErrorAnswers errors;
    private final Encodings encodings;
    private final int maxBytes;
    private final HeadCheck head;
    private final Responder[] responders;
    private final String unsupported;

    HttpMessageService(
            ServerRuntime server,
            ErrorAnswers errors,
            Encodings encodings,
            int maxBytes,
            HeadCheck head,
            List<HttpFormat> formats) {
        this.server = server;
        this.errors = errors;
        this.encodings = encodings;
        this.maxBytes = maxBytes;
        this.head = head;
        this.responders = formats.stream().map(Responder::new).toArray(Responder[]::new);
        this.unsupported =
                "415 unsupported media type, supported: "
                        + formats.stream().map(HttpFormat::mediaType).sorted().toList();
    }

    /** A format with the headers of its empty and usual answers. */
    private static final class Responder {
        private final HttpFormat format;
        private final ResponseHeaders empty;

        Responder(HttpFormat format) {
            this.format = format;
            this.empty =
                    ResponseHeaders.of(
                            HttpStatus.OK,
                            HttpHeaderNames.CONTENT_TYPE,
                            format.mediaType(),
                            HttpHeaderNames.CONTENT_LENGTH,
                            "0");
        }

        HttpResponse answer(byte[] message) {
            return message.length == 0
                    ? HttpResponse.of(empty)
                    : HttpResponse.of(
                            ResponseHeaders.of(
                                    HttpStatus.OK,
                                    HttpHeaderNames.CONTENT_TYPE,
                                    format.mediaType(),
                                    HttpHeaderNames.CONTENT_LENGTH,
                                    Integer.toString(message.length)),
                            HttpData.wrap(message));
        }
    }

    @Override
    public ExchangeType exchangeType(RoutingContext context) {
        return ExchangeType.REQUEST_STREAMING;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        RequestHeaders headers = request.headers();
        Compression encoding;
        try {
            encoding = encodings.of(headers);
        } catch (RefusedException e) {
            return errors.answer(headers, e.status());
        }
        if (headers.method() != HttpMethod.POST) {
            return plain(
                    HttpStatus.METHOD_NOT_ALLOWED, "405 method not allowed, supported: [POST]");
        }
        Responder responder = responder(ErrorAnswers.MediaTypes.of(headers));
        if (responder == null) {
            return plain(HttpStatus.UNSUPPORTED_MEDIA_TYPE, unsupported);
        }
        long declared = headers.contentLength();
        var post = new Post(context, responder, encoding);
        try {
            head.check(headers);
            post.expect(declared);
        } catch (RefusedException e) {
            return errors.answer(headers, e.status());
        }
        return post.begin(request);
    }

    private @Nullable Responder responder(@Nullable String mediaType) {
        for (Responder responder : responders) {
            if (responder.format.mediaType().equals(mediaType)) {
                return responder;
            }
        }
        return null;
    }

    private static HttpResponse plain(HttpStatus status, String text) {
        return HttpResponse.of(
                ResponseHeaders.of(status, HttpHeaderNames.CONTENT_TYPE, "text/plain"),
                HttpData.ofAscii(text));
    }

    private final class Post extends BoundedExchange {
        private final Responder responder;

        Post(ServiceRequestContext request, Responder responder, @Nullable Compression encoding) {
            super(server, request, errors, encoding, maxBytes);
            this.responder = responder;
        }

        @Override
        HttpResponse handle() throws RefusedException, ConsumeException {
            return responder.answer(responder.format.handler().handle(message(), context(null)));
        }
    }
}
