// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import dev.forager.transport.StatusMapping;
import io.netty.buffer.ByteBuf;

/**
 * Takes the one message of a unary call out of the frames of its request, wherever they cut it.
 * Confined to one thread at a time.
 *
 * <p>An uncompressed message ends up behind its own prefix; a compressed one alone in an array of
 * its length.
 */
final class GrpcDeframer {
    private final BodyBuffer body;
    private final int maxBytes;
    private final boolean mayCompress;
    private int prefixBytes;
    private int flag;
    private long declared;

    /**
     * A de-framer that collects in {@code body}.
     *
     * @param maxBytes longest message as it stands on the wire
     * @param mayCompress whether the call named an encoding
     */
    GrpcDeframer(BodyBuffer body, int maxBytes, boolean mayCompress) {
        this.body = body;
        this.maxBytes = maxBytes;
        this.mayCompress = mayCompress;
    }

    /** Takes what is readable of one frame. */
    void feed(ByteBuf data) throws RefusedException {
        while (prefixBytes < GrpcPrefix.BYTES && data.isReadable()) {
            prefixByte(data.readUnsignedByte());
        }
        int rest = data.readableBytes();
        if (rest == 0) {
            return;
        }
        if (rest > declared - body.length()) {
            throw new RefusedException(
                    StatusMapping.INTERNAL,
                    "grpc: more than one message was sent for a unary call");
        }
        body.append(data, rest);
    }

    private void prefixByte(int next) throws RefusedException {
        if (prefixBytes == 0) {
            flag = next;
        } else {
            declared = declared << 8 | next;
        }
        if (++prefixBytes == GrpcPrefix.BYTES) {
            checkPrefix();
            body.expect((int) declared, flag == 0 ? GrpcPrefix.BYTES : 0);
        }
    }

    private void checkPrefix() throws RefusedException {
        if (flag > 1) {
            throw new RefusedException(
                    StatusMapping.INTERNAL, "grpc: received unexpected payload format " + flag);
        }
        if (flag == 1 && !mayCompress) {
            throw new RefusedException(
                    StatusMapping.INTERNAL,
                    "grpc: compressed flag set with identity or empty encoding");
        }
        if (declared > maxBytes) {
            throw tooLarge(declared, maxBytes);
        }
    }

    /** grpc-go's answer. */
    static RefusedException tooLarge(long bytes, int maxBytes) {
        return new RefusedException(
                StatusMapping.RESOURCE_EXHAUSTED,
                "grpc: received message larger than max (%d vs. %d)".formatted(bytes, maxBytes));
    }

    /** Checks that the request ended with its message; the answers are those of grpc-go. */
    void finish() throws RefusedException {
        if (prefixBytes < GrpcPrefix.BYTES || body.length() < declared) {
            throw new RefusedException(
                    StatusMapping.UNKNOWN,
                    prefixBytes < GrpcPrefix.BYTES ? "EOF" : "unexpected EOF");
        }
    }

    /** Whether the message is compressed. */
    boolean isCompressed() {
        return flag == 1;
    }
}
