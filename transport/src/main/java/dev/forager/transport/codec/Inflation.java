// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Runs a JDK inflater over one deflate stream. */
final class Inflation {
    /** Deflate cannot expand further: 258 bytes from two bits, and a bit of header. */
    private static final long MAX_RATIO = 1032;

    private Inflation() {}

    /** The most that {@code length} bytes of deflate can decode to. */
    static long mostDecoded(int length) {
        return length * MAX_RATIO;
    }

    /**
     * Inflates one stream to its end.
     *
     * @return bytes of input that it used
     */
    static int run(Inflater inflater, byte[] source, int offset, int end, OutputBuffer out)
            throws DecodeException {
        inflater.setInput(source, offset, end - offset);
        byte[] probe = null;
        try {
            while (!inflater.finished()) {
                int before = out.length();
                if (out.room() > 0) {
                    out.advance(inflater.inflate(out.array(), out.position(), out.room()));
                } else {
                    // The guess may have been exact: see whether there is more before growing.
                    probe = probe == null ? new byte[1] : probe;
                    if (inflater.inflate(probe) == 1) {
                        out.put(probe[0]);
                    }
                }
                if (out.length() == before && !inflater.finished()) {
                    throw stalled(inflater);
                }
            }
        } catch (DataFormatException e) {
            throw DecodeException.corrupt(
                    "flate: corrupt input before offset " + inflater.getBytesRead());
        }
        return (int) inflater.getBytesRead();
    }

    private static DecodeException stalled(Inflater inflater) {
        return inflater.needsDictionary()
                ? DecodeException.corrupt("zlib: invalid dictionary")
                : DecodeException.truncated();
    }
}
