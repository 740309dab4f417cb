// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A compression of bodies under the name that {@code Content-Encoding}, {@code grpc-encoding} and
 * the {@code compression} key of the collector use.
 */
public enum Compression {
    GZIP("gzip"),
    ZSTD("zstd"),
    SNAPPY("snappy"),
    /** Snappy's stream format under its own name. */
    SNAPPY_FRAMED("x-snappy-framed"),
    /** The zlib format of RFC 1950, as HTTP defines {@code deflate} (RFC 9110, 8.4.1.2). */
    DEFLATE("deflate"),
    /** The same format under the collector's name. */
    ZLIB("zlib"),
    /** The LZ4 frame format. */
    LZ4("lz4");

    private final String wireName;

    Compression(String wireName) {
        this.wireName = wireName;
    }

    /** The name in headers and configurations. */
    public String wireName() {
        return wireName;
    }

    /** The compression called {@code name}, in any case; null where there is none. */
    public static @Nullable Compression ofWireName(String name) {
        // Exact matches first: the hot path sees lower-case names only.
        for (Compression codec : values()) {
            if (codec.wireName.equals(name)) {
                return codec;
            }
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals(name) ? null : ofWireName(lower);
    }

    @Override
    public String toString() {
        return wireName;
    }
}
