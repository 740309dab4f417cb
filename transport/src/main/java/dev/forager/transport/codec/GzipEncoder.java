// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** One gzip member without name and time, so that equal bodies give equal bytes. */
final class GzipEncoder implements Compressor.Encoder {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final int level;
    private @Nullable Deflater deflater;

    GzipEncoder(int level) {
        this.level = level == Compressor.DEFAULT_LEVEL ? Deflation.DEFAULT_LEVEL : level;
    }

    @Override
    public int bound(int length) {
        return Deflation.bound(length);
    }

    @Override
    public int encode(byte[] source, int offset, int length, byte[] target, int at) {
        if (Libdeflate.suits(length)) {
            int written = Libdeflate.gzip(level, source, offset, length, target, at);
            if (written > 0) {
                return written;
            }
        }
        return deflate(source, offset, length, target, at);
    }

    /** With the JDK's zlib. */
    int deflate(byte[] source, int offset, int length, byte[] target, int at) {
        if (deflater == null) {
            deflater = new Deflater(level, true);
        }
        System.arraycopy(HEADER, 0, target, at, HEADER.length);
        int end = at + HEADER.length;
        end += Deflation.run(deflater, source, offset, length, target, end);
        var crc = new CRC32();
        crc.update(source, offset, length);
        Bytes.putLittleInt(target, end, (int) crc.getValue());
        Bytes.putLittleInt(target, end + 4, length);
        return end + 8 - at;
    }

    @Override
    public void close() {
        if (deflater != null) {
            deflater.end();
        }
    }
}
