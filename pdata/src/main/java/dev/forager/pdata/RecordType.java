// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

/**
 * How a {@link RecordList} decodes its elements.
 *
 * @param <T> the record
 */
@FunctionalInterface
interface RecordType<T extends Message> {
    /** The record whose body is {@code buffer[start, end)}. */
    T decode(byte[] buffer, int start, int end);
}
