// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus.exposition;

/**
 * A native histogram as a target exposes it, its buckets as counts of their own.
 *
 * @param schema the resolution; -53 for buckets with bounds of their own
 * @param isGauge whether counts may fall
 * @param zeroCount observations within the threshold
 * @param positive buckets above zero
 * @param negative buckets below zero
 * @param bounds upper bounds of the buckets of schema -53, without infinity
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
public record NativeSample(
        int schema,
        boolean isGauge,
        double count,
        double sum,
        double zeroThreshold,
        double zeroCount,
        Buckets positive,
        Buckets negative,
        double[] bounds) {
    /** The schema of histograms with bounds of their own. */
    public static final int CUSTOM = -53;

    /**
     * A run of buckets.
     *
     * @param offset of the first, as Prometheus counts: by upper bounds
     * @param counts of one bucket each, gaps filled with zero
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
    public record Buckets(int offset, long[] counts) {
        /** No buckets. */
        public static final Buckets NONE = new Buckets(0, new long[0]);
    }
}
