// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

/**
 * Decodes compressed bodies within limits. Memory grows with the data that really is there: a
 * length that the body claims is believed only as far as the bytes at hand can back it.
 * Thread-safe.
 */
public final class Decompressor {
    private Decompressor() {}

    /**
     * Decodes the whole body. All gzip members, or zstd and LZ4 frames, of one body are joined and
     * count together against the limit; anything else behind them is an error.
     *
     * @param source not written to, and not kept
     * @throws DecodeException when it is corrupt, too large, or memory is short
     */
    public static Decoded decompress(
            Compression codec, byte[] source, int offset, int length, DecodeLimits limits)
            throws DecodeException {
        return switch (codec) {
            case GZIP -> GzipDecoder.decode(source, offset, length, limits);
            case ZLIB, DEFLATE -> ZlibDecoder.decode(source, offset, length, limits);
            case ZSTD -> ZstdDecoder.decode(source, offset, length, limits);
            case SNAPPY ->
                    SnappyFrames.isFramed(source, offset, length)
                            ? SnappyFrames.decode(source, offset, length, limits)
                            : SnappyBlock.decode(source, offset, length, limits);
            case SNAPPY_FRAMED -> SnappyFrames.decode(source, offset, length, limits);
            case LZ4 -> Lz4Frames.decode(source, offset, length, limits);
        };
    }
}
