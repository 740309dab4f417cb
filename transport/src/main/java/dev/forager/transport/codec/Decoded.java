// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

/**
 * A decoded body. The array is the receiver's own.
 *
 * @param array holds the body, with the asked headroom in front
 * @param offset where the body begins
 * @param length bytes of the body
 * @param single whether the input was exactly one gzip member or one zstd frame, so that it may be
 *     sent on as it came; false for every other codec
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
public record Decoded(byte[] array, int offset, int length, boolean single) {
    /** The body alone, copied. */
    public byte[] toByteArray() {
        return java.util.Arrays.copyOfRange(array, offset, offset + length);
    }
}
