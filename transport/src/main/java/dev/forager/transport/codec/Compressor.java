// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import static dev.forager.transport.codec.DecodeLimits.LARGEST;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Compresses bodies with one codec at one level. Thread-safe; contexts and scratch memory are
 * reused.
 */
public final class Compressor {
    /** Stands for the codec's own level, chosen for throughput. */
    public static final int DEFAULT_LEVEL = 0;

    /** Longest scratch array that is kept for reuse. */
    private static final int KEPT_SCRATCH = 1 << 20;

    private final Compression codec;
    private final int level;
    private final Pool<Context> contexts;

    private Compressor(Compression codec, int level) {
        this.codec = codec;
        this.level = level;
        this.contexts = new Pool<>(() -> new Context(encoder(codec, level)), Context::close);
    }

    /** Writes one body into an array. Confined to one thread at a time. */
    interface Encoder extends AutoCloseable {
        /** The most that {@code length} bytes can become. */
        int bound(int length);

        /** Encodes into {@code target} from {@code at}, where {@link #bound} bytes are free. */
        int encode(byte[] source, int offset, int length, byte[] target, int at);

        @Override
        default void close() {}
    }

    /**
     * A compressor.
     *
     * @param level {@link #DEFAULT_LEVEL}, or 1 to 9 for gzip, zlib and deflate, 1 to 22 for zstd;
     *     others have no levels
     * @throws IllegalArgumentException when the codec has no such level
     */
    public static Compressor of(Compression codec, int level) {
        int highest =
                switch (codec) {
                    case GZIP, ZLIB, DEFLATE -> 9;
                    case ZSTD -> 22;
                    case SNAPPY, SNAPPY_FRAMED, LZ4 -> 0;
                };
        if (level < 0 || level > highest) {
            throw new IllegalArgumentException(
                    "level: %d (expected: 0 to %d for %s)".formatted(level, highest, codec));
        }
        return new Compressor(codec, level);
    }

    private static Encoder encoder(Compression codec, int level) {
        return switch (codec) {
            case GZIP -> new GzipEncoder(level);
            case ZLIB, DEFLATE -> new ZlibEncoder(level);
            case ZSTD -> new ZstdEncoder(level);
            case SNAPPY -> new SnappyEncoder();
            case SNAPPY_FRAMED -> new SnappyFramesEncoder();
            case LZ4 -> new Lz4Encoder();
        };
    }

    /** What this compresses to. */
    public Compression codec() {
        return codec;
    }

    /**
     * Compresses a body.
     *
     * @param headroom bytes that stay free in front, for a prefix that the caller writes
     * @return a fresh array of exactly {@code headroom} and the compressed bytes
     * @throws IllegalArgumentException when the result might not fit into an array
     */
    public byte[] compress(byte[] source, int offset, int length, int headroom) {
        Context context = contexts.take();
        try {
            return context.compress(source, offset, length, headroom);
        } finally {
            contexts.giveBack(context);
        }
    }

    /** Whether {@link #stream} is there: all codecs but snappy's block format. */
    public boolean isStreaming() {
        return codec != Compression.SNAPPY;
    }

    /**
     * The codec as a stream, for bodies that are not in one array: takes more CPU than {@link
     * #compress} and no array of the body's length. To be closed.
     *
     * @throws IllegalArgumentException when the codec is no stream
     */
    public OutputStream stream(OutputStream target) throws IOException {
        int real =
                level != DEFAULT_LEVEL
                        ? level
                        : codec == Compression.ZSTD
                                ? ZstdEncoder.DEFAULT_LEVEL
                                : Deflation.DEFAULT_LEVEL;
        return StreamingCompression.of(codec, real, target);
    }

    private static final class Context {
        private final Encoder encoder;
        private byte[] scratch = {};

        Context(Encoder encoder) {
            this.encoder = encoder;
        }

        byte[] compress(byte[] source, int offset, int length, int headroom) {
            int bound = headroom + encoder.bound(length);
            if (bound < 0 || bound > LARGEST) {
                throw new IllegalArgumentException(
                        "length: %d (expected: a body of less than 2 GiB)".formatted(length));
            }
            byte[] target = scratch.length >= bound ? scratch : new byte[bound];
            int written = encoder.encode(source, offset, length, target, headroom);
            if (target.length <= KEPT_SCRATCH) {
                scratch = target;
            }
            return Arrays.copyOf(target, headroom + written);
        }

        void close() {
            encoder.close();
        }
    }
}
