// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import org.jspecify.annotations.Nullable;

/**
 * A compiled expression. Immutable, so any number of threads may evaluate it, each on a {@link
 * Cursor} of its own.
 *
 * <p>A value is null (OTTL's nil), a {@link dev.forager.pdata.Value} other than {@code Empty}
 * (string, int, double, bool, bytes, array, map), a {@link java.time.Instant} or, for a time at
 * another place than UTC, a {@link java.time.ZonedDateTime}, a {@link java.time.Duration}, an id
 * ({@code TraceId}, {@code SpanId}, {@code ProfileId}), a record of pdata (resource, status, ...)
 * or a live list of such records.
 */
@FunctionalInterface
public interface Getter {
    /** The value for the item that the cursor stands on. */
    @Nullable Object get(Cursor cursor) throws EvaluationException;
}
