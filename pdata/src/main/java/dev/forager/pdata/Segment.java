// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

/**
 * A range of bytes that is an export request by itself. Never written to.
 *
 * @param buffer holds the range
 * @param offset where it starts
 * @param length how many bytes
 */
@SuppressWarnings("ArrayRecordComponent") // shared without a copy; nobody compares segments
record Segment(byte[] buffer, int offset, int length) {
    int end() {
        return offset + length;
    }
}
