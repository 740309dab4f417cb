// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyFramedInputStream;

class CompressorTest {
    @ParameterizedTest
    @EnumSource
    void whatIsCompressed_foreignDecodersRead(Compression codec) throws IOException {
        for (int length : new int[] {0, 1, 1000, 65_536, 300_000}) {
            for (byte[] body : List.of(Bodies.text(length), Bodies.noise(length))) {
                assertThat(foreign(codec, Bodies.compress(codec, body))).isEqualTo(body);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCompressed_decodes_partOfAnArrayAndHeadroom(Compression codec) throws Exception {
        for (int length : new int[] {0, 1, 1000, 65_536, 300_000, 4_300_000}) {
            byte[] body = Bodies.text(length + 20);
            byte[] packed =
                    Compressor.of(codec, Compressor.DEFAULT_LEVEL).compress(body, 7, length, 5);
            var limits = new DecodeLimits(length, 5, _ -> true);
            Decoded decoded = Decompressor.decompress(codec, packed, 5, packed.length - 5, limits);
            assertThat(decoded.offset()).isEqualTo(5);
            assertThat(decoded.toByteArray())
                    .isEqualTo(java.util.Arrays.copyOfRange(body, 7, 7 + length));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SNAPPY")
    void streams_areReadByForeignDecodersAndOurs(Compression codec) throws Exception {
        for (int level : codec == Compression.ZSTD ? new int[] {0, 3, 22} : new int[] {0}) {
            for (byte[] body :
                    List.of(Bodies.text(4_300_000), Bodies.noise(300_000), new byte[0])) {
                var out = new ByteArrayOutputStream();
                try (OutputStream stream = Compressor.of(codec, level).stream(out)) {
                    stream.write(body, 0, body.length / 3);
                    stream.write(body, body.length / 3, body.length - body.length / 3);
                }
                assertThat(foreign(codec, out.toByteArray())).isEqualTo(body);
                assertThat(Bodies.decode(codec, out.toByteArray()).toByteArray()).isEqualTo(body);
            }
        }
    }

    @Test
    void snappyBlocks_areNoStream() {
        Compressor snappy = Compressor.of(Compression.SNAPPY, Compressor.DEFAULT_LEVEL);
        assertThat(snappy.isStreaming()).isFalse();
        assertThatThrownBy(() -> snappy.stream(new ByteArrayOutputStream()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void levels_areTheCodecsOwn() {
        byte[] body = Bodies.text(200_000);
        byte[] fast = Compressor.of(Compression.GZIP, 1).compress(body, 0, body.length, 0);
        byte[] small = Compressor.of(Compression.GZIP, 9).compress(body, 0, body.length, 0);
        assertThat(small.length).isLessThan(fast.length);
        byte[] zstd = Compressor.of(Compression.ZSTD, 19).compress(body, 0, body.length, 0);
        assertThat(zstd.length).isLessThan(Bodies.compress(Compression.ZSTD, body).length);
        assertThatThrownBy(() -> Compressor.of(Compression.SNAPPY, 3))
                .hasMessage("level: 3 (expected: 0 to 0 for snappy)");
        assertThatThrownBy(() -> Compressor.of(Compression.ZLIB, -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 9})
    void gzip_withoutLibdeflate_isTheSameFormat(int level) throws IOException {
        byte[] body = Bodies.text(100_000);
        var encoder = new GzipEncoder(level);
        byte[] target = new byte[encoder.bound(body.length)];
        int written = encoder.deflate(body, 0, body.length, target, 0);
        encoder.close();
        var in = new GZIPInputStream(new ByteArrayInputStream(target, 0, written));
        assertThat(in.readAllBytes()).isEqualTo(body);
    }

    @Test
    void highZstdLevels_stayWithinTheWindowOfRfc9659() throws Exception {
        byte[] body = new byte[9 << 20];
        byte[] packed = Compressor.of(Compression.ZSTD, 22).compress(body, 0, body.length, 0);
        assertThat(Bodies.decode(Compression.ZSTD, packed).toByteArray()).isEqualTo(body);
    }

    @Test
    void oneCompressor_servesManyThreads() throws Exception {
        Compressor compressor = Compressor.of(Compression.GZIP, Compressor.DEFAULT_LEVEL);
        byte[] body = Bodies.text(50_000);
        var calls = new ArrayList<Callable<byte[]>>();
        for (int i = 0; i < 200; i++) {
            calls.add(
                    () -> {
                        byte[] packed = compressor.compress(body, 0, body.length, 0);
                        return Bodies.decode(Compression.GZIP, packed).toByteArray();
                    });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var result : threads.invokeAll(calls)) {
                assertThat(result.get()).isEqualTo(body);
            }
        }
    }

    private static byte[] foreign(Compression codec, byte[] packed) throws IOException {
        if (codec == Compression.SNAPPY) {
            return Snappy.uncompress(packed);
        }
        try (InputStream in = stream(codec, new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        }
    }

    private static InputStream stream(Compression codec, InputStream in) throws IOException {
        return switch (codec) {
            case GZIP -> new GZIPInputStream(in);
            case ZSTD -> new ZstdInputStreamNoFinalizer(in);
            case SNAPPY, SNAPPY_FRAMED -> new SnappyFramedInputStream(in);
            case DEFLATE, ZLIB -> new InflaterInputStream(in);
            case LZ4 -> new LZ4FrameInputStream(in);
        };
    }
}
