// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

/** Takes the bytes of a payload, part by part. */
@FunctionalInterface
public interface SegmentConsumer {
    /** Takes {@code buffer[offset, offset + length)}, which is read and never written to. */
    void accept(byte[] buffer, int offset, int length);
}
