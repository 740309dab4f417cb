// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.common.HttpData;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects a compressed body, whose length nobody knows before, in arrays of one size. Confined to
 * one thread.
 */
final class CompressedBody extends OutputStream {
    private static final int PIECE_BYTES = 64 << 10;

    private final List<byte[]> pieces = new ArrayList<>();
    private int used = PIECE_BYTES;

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        int done = 0;
        while (done < length) {
            if (used == PIECE_BYTES) {
                pieces.add(new byte[PIECE_BYTES]);
                used = 0;
            }
            int next = Math.min(length - done, PIECE_BYTES - used);
            System.arraycopy(source, offset + done, pieces.getLast(), used, next);
            used += next;
            done += next;
        }
    }

    /** Bytes written. */
    long length() {
        return (long) pieces.size() * PIECE_BYTES - (PIECE_BYTES - used);
    }

    /** What was written. */
    List<HttpData> parts() {
        var parts = new ArrayList<HttpData>(pieces.size() + 1);
        for (byte[] piece : pieces) {
            boolean isLast = parts.size() == pieces.size() - 1;
            parts.add(HttpData.wrap(piece, 0, isLast ? used : PIECE_BYTES));
        }
        return parts;
    }
}
