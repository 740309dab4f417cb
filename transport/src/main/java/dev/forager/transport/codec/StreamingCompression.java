// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG;
import org.xerial.snappy.SnappyFramedOutputStream;

/** The codecs as streams, for bodies that are too large for one array beside another. */
final class StreamingCompression {
    private static final int BUFFER_BYTES = 64 << 10;

    private StreamingCompression() {}

    /** What is written to it goes compressed to {@code target}; {@code level} is a real one. */
    static OutputStream of(Compression codec, int level, OutputStream target) throws IOException {
        return switch (codec) {
            case GZIP -> gzip(level, target);
            case ZLIB, DEFLATE -> zlib(level, target);
            case ZSTD -> zstd(level, target);
            case SNAPPY_FRAMED -> new SnappyFramedOutputStream(target);
            case LZ4 ->
                    new LZ4FrameOutputStream(
                            target,
                            BLOCKSIZE.SIZE_256KB,
                            FLG.Bits.BLOCK_INDEPENDENCE,
                            FLG.Bits.CONTENT_CHECKSUM);
            case SNAPPY -> throw new IllegalArgumentException("snappy blocks are no stream");
        };
    }

    private static OutputStream gzip(int level, OutputStream target) throws IOException {
        return new GZIPOutputStream(target, BUFFER_BYTES) {
            {
                def.setLevel(level);
            }
        };
    }

    private static OutputStream zlib(int level, OutputStream target) {
        var deflater = new Deflater(level);
        return new DeflaterOutputStream(target, deflater, BUFFER_BYTES) {
            @Override
            public void close() throws IOException {
                try {
                    super.close();
                } finally {
                    deflater.end();
                }
            }
        };
    }

    private static OutputStream zstd(int level, OutputStream target) throws IOException {
        var stream = new ZstdOutputStreamNoFinalizer(target, level);
        stream.setChecksum(true);
        if (level > ZstdEncoder.HIGHEST_LEVEL_OF_SMALL_WINDOWS) {
            stream.setLong(ZstdEncoder.MAX_WINDOW_LOG);
        }
        return stream;
    }
}
