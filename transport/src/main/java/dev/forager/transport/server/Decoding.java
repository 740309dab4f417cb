// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import dev.forager.pdata.WireBody;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.DecodeException;
import dev.forager.transport.codec.DecodeLimits;
import dev.forager.transport.codec.Decoded;
import dev.forager.transport.codec.Decompressor;
import org.jspecify.annotations.Nullable;

/** Turns a collected body into the message that a handler gets. */
final class Decoding {
    private Decoding() {}

    /** A body that was not compressed, collected behind room for its prefix. */
    static ReceivedMessage plain(BodyBuffer body) {
        byte[] bytes = body.take();
        GrpcPrefix.write(bytes, 0, body.length());
        return new ReceivedMessage(bytes, GrpcPrefix.BYTES, body.length(), null);
    }

    /**
     * Inflates a body; its compressed bytes stay with the message where they may be sent on.
     *
     * @param maxBytes most decoded bytes
     */
    static ReceivedMessage inflate(Compression codec, BodyBuffer body, int maxBytes)
            throws DecodeException {
        // Compressed and decoded bytes are in memory together, and may stay so in a queue.
        long compressed = body.reservedBytes();
        var limits =
                new DecodeLimits(
                        maxBytes,
                        GrpcPrefix.BYTES,
                        decoded -> body.tryReserve(compressed + decoded));
        Decoded decoded =
                Decompressor.decompress(codec, body.array(), body.offset(), body.length(), limits);
        GrpcPrefix.write(decoded.array(), 0, decoded.length());
        WireBody received = decoded.single() ? wireBody(codec, body) : null;
        body.take();
        return new ReceivedMessage(decoded.array(), decoded.offset(), decoded.length(), received);
    }

    private static @Nullable WireBody wireBody(Compression codec, BodyBuffer body) {
        return switch (codec) {
            case GZIP -> new WireBody(WireBody.Codec.GZIP, body.exactArray());
            case ZSTD -> new WireBody(WireBody.Codec.ZSTD, body.exactArray());
            case SNAPPY, SNAPPY_FRAMED, DEFLATE, ZLIB, LZ4 -> null;
        };
    }
}
