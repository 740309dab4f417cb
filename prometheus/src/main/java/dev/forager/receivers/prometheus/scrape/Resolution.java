// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.prometheus.exposition.NativeSample;
import dev.forager.prometheus.exposition.NativeSample.Buckets;
import dev.forager.receivers.prometheus.config.ScrapeConfig;
import dev.forager.receivers.prometheus.config.ScrapeJob;
import org.jspecify.annotations.Nullable;

/** The resolution that a job allows its native histograms. Stateless. */
final class Resolution {
    private static final int LEAST_SCHEMA = -4;
    private static final int MOST_SCHEMA = 8;

    private Resolution() {}

    /**
     * The histogram within the job's limits: neighbours are merged until it fits. Null when it
     * never does.
     */
    static @Nullable NativeSample limited(NativeSample sample, ScrapeJob job) {
        if (sample.schema() == NativeSample.CUSTOM) {
            return sample;
        }
        ScrapeConfig config = job.config();
        NativeSample now = sample;
        double factor = config.nativeHistogramMinBucketFactor();
        if (factor > 0 && now.schema() > schemaOf(factor)) {
            now = coarser(now, schemaOf(factor));
        }
        int limit = config.nativeHistogramBucketLimit();
        while (limit > 0 && filled(now.positive()) + filled(now.negative()) > limit) {
            if (now.schema() <= LEAST_SCHEMA) {
                return null;
            }
            now = coarser(now, now.schema() - 1);
        }
        return now;
    }

    /** The finest schema whose buckets grow by at least this factor. */
    static int schemaOf(double factor) {
        double atLeast = factor <= 1 ? 1.00271 : factor;
        double schema = Math.floor(-log2(log2(atLeast)));
        return (int) Math.max(LEAST_SCHEMA, Math.min(MOST_SCHEMA, schema));
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    /** Empty buckets are not there on the wire. */
    private static int filled(Buckets buckets) {
        int filled = 0;
        for (long count : buckets.counts()) {
            filled += count == 0 ? 0 : 1;
        }
        return filled;
    }

    static NativeSample coarser(NativeSample sample, int schema) {
        int steps = sample.schema() - schema;
        return new NativeSample(
                schema,
                sample.isGauge(),
                sample.count(),
                sample.sum(),
                sample.zeroThreshold(),
                sample.zeroCount(),
                merged(sample.positive(), steps),
                merged(sample.negative(), steps),
                sample.bounds());
    }

    /** A bucket with the upper bound i becomes part of the one with the bound ceil(i / 2^steps). */
    private static Buckets merged(Buckets buckets, int steps) {
        long[] counts = buckets.counts();
        if (counts.length == 0) {
            return buckets;
        }
        int first = index(buckets.offset(), steps);
        int last = index(buckets.offset() + counts.length - 1, steps);
        long[] merged = new long[last - first + 1];
        for (int i = 0; i < counts.length; i++) {
            merged[index(buckets.offset() + i, steps) - first] += counts[i];
        }
        return new Buckets(first, merged);
    }

    private static int index(int bound, int steps) {
        return ((bound - 1) >> Math.min(31, steps)) + 1;
    }
}
