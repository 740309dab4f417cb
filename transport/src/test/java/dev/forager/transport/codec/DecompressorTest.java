// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import static dev.forager.transport.codec.Bodies.bytes;
import static dev.forager.transport.codec.Bodies.compress;
import static dev.forager.transport.codec.Bodies.decode;
import static dev.forager.transport.codec.Bodies.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.forager.transport.codec.DecodeException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG;
import net.jpountz.xxhash.XXHashFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xerial.snappy.SnappyFramedOutputStream;

/** The compression rows of the malformed input corpus, and what foreign encoders write. */
class DecompressorTest {
    private static final byte[] TEXT = Bodies.text(300_000);

    @ParameterizedTest
    @EnumSource
    void limit_countsDecodedBytes_exactly(Compression codec) throws Exception {
        byte[] packed = compress(codec, TEXT);
        assertThat(decode(codec, packed, TEXT.length).toByteArray()).isEqualTo(TEXT);
        assertFails(codec, packed, TEXT.length - 1, Reason.TOO_LARGE);
    }

    @ParameterizedTest
    @EnumSource
    void truncatedAnywhere_isCorrupt(Compression codec) {
        byte[] packed = compress(codec, Bodies.text(400));
        for (int length = 1; length < packed.length; length++) {
            if (codec == Compression.SNAPPY_FRAMED && length == 10) {
                continue; // The stream identifier alone is an empty stream.
            }
            assertFails(codec, Arrays.copyOf(packed, length), 1 << 20, Reason.CORRUPT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void junkBehind_isCorrupt(Compression codec) {
        byte[] packed = join(compress(codec, Bodies.text(400)), bytes(1, 2, 3, 4, 5, 6, 7, 8, 9));
        assertFails(codec, packed, 1 << 20, Reason.CORRUPT);
    }

    @ParameterizedTest
    @EnumSource
    void randomChanges_giveTheDeclaredFailureOrABodyWithinTheLimit(Compression codec) {
        long seed = 20261125;
        var random = new Random(seed);
        byte[] packed = compress(codec, Bodies.text(3000));
        for (int round = 0; round < 3000; round++) {
            byte[] changed = packed.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(decode(codec, changed, 100_000).length()).isLessThanOrEqualTo(100_000);
            } catch (DecodeException declared) {
                assertThat(declared.getMessage()).as("seed %d round %d", seed, round).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRefusingBudget_stopsBeforeTheMemoryIsTaken(Compression codec) {
        byte[] packed = compress(codec, TEXT);
        var asked = new AtomicLong();
        var limits =
                new DecodeLimits(
                        1 << 20,
                        0,
                        total -> {
                            asked.set(total);
                            return total < 100_000;
                        });
        var failure =
                catchThrowableOfType(
                        DecodeException.class,
                        () -> Decompressor.decompress(codec, packed, 0, packed.length, limits));
        assertThat(failure.reason()).isEqualTo(Reason.NO_MEMORY);
        assertThat(asked.get()).isBetween(100_000L, 2L << 20);
    }

    static Stream<Object[]> bombs() throws IOException {
        byte[] zeros = new byte[8 << 20];
        return Stream.of(
                new Object[] {Compression.GZIP, compress(Compression.GZIP, zeros)},
                new Object[] {Compression.ZLIB, compress(Compression.ZLIB, zeros)},
                new Object[] {Compression.ZSTD, Zstd.compress(zeros, 19)},
                new Object[] {Compression.ZSTD, streamed(Compression.ZSTD, zeros)},
                new Object[] {Compression.SNAPPY, compress(Compression.SNAPPY, zeros)},
                new Object[] {
                    Compression.SNAPPY_FRAMED, compress(Compression.SNAPPY_FRAMED, zeros)
                },
                new Object[] {Compression.LZ4, compress(Compression.LZ4, zeros)});
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void bombs_costNoMoreThanTheLimitAndOneBuffer(Compression codec, byte[] packed) {
        int limit = 1 << 20;
        var peak = new AtomicLong();
        var limits =
                new DecodeLimits(
                        limit,
                        0,
                        total -> {
                            peak.accumulateAndGet(total, Math::max);
                            return true;
                        });
        var failure =
                catchThrowableOfType(
                        DecodeException.class,
                        () -> Decompressor.decompress(codec, packed, 0, packed.length, limits));
        assertThat(failure.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(peak.get()).isLessThanOrEqualTo(2L * limit + 16);
    }

    @Test
    void singleMembersAndFrames_areToldApart() throws Exception {
        byte[] gzip = compress(Compression.GZIP, TEXT);
        assertThat(decode(Compression.GZIP, gzip).single()).isTrue();
        Decoded twice = decode(Compression.GZIP, join(gzip, gzip));
        assertThat(twice.single()).isFalse();
        assertThat(twice.toByteArray()).isEqualTo(join(TEXT, TEXT));
        byte[] zstd = compress(Compression.ZSTD, TEXT);
        assertThat(decode(Compression.ZSTD, zstd).single()).isTrue();
        assertThat(decode(Compression.ZSTD, join(zstd, zstd)).toByteArray())
                .isEqualTo(join(TEXT, TEXT));
        assertThat(decode(Compression.ZSTD, join(zstd, zstd)).single()).isFalse();
        byte[] skippable = bytes(0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3);
        assertThat(decode(Compression.ZSTD, join(skippable, zstd)).single()).isFalse();
        assertThat(decode(Compression.ZSTD, join(skippable, zstd)).toByteArray()).isEqualTo(TEXT);
        byte[] lz4 = compress(Compression.LZ4, TEXT);
        assertThat(decode(Compression.LZ4, lz4).single()).isFalse();
    }

    @Test
    void membersTogether_countAgainstTheLimit() {
        byte[] one = compress(Compression.GZIP, Bodies.text(600));
        assertFails(Compression.GZIP, join(one, one), 1000, Reason.TOO_LARGE);
        byte[] frame = compress(Compression.ZSTD, Bodies.text(600));
        assertFails(Compression.ZSTD, join(frame, frame), 1000, Reason.TOO_LARGE);
        byte[] lz4 = compress(Compression.LZ4, Bodies.text(600));
        assertFails(Compression.LZ4, join(lz4, lz4), 1000, Reason.TOO_LARGE);
    }

    static Stream<Compression> streams() {
        return Stream.of(
                Compression.GZIP,
                Compression.ZLIB,
                Compression.DEFLATE,
                Compression.ZSTD,
                Compression.SNAPPY,
                Compression.SNAPPY_FRAMED,
                Compression.LZ4);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void streamEncoders_areRead(Compression codec) throws Exception {
        assertThat(decode(codec, streamed(codec, TEXT)).toByteArray()).isEqualTo(TEXT);
    }

    @Test
    void collectorsTexts() {
        assertThatThrownBy(() -> decode(Compression.GZIP, bytes('{', '}', '\n')))
                .hasMessage("unexpected EOF");
        assertThatThrownBy(() -> decode(Compression.GZIP, Bodies.text(50)))
                .hasMessage("gzip: invalid header");
        assertThatThrownBy(() -> decode(Compression.ZSTD, bytes('{', '}')))
                .hasMessage("invalid input: magic number mismatch");
        assertThatThrownBy(() -> decode(Compression.ZLIB, bytes('{', '}', '{', '}')))
                .hasMessage("zlib: invalid header");
        assertThatThrownBy(() -> decode(Compression.LZ4, Bodies.text(50)))
                .hasMessage("lz4: bad magic number");
        assertThatThrownBy(() -> decode(Compression.GZIP, new byte[0])).hasMessage("EOF");
    }

    @Test
    void gzip_optionalHeaderFields_areSkippedAndChecked() throws Exception {
        byte[] plain = compress(Compression.GZIP, TEXT);
        byte[] head = bytes(0x1f, 0x8b, 8, 2 + 4 + 8 + 16, 0, 0, 0, 0, 0, 3, 4, 0, 'x', 'y', 'z');
        byte[] names = bytes('t', 'n', 'a', 'm', 'e', 0, 'c', 0);
        byte[] checked = join(head, names);
        var crc = new CRC32();
        crc.update(checked);
        int sum = (int) crc.getValue();
        byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);
        byte[] good = join(checked, bytes(sum, sum >> 8), rest);
        assertThat(decode(Compression.GZIP, good).toByteArray()).isEqualTo(TEXT);
        byte[] bad = join(checked, bytes(sum + 1, sum >> 8), rest);
        assertFails(Compression.GZIP, bad, 1 << 20, Reason.CORRUPT);
    }

    @Test
    void gzip_wrongChecksumOrSize_isCorrupt() {
        for (int fromEnd : new int[] {8, 5, 4, 1}) {
            byte[] packed = compress(Compression.GZIP, TEXT);
            packed[packed.length - fromEnd]++;
            assertFails(Compression.GZIP, packed, 20 << 20, Reason.CORRUPT);
        }
    }

    @Test
    void bareDeflate_isRefusedAsTheCollectorDoes() {
        var deflater = new Deflater(6, true);
        deflater.setInput(TEXT);
        deflater.finish();
        byte[] packed = new byte[100_000];
        int length = deflater.deflate(packed);
        deflater.end();
        assertFails(Compression.DEFLATE, Arrays.copyOf(packed, length), 1 << 20, Reason.CORRUPT);
    }

    @Test
    void zstd_windowsAbove8MiB_areRefused() throws Exception {
        for (int log : new int[] {24, 27, 31}) {
            byte[] frame = bytes(0x28, 0xb5, 0x2f, 0xfd, 0, (log - 10) << 3, 1, 0, 0);
            assertThatThrownBy(() -> decode(Compression.ZSTD, frame))
                    .hasMessage("window size exceeded");
        }
        byte[] allowed = bytes(0x28, 0xb5, 0x2f, 0xfd, 0, (23 - 10) << 3, 1, 0, 0);
        assertThat(decode(Compression.ZSTD, allowed).length()).isZero();
    }

    @Test
    void zstd_dictionariesReservedBitsAndLyingSizes_areCorrupt() {
        byte[] dictionary = bytes(0x28, 0xb5, 0x2f, 0xfd, 1, 13 << 3, 9, 1, 0, 0);
        assertFails(Compression.ZSTD, dictionary, 1000, Reason.CORRUPT);
        byte[] reserved = bytes(0x28, 0xb5, 0x2f, 0xfd, 8, 13 << 3, 1, 0, 0);
        assertFails(Compression.ZSTD, reserved, 1000, Reason.CORRUPT);
        byte[] badBlock = bytes(0x28, 0xb5, 0x2f, 0xfd, 0, 13 << 3, 7, 0, 0);
        assertFails(Compression.ZSTD, badBlock, 1000, Reason.CORRUPT);
        byte[] liar = bytes(0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0xff, 0xff, 0xff, 0x7f, 1, 0, 0);
        assertFails(Compression.ZSTD, liar, 1000, Reason.CORRUPT);
    }

    @Test
    void zstd_manyEmptyFrames_areOneEmptyBody() throws Exception {
        byte[] empty = bytes(0x28, 0xb5, 0x2f, 0xfd, 0x20, 0, 1, 0, 0);
        byte[] many = new byte[empty.length * 10_000];
        for (int i = 0; i < 10_000; i++) {
            System.arraycopy(empty, 0, many, i * empty.length, empty.length);
        }
        assertThat(decode(Compression.ZSTD, many).length()).isZero();
    }

    @Test
    void snappy_lengthsAreCheckedBeforeAllocation() {
        byte[] fourGiB = bytes(0xff, 0xff, 0xff, 0xff, 0x0f, 0);
        assertFails(Compression.SNAPPY, fourGiB, 20 << 20, Reason.TOO_LARGE);
        byte[] tenMiB = bytes(0x80, 0x80, 0x80, 0x05, 0);
        assertFails(Compression.SNAPPY, tenMiB, 20 << 20, Reason.CORRUPT);
        byte[] tooLong = bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1);
        assertFails(Compression.SNAPPY, tooLong, 20 << 20, Reason.CORRUPT);
    }

    @Test
    void snappy_badOffset_isCorrupt() {
        // Eight bytes: one literal, then a copy from 200 bytes back.
        byte[] packed = bytes(8, 0, 'a', 0x1a, 200, 0);
        assertFails(Compression.SNAPPY, packed, 1000, Reason.CORRUPT);
    }

    @Test
    void snappyFramed_wrongChecksum_isCorrupt() {
        byte[] packed = compress(Compression.SNAPPY_FRAMED, TEXT);
        packed[14]++;
        assertFails(Compression.SNAPPY_FRAMED, packed, 1 << 20, Reason.CORRUPT);
    }

    @Test
    void lz4_linkedBlocks_areRead() throws Exception {
        byte[] first =
                join(bytes(0xf0, 5), "abcdefghijklmnopqrst".getBytes(StandardCharsets.UTF_8));
        // Eight bytes from 20 back, in the block before; then three literals.
        byte[] second = bytes(0x04, 20, 0, 0x30, 'x', 'y', 'z');
        byte[] descriptor = bytes(0x40, 0x40);
        int check = XXHashFactory.fastestInstance().hash32().hash(descriptor, 0, 2, 0) >>> 8;
        byte[] frame =
                join(
                        bytes(0x04, 0x22, 0x4d, 0x18),
                        descriptor,
                        bytes(check, first.length, 0, 0, 0),
                        first,
                        bytes(second.length, 0, 0, 0),
                        second,
                        new byte[4]);
        assertThat(new String(decode(Compression.LZ4, frame).toByteArray(), StandardCharsets.UTF_8))
                .isEqualTo("abcdefghijklmnopqrstabcdefghxyz");
        byte[] independent = frame.clone();
        independent[4] = 0x60;
        independent[6] =
                (byte) (XXHashFactory.fastestInstance().hash32().hash(independent, 4, 2, 0) >>> 8);
        assertFails(Compression.LZ4, independent, 1000, Reason.CORRUPT);
    }

    @Test
    void lz4_allChecksums_areVerified() throws Exception {
        var out = new ByteArrayOutputStream();
        var bits =
                new FLG.Bits[] {
                    FLG.Bits.BLOCK_CHECKSUM,
                    FLG.Bits.CONTENT_CHECKSUM,
                    FLG.Bits.CONTENT_SIZE,
                    FLG.Bits.BLOCK_INDEPENDENCE
                };
        try (var lz4 = new LZ4FrameOutputStream(out, BLOCKSIZE.SIZE_64KB, TEXT.length, bits)) {
            lz4.write(TEXT);
        }
        byte[] packed = out.toByteArray();
        assertThat(decode(Compression.LZ4, packed).toByteArray()).isEqualTo(TEXT);
        for (int at : new int[] {8, 14, 30, packed.length - 1}) {
            byte[] changed = packed.clone();
            changed[at] ^= 1;
            assertFails(Compression.LZ4, changed, 1 << 20, Reason.CORRUPT);
        }
    }

    @Test
    void names() {
        for (Compression codec : Compression.values()) {
            assertThat(Compression.ofWireName(codec.wireName())).isSameAs(codec);
        }
        assertThat(Compression.ofWireName("GZip")).isSameAs(Compression.GZIP);
        assertThat(Compression.ofWireName("br")).isNull();
    }

    private static void assertFails(Compression codec, byte[] packed, int limit, Reason reason) {
        var failure =
                catchThrowableOfType(DecodeException.class, () -> decode(codec, packed, limit));
        assertThat(failure).as("%s, %d bytes", codec, packed.length).isNotNull();
        assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
    }

    private static byte[] streamed(Compression codec, byte[] body) throws IOException {
        var out = new ByteArrayOutputStream();
        try (OutputStream stream = encoder(codec, out)) {
            for (int at = 0; at < body.length; at += 50_000) {
                stream.write(body, at, Math.min(50_000, body.length - at));
                stream.flush();
            }
        }
        return out.toByteArray();
    }

    private static OutputStream encoder(Compression codec, OutputStream out) throws IOException {
        return switch (codec) {
            case GZIP -> new GZIPOutputStream(out, true);
            case ZSTD -> new ZstdOutputStreamNoFinalizer(out);
            case SNAPPY, SNAPPY_FRAMED -> new SnappyFramedOutputStream(out);
            case DEFLATE, ZLIB -> new DeflaterOutputStream(out);
            case LZ4 -> new LZ4FrameOutputStream(out, BLOCKSIZE.SIZE_64KB);
        };
    }
}
