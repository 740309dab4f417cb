// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import java.util.zip.Inflater;

/**
 * zlib (<a href="https://www.rfc-editor.org/rfc/rfc1950">RFC 1950</a>). A bare deflate stream under
 * the name {@code deflate} is refused, as the collector does.
 */
final class ZlibDecoder {
    private static final Pool<Inflater> INFLATERS = new Pool<>(Inflater::new, Inflater::end);

    private ZlibDecoder() {}

    static Decoded decode(byte[] source, int offset, int length, DecodeLimits limits)
            throws DecodeException {
        checkHeader(source, offset, length);
        var out = new OutputBuffer(limits, 4L * length);
        Inflater inflater = INFLATERS.take();
        try {
            int used = Inflation.run(inflater, source, offset, offset + length, out);
            if (used != length) {
                throw DecodeException.corrupt("zlib: data after the end of the stream");
            }
        } finally {
            inflater.reset();
            INFLATERS.giveBack(inflater);
        }
        return out.finish(false);
    }

    private static void checkHeader(byte[] source, int offset, int length) throws DecodeException {
        if (length < 2) {
            throw length == 0 ? DecodeException.corrupt("EOF") : DecodeException.truncated();
        }
        int header = ((source[offset] & 0xff) << 8) | (source[offset + 1] & 0xff);
        if ((source[offset] & 0x0f) != 8 || header % 31 != 0) {
            throw DecodeException.corrupt("zlib: invalid header");
        }
    }
}
