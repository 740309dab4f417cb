// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import dev.forager.transport.codec.Compression;
import org.jspecify.annotations.Nullable;

/** A value of the key {@code compression}; the collector's configcompression. */
public enum CompressionType {
    NONE("none", null),
    GZIP("gzip", Compression.GZIP),
    ZLIB("zlib", Compression.ZLIB),
    DEFLATE("deflate", Compression.DEFLATE),
    SNAPPY("snappy", Compression.SNAPPY),
    SNAPPY_FRAMED("x-snappy-framed", Compression.SNAPPY_FRAMED),
    ZSTD("zstd", Compression.ZSTD),
    LZ4("lz4", Compression.LZ4);

    private final String key;
    private final @Nullable Compression codec;

    CompressionType(String key, @Nullable Compression codec) {
        this.key = key;
        this.codec = codec;
    }

    /**
     * Reads a value; the empty text is {@link #NONE}.
     *
     * @throws IllegalArgumentException with the collector's text when it is none of them
     */
    public static CompressionType parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        for (CompressionType type : values()) {
            if (type.key.equals(text)) {
                return type;
            }
        }
        throw new IllegalArgumentException("unsupported compression type \"%s\"".formatted(text));
    }

    /** The codec; null for {@link #NONE}. */
    public @Nullable Compression codec() {
        return codec;
    }

    @Override
    public String toString() {
        return key;
    }
}
