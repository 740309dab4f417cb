// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;

/** One zstd frame that tells its content size, with a checksum as the collector writes it. */
final class ZstdEncoder implements Compressor.Encoder {
    /** Measured: half the CPU of level 3 at the same ratio. */
    static final int DEFAULT_LEVEL = 1;

    /** RFC 9659: receivers need not hold more than 8 MiB, whatever the level. */
    static final int MAX_WINDOW_LOG = 23;

    /** Above, windows are larger than that. */
    static final int HIGHEST_LEVEL_OF_SMALL_WINDOWS = 19;

    private final ZstdCompressCtx context = new ZstdCompressCtx();

    ZstdEncoder(int level) {
        context.setLevel(level == Compressor.DEFAULT_LEVEL ? DEFAULT_LEVEL : level);
        context.setChecksum(true);
        if (level > HIGHEST_LEVEL_OF_SMALL_WINDOWS) {
            context.setWindowLog(MAX_WINDOW_LOG);
        }
    }

    @Override
    public int bound(int length) {
        return (int) Math.min(Integer.MAX_VALUE, Zstd.compressBound(length) + 4);
    }

    @Override
    public int encode(byte[] source, int offset, int length, byte[] target, int at) {
        return context.compressByteArray(target, at, target.length - at, source, offset, length);
    }

    @Override
    public void close() {
        context.close();
    }
}
