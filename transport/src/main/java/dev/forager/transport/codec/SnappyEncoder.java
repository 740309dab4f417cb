// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.xerial.snappy.Snappy;

/** Snappy's block format. */
final class SnappyEncoder implements Compressor.Encoder {
    @Override
    public int bound(int length) {
        return Snappy.maxCompressedLength(length);
    }

    @Override
    public int encode(byte[] source, int offset, int length, byte[] target, int at) {
        return compress(source, offset, length, target, at);
    }

    static int compress(byte[] source, int offset, int length, byte[] target, int at) {
        try {
            return Snappy.compress(source, offset, length, target, at);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
