// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;

/** zstd through zstd-jni, in one call per body: the result itself is the window. */
final class ZstdDecoder {
    private static final Pool<ZstdDecompressCtx> CONTEXTS =
            new Pool<>(ZstdDecompressCtx::new, ZstdDecompressCtx::close);

    /** Claims above this multiple of the input are grown into, not taken at once. */
    private static final long EAGER_RATIO = 64;

    /** Results up to this size are allocated at once. */
    private static final long EAGER_BYTES = 1 << 20;

    private ZstdDecoder() {}

    static Decoded decode(byte[] source, int offset, int length, DecodeLimits limits)
            throws DecodeException {
        ZstdFrames frames = ZstdFrames.walk(source, offset, length);
        if (frames.exact() && frames.mostDecoded() > limits.maxBytes()) {
            throw DecodeException.tooLarge(limits.maxBytes());
        }
        long eager = Math.max(EAGER_BYTES, EAGER_RATIO * length);
        var out = new OutputBuffer(limits, Math.min(frames.mostDecoded(), eager));
        ZstdDecompressCtx context = CONTEXTS.take();
        try {
            while (!fits(context, source, offset, length, out)) {
                out.ensureRoom(out.room() + 1);
            }
        } finally {
            CONTEXTS.giveBack(context);
        }
        return out.finish(frames.frames() == 1 && frames.skippable() == 0);
    }

    /** Decodes if there is room enough; a failed try costs no more than the doubling allows. */
    private static boolean fits(
            ZstdDecompressCtx context, byte[] source, int offset, int length, OutputBuffer out)
            throws DecodeException {
        int written;
        try {
            written =
                    context.decompressByteArray(
                            out.array(), out.position(), out.room(), source, offset, length);
        } catch (ZstdException e) {
            if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
                return false;
            }
            throw DecodeException.corrupt(text(e.getErrorCode()));
        }
        out.advance(written);
        return true;
    }

    private static String text(long code) {
        return code == Zstd.errChecksumWrong()
                ? "invalid checksum"
                : "zstd: corrupt input: " + Zstd.getErrorName(-code);
    }
}
