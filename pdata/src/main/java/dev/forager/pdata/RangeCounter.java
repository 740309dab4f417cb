// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

/** Counts items in the encoded body of a record that nobody has opened. */
@FunctionalInterface
interface RangeCounter {
    /** Items in the message {@code buffer[start, end)}. */
    int count(byte[] buffer, int start, int end);
}
