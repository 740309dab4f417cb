// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.OmitEmpty;

/** How hard to compress. */
@OmitEmpty
public record CompressionParams(
        @Doc(
                        "Level: 1 to 9 for gzip, zlib and deflate, 1 to 22 for zstd; 0 or -1 is a fast default. A received body is sent again as it came only without a level.")
                @Default("0")
                int level) {
    /** No level configured. */
    public static final CompressionParams DEFAULT = new CompressionParams(0);

    /** Go's zlib.HuffmanOnly, for which the fastest level stands. */
    private static final int HUFFMAN_ONLY = -2;

    boolean suits(CompressionType type) {
        return switch (type) {
            case GZIP, ZLIB, DEFLATE -> level >= HUFFMAN_ONLY && level <= 9;
            case ZSTD -> true; // mapped to the nearest level there is, as upstream
            case SNAPPY, SNAPPY_FRAMED, LZ4, NONE -> level == 0;
        };
    }

    /** Whether the user chose a level. */
    boolean isChosen() {
        return level != 0 && level != -1;
    }

    /** The level in the terms of our compressors. */
    int levelOf(CompressionType type) {
        return switch (type) {
            case GZIP, ZLIB, DEFLATE -> level == HUFFMAN_ONLY ? 1 : Math.max(0, level);
            case ZSTD -> Math.clamp(level, 0, 22);
            case SNAPPY, SNAPPY_FRAMED, LZ4, NONE -> 0;
        };
    }
}
