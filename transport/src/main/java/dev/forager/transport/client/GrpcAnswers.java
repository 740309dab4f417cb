// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.RpcStatus;
import dev.forager.transport.StatusCodec;
import dev.forager.transport.StatusMapping;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.DecodeException;
import dev.forager.transport.codec.DecodeLimits;
import dev.forager.transport.codec.Decompressor;
import io.netty.util.AsciiString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers to unary calls (<a
 * href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over HTTP/2</a>).
 */
final class GrpcAnswers {
    /** Most bytes of a message that is read; OTLP's recommendation and gRPC's default. */
    static final int MAX_MESSAGE_BYTES = 4 << 20;

    static final int PREFIX_BYTES = 5;

    private static final AsciiString STATUS = HttpHeaderNames.of("grpc-status");
    private static final AsciiString MESSAGE = HttpHeaderNames.of("grpc-message");
    private static final AsciiString DETAILS = HttpHeaderNames.of("grpc-status-details-bin");
    private static final AsciiString ENCODING = HttpHeaderNames.of("grpc-encoding");
    private static final byte[] NOTHING = {};

    private GrpcAnswers() {}

    /**
     * The message of a successful call; empty where it is missing or cannot be read, since the call
     * has succeeded all the same.
     *
     * @throws ConsumeException when the status says otherwise, or there is none
     */
    static byte[] message(Answer answer) throws ConsumeException {
        HttpHeaders ending =
                answer.trailers().contains(STATUS) ? answer.trailers() : answer.headers();
        String status = ending.get(STATUS);
        if (status == null) {
            throw withoutStatus(answer);
        }
        int code = code(status);
        if (code != 0) {
            throw refusal(code, ending);
        }
        return decoded(answer);
    }

    private static int code(String status) {
        try {
            return Integer.parseInt(status);
        } catch (NumberFormatException e) {
            return StatusMapping.UNKNOWN;
        }
    }

    private static ConsumeException refusal(int code, HttpHeaders ending) {
        String text = ending.get(MESSAGE);
        RpcStatus details = details(ending.get(DETAILS));
        return GrpcCode.failure(
                code,
                text == null ? "" : percentDecoded(text),
                details == null ? null : details.retryDelay(),
                null);
    }

    private static @Nullable RpcStatus details(@Nullable String base64) {
        if (base64 == null) {
            return null;
        }
        try {
            return StatusCodec.ofProtobuf(Base64.getDecoder().decode(base64.strip()));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static ConsumeException withoutStatus(Answer answer) {
        int status = answer.headers().status().code();
        if (status != 200) {
            return GrpcCode.failure(
                    GrpcCode.ofHttpStatus(status),
                    "unexpected HTTP status code received from server: %s"
                            .formatted(answer.headers().status()),
                    null,
                    answer.cut());
        }
        String type = answer.headers().get(HttpHeaderNames.CONTENT_TYPE);
        if (type == null || !type.startsWith("application/grpc")) {
            return GrpcCode.failure(
                    StatusMapping.UNKNOWN,
                    "malformed header: unexpected content-type \"%s\" (is this a gRPC server?)"
                            .formatted(type == null ? "" : type),
                    null,
                    answer.cut());
        }
        if (!answer.isWhole() && answer.cut() == null) {
            return GrpcCode.failure(
                    StatusMapping.RESOURCE_EXHAUSTED,
                    "grpc: received message larger than max (%d)".formatted(MAX_MESSAGE_BYTES),
                    null,
                    null);
        }
        // Whether the data was stored is not known: sending twice harms less than losing it.
        return GrpcCode.failure(
                StatusMapping.UNAVAILABLE,
                "server closed the stream without sending trailers",
                null,
                answer.cut());
    }

    private static byte[] decoded(Answer answer) {
        byte[] body = answer.body();
        if (body.length < PREFIX_BYTES) {
            return NOTHING;
        }
        int length = body.length - PREFIX_BYTES;
        if (body[0] == 0) {
            return length == 0 ? NOTHING : Arrays.copyOfRange(body, PREFIX_BYTES, body.length);
        }
        String encoding = answer.headers().get(ENCODING);
        Compression codec = encoding == null ? null : Compression.ofWireName(encoding);
        if (codec == null) {
            return NOTHING;
        }
        try {
            return Decompressor.decompress(
                            codec,
                            body,
                            PREFIX_BYTES,
                            length,
                            DecodeLimits.ofBytes(MAX_MESSAGE_BYTES))
                    .toByteArray();
        } catch (DecodeException e) {
            return NOTHING;
        }
    }

    /** Bytes outside printable ASCII travel as {@code %xx}; what is no such code stays. */
    static String percentDecoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var out = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high =
                    c == '%' && i + 2 < text.length()
                            ? Character.digit(text.charAt(i + 1), 16)
                            : -1;
            int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(c);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
