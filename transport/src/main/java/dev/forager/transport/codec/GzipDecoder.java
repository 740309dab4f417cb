// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import java.util.zip.CRC32;
import java.util.zip.Inflater;

/**
 * gzip (<a href="https://www.rfc-editor.org/rfc/rfc1952">RFC 1952</a>). Header and trailer are read
 * here, since the JDK's stream class ignores junk behind a member.
 */
final class GzipDecoder {
    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;

    private static final Pool<Inflater> INFLATERS =
            new Pool<>(() -> new Inflater(true), Inflater::end);

    private GzipDecoder() {}

    static Decoded decode(byte[] source, int offset, int length, DecodeLimits limits)
            throws DecodeException {
        long claimed = claimedSize(source, offset, length);
        boolean plausible =
                claimed <= limits.maxBytes() && claimed <= Inflation.mostDecoded(length);
        var out = new OutputBuffer(limits, plausible ? claimed : 4L * length);
        // libdeflate does not verify a header's own checksum.
        if (plausible && (source[offset + 3] & FLAG_HEADER_CRC) == 0 && Libdeflate.suits(claimed)) {
            int written = Libdeflate.gunzip(source, offset, length, out);
            if (written >= 0) {
                out.advance(written);
                return out.finish(true);
            }
            // Several members or a fault: the loop below joins the members or says what is wrong.
        }
        Inflater inflater = INFLATERS.take();
        try {
            return members(inflater, source, offset, offset + length, out);
        } finally {
            inflater.reset();
            INFLATERS.giveBack(inflater);
        }
    }

    /** What the last member says of its size, modulo 2^32. */
    private static long claimedSize(byte[] source, int offset, int length) {
        return length < HEADER_BYTES + TRAILER_BYTES
                ? Long.MAX_VALUE
                : Integer.toUnsignedLong(Bytes.littleInt(source, offset + length - 4));
    }

    private static Decoded members(
            Inflater inflater, byte[] source, int offset, int end, OutputBuffer out)
            throws DecodeException {
        int members = 0;
        int at = offset;
        do {
            int start = out.position();
            at = header(source, at, end);
            inflater.reset();
            at += Inflation.run(inflater, source, at, end, out);
            at = trailer(source, at, end, out, start);
            members++;
        } while (at < end);
        return out.finish(members == 1);
    }

    private static int header(byte[] source, int offset, int end) throws DecodeException {
        if (end - offset < HEADER_BYTES) {
            throw offset == end ? DecodeException.corrupt("EOF") : DecodeException.truncated();
        }
        if (Bytes.littleShort(source, offset) != 0x8b1f || source[offset + 2] != 8) {
            throw invalidHeader();
        }
        int flags = source[offset + 3];
        int at = offset + HEADER_BYTES;
        if ((flags & FLAG_EXTRA) != 0) {
            need(2, at, end);
            at += 2 + Bytes.littleShort(source, at);
        }
        if ((flags & FLAG_NAME) != 0) {
            at = skipText(source, at, end);
        }
        if ((flags & FLAG_COMMENT) != 0) {
            at = skipText(source, at, end);
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            need(2, at, end);
            var crc = new CRC32();
            crc.update(source, offset, at - offset);
            if (Bytes.littleShort(source, at) != (crc.getValue() & 0xffff)) {
                throw invalidHeader();
            }
            at += 2;
        }
        need(1, at, end);
        return at;
    }

    private static DecodeException invalidHeader() {
        return DecodeException.corrupt("gzip: invalid header");
    }

    private static int skipText(byte[] source, int offset, int end) throws DecodeException {
        for (int at = offset; at < end; at++) {
            if (source[at] == 0) {
                return at + 1;
            }
        }
        throw DecodeException.truncated();
    }

    private static int trailer(byte[] source, int at, int end, OutputBuffer out, int start)
            throws DecodeException {
        need(TRAILER_BYTES, at, end);
        int length = out.position() - start;
        var crc = new CRC32();
        crc.update(out.array(), start, length);
        if (Bytes.littleInt(source, at) != (int) crc.getValue()
                || Bytes.littleInt(source, at + 4) != length) {
            throw DecodeException.corrupt("gzip: invalid checksum");
        }
        return at + TRAILER_BYTES;
    }

    private static void need(int bytes, int at, int end) throws DecodeException {
        if (at > end - bytes) {
            throw DecodeException.truncated();
        }
    }
}
