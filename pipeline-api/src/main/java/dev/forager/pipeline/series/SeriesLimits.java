// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.series;

import dev.forager.pipeline.config.ByteSize;

/**
 * How much a processor may know of time series.
 *
 * @param maxSeries most series
 * @param maxBytes most bytes that they may take
 */
public record SeriesLimits(long maxSeries, long maxBytes) {
    /** One in so many bytes of the heap, where the configuration names no size (chosen). */
    private static final int SHARE = 4;

    /**
     * The limits that a configuration asks for.
     *
     * @param bytes 0 for a quarter of the heap
     */
    public static SeriesLimits of(long maxSeries, ByteSize bytes) {
        long most = bytes.bytes();
        return new SeriesLimits(
                maxSeries, most > 0 ? most : Runtime.getRuntime().maxMemory() / SHARE);
    }

    /** A store with these limits. */
    public <S> SeriesStore<S> newStore() {
        return new SeriesStore<>(maxSeries, maxBytes);
    }
}
