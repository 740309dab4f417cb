// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.forager.pipeline.RpcStatus;
import dev.forager.transport.StatusCodec;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * gRPC responses (<a
 * href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#responses">PROTOCOL-HTTP2</a>).
 */
final class GrpcAnswers {
    static final AsciiString STATUS = AsciiString.cached("grpc-status");
    private static final AsciiString MESSAGE = AsciiString.cached("grpc-message");
    private static final AsciiString DETAILS = AsciiString.cached("grpc-status-details-bin");
    private static final String CONTENT_TYPE = "application/grpc";
    private static final String HEX = "0123456789ABCDEF";

    private static final ResponseHeaders OK_HEADERS =
            ResponseHeaders.of(HttpStatus.OK, HttpHeaderNames.CONTENT_TYPE, CONTENT_TYPE);
    private static final HttpHeaders OK_TRAILERS = HttpHeaders.of(STATUS, "0");
    private static final HttpData EMPTY_MESSAGE = HttpData.wrap(new byte[GrpcPrefix.BYTES]);

    private GrpcAnswers() {}

    /** A message and status 0. */
    static HttpResponse ok(byte[] message) {
        return HttpResponse.of(OK_HEADERS, framed(message), OK_TRAILERS);
    }

    private static HttpData framed(byte[] message) {
        if (message.length == 0) {
            return EMPTY_MESSAGE;
        }
        byte[] framed = new byte[GrpcPrefix.BYTES + message.length];
        GrpcPrefix.write(framed, 0, message.length);
        System.arraycopy(message, 0, framed, GrpcPrefix.BYTES, message.length);
        return HttpData.wrap(framed);
    }

    /** Status without a message: headers only, as clients expect of a refusal. */
    static HttpResponse error(RpcStatus status) {
        return error(HttpStatus.OK, status);
    }

    /** The same to what is no gRPC request, so that other clients understand it too. */
    static HttpResponse error(HttpStatus http, RpcStatus status) {
        var headers =
                ResponseHeaders.builder(http)
                        .add(HttpHeaderNames.CONTENT_TYPE, CONTENT_TYPE)
                        .addInt(STATUS, status.code());
        if (!status.message().isEmpty()) {
            headers.add(MESSAGE, percentEncoded(status.message()));
        }
        if (status.retryDelay() != null) {
            byte[] details = StatusCodec.toProtobuf(status);
            headers.add(DETAILS, Base64.getEncoder().withoutPadding().encodeToString(details));
        }
        return HttpResponse.of(headers.build());
    }

    /** Bytes that are no printable ASCII, and the percent sign, as {@code %XX}. */
    static String percentEncoded(String text) {
        var out = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '%') {
                out.append((char) b);
            } else {
                out.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
            }
        }
        return out.toString();
    }
}
