// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.RoutingContext;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.RpcStatus;
import dev.forager.transport.StatusMapping;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.DecodeException;
import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * One unary gRPC method whose messages stay bytes. Accepts identity, gzip, zstd and snappy; answers
 * without compression.
 */
final class UnaryGrpcService implements ServerRoute {
    private static final AsciiString ENCODING = AsciiString.cached("grpc-encoding");

    private final ServerRuntime server;
    private final MessageHandler handler;
    private final int maxBytes;

    /** A method that takes messages of up to {@code maxBytes}, compressed and decoded. */
    UnaryGrpcService(ServerRuntime server, MessageHandler handler, int maxBytes) {
        this.server = server;
        this.handler = handler;
        this.maxBytes = maxBytes;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        RequestHeaders headers = request.headers();
        HttpResponse mismatch = GrpcRequests.mismatch(headers);
        if (mismatch != null) {
            return mismatch;
        }
        Deadline deadline;
        try {
            deadline = GrpcRequests.deadline(headers);
            GrpcRequests.checkBinaryHeaders(headers);
        } catch (RefusedException e) {
            return GrpcAnswers.error(HttpStatus.BAD_REQUEST, e.status());
        }
        try {
            GrpcRequests.checkTime(deadline);
            return new Call(context, encoding(headers.get(ENCODING)), deadline).begin(request);
        } catch (RefusedException e) {
            return GrpcAnswers.error(e.status());
        }
    }

    /**
     * The request comes in pieces, so that it can be refused before it is all in memory; the
     * response goes out in one.
     */
    @Override
    public ExchangeType exchangeType(RoutingContext context) {
        return ExchangeType.REQUEST_STREAMING;
    }

    private static @Nullable Compression encoding(@Nullable String name) throws RefusedException {
        if (name == null || name.equals("identity")) {
            return null;
        }
        return switch (name) {
            case "gzip" -> Compression.GZIP;
            case "zstd" -> Compression.ZSTD;
            case "snappy" -> Compression.SNAPPY;
            default ->
                    throw new RefusedException(
                            StatusMapping.UNIMPLEMENTED,
                            "grpc: Decompressor is not installed for grpc-encoding \"%s\""
                                    .formatted(name));
        };
    }

    private final class Call extends Exchange {
        private final @Nullable Compression encoding;
        private final @Nullable Deadline deadline;
        private final GrpcDeframer deframer;

        Call(
                ServiceRequestContext request,
                @Nullable Compression encoding,
                @Nullable Deadline deadline) {
            super(server, request);
            this.encoding = encoding;
            this.deadline = deadline;
            this.deframer = new GrpcDeframer(body, maxBytes, encoding != null);
        }

        @Override
        void collect(ByteBuf piece) throws RefusedException {
            deframer.feed(piece);
        }

        @Override
        void collected() throws RefusedException {
            deframer.finish();
        }

        @Override
        HttpResponse handle() throws RefusedException, ConsumeException {
            try {
                return GrpcAnswers.ok(handler.handle(message(), context(deadline)));
            } catch (ConsumeException e) {
                GrpcRequests.checkTime(deadline);
                throw e;
            }
        }

        private ReceivedMessage message() throws RefusedException {
            if (encoding == null || !deframer.isCompressed()) {
                return Decoding.plain(body);
            }
            try {
                return Decoding.inflate(encoding, body, maxBytes);
            } catch (DecodeException e) {
                throw switch (e.reason()) {
                    case CORRUPT ->
                            new RefusedException(
                                    StatusMapping.INTERNAL,
                                    "grpc: failed to decompress the received message: "
                                            + e.getMessage());
                    case TOO_LARGE ->
                            new RefusedException(
                                    StatusMapping.RESOURCE_EXHAUSTED,
                                    "grpc: received message after decompression larger than max "
                                            + maxBytes);
                    case NO_MEMORY -> body.outOfMemory();
                };
            }
        }

        @Override
        HttpResponse refusal(RpcStatus status) {
            return GrpcAnswers.error(status);
        }
    }
}
