// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import java.util.zip.Deflater;

/** zlib format. */
final class ZlibEncoder implements Compressor.Encoder {
    private final Deflater deflater;

    ZlibEncoder(int level) {
        this.deflater =
                new Deflater(level == Compressor.DEFAULT_LEVEL ? Deflation.DEFAULT_LEVEL : level);
    }

    @Override
    public int bound(int length) {
        return Deflation.bound(length);
    }

    @Override
    public int encode(byte[] source, int offset, int length, byte[] target, int at) {
        return Deflation.run(deflater, source, offset, length, target, at);
    }

    @Override
    public void close() {
        deflater.end();
    }
}
