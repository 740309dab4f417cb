// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import dev.forager.pipeline.MemoryBudget;
import dev.forager.transport.StatusMapping;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Fuzz target for the bodies of gRPC calls: the first byte says whether messages may be compressed,
 * the second into how long pieces the body is cut. Nothing but {@link RefusedException} with one of
 * the declared codes may come out, with the verdict of {@link #expected}, within the limit of bytes
 * and without memory left reserved. {@code docs/fuzzing.md} says how to run it.
 */
final class FrameFuzz {
    private static final int MAX_BYTES = 4096;

    private FrameFuzz() {}

    /** Called by Jazzer, and by {@link FrameFuzzTest} with the corpus. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        boolean mayCompress = (input[0] & 1) == 1;
        byte[] body = Arrays.copyOfRange(input, 2, input.length);
        byte[] expected = expected(body, mayCompress);
        byte[] whole = message(body, Math.max(1, body.length), mayCompress);
        byte[] cut = message(body, 1 + (input[1] & 0xff), mayCompress);
        require(Arrays.equals(whole, cut), "the pieces matter");
        require(Arrays.equals(whole, expected), "another verdict than that of the protocol");
    }

    /**
     * The message by the words of the protocol (<a
     * href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">Length-Prefixed-Message</a>),
     * null where there is not exactly one that may be read.
     */
    private static byte @Nullable [] expected(byte[] body, boolean mayCompress) {
        if (body.length < GrpcPrefix.BYTES) {
            return null;
        }
        long length = ByteBuffer.wrap(body).getInt(1) & 0xffff_ffffL;
        boolean isKnown = body[0] == 0 || (body[0] == 1 && mayCompress);
        return isKnown && length <= MAX_BYTES && length == body.length - GrpcPrefix.BYTES
                ? Arrays.copyOfRange(body, GrpcPrefix.BYTES, body.length)
                : null;
    }

    private static byte @Nullable [] message(byte[] bytes, int piece, boolean mayCompress) {
        MemoryBudget memory = MemoryBudget.ofBytes(4 * MAX_BYTES);
        var body = new BodyBuffer(memory, FrameFuzz::noMemory);
        try (body) {
            var deframer = new GrpcDeframer(body, MAX_BYTES, mayCompress);
            for (int at = 0; at < bytes.length; at += piece) {
                int length = Math.min(piece, bytes.length - at);
                deframer.feed(Unpooled.wrappedBuffer(bytes, at, length));
                require(body.array().length <= MAX_BYTES + GrpcPrefix.BYTES, "too much memory");
            }
            deframer.finish();
            require(deframer.isCompressed() == (bytes[0] == 1), "wrong flag");
            return body.exactArray();
        } catch (RefusedException refused) {
            int code = refused.status().code();
            require(
                    code == StatusMapping.UNKNOWN
                            || code == StatusMapping.INTERNAL
                            || code == StatusMapping.RESOURCE_EXHAUSTED,
                    "undeclared code " + code);
            return null;
        } finally {
            require(memory.usedBytes() == 0, "memory is left reserved");
        }
    }

    private static RefusedException noMemory() {
        return new RefusedException(StatusMapping.UNAVAILABLE, "no memory");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
