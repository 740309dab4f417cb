// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.forager.pipeline.RpcStatus;
import dev.forager.transport.StatusMapping;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.DecodeException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A request of plain HTTP whose body is bounded, as it came and decoded. */
abstract class BoundedExchange extends Exchange {
    static final RpcStatus TOO_LARGE =
            new RpcStatus(StatusMapping.INVALID_ARGUMENT, "http: request body too large", null);

    private final ErrorAnswers errors;
    private final @Nullable Compression encoding;
    private final int maxBytes;

    BoundedExchange(
            ServerRuntime server,
            ServiceRequestContext request,
            ErrorAnswers errors,
            @Nullable Compression encoding,
            int maxBytes) {
        super(server, request);
        this.errors = errors;
        this.encoding = encoding;
        this.maxBytes = maxBytes;
    }

    /**
     * Makes room for a body of the declared length.
     *
     * @throws RefusedException when it is too large, or when there is no memory for it
     */
    final void expect(long declared) throws RefusedException {
        if (declared > maxBytes) {
            throw new RefusedException(TOO_LARGE);
        }
        body.expect((int) declared, encoding == null ? GrpcPrefix.BYTES : 0);
    }

    @Override
    final void collect(ByteBuf piece) throws RefusedException {
        int length = piece.readableBytes();
        if (length > maxBytes - body.length()) {
            throw new RefusedException(TOO_LARGE);
        }
        body.append(piece, length);
    }

    @Override
    final void collected() {
        // HTTP itself knows where a body ends.
    }

    /** The body, decoded. */
    final ReceivedMessage message() throws RefusedException {
        if (encoding == null) {
            return Decoding.plain(body);
        }
        try {
            return Decoding.inflate(encoding, body, maxBytes);
        } catch (DecodeException e) {
            throw switch (e.reason()) {
                case CORRUPT ->
                        new RefusedException(StatusMapping.INVALID_ARGUMENT, e.getMessage());
                case TOO_LARGE -> new RefusedException(TOO_LARGE);
                case NO_MEMORY -> body.outOfMemory();
            };
        }
    }

    @Override
    final HttpResponse refusal(RpcStatus status) {
        return errors.answer(request.request().headers(), status);
    }
}
