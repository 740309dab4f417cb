// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

import dev.forager.pdata.Buckets;

/**
 * One side of an exponential histogram with the bounds of its buckets (<a
 * href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponential-scale">data
 * model</a>): bucket i lies between base^i and base^(i+1), where base = 2^(2^-scale).
 *
 * @param scale the scale of the histogram
 * @param buckets offset and counts
 */
record ExponentialBuckets(int scale, Buckets buckets) {
    private static final double LN2 = 0.6931471805599453;

    int size() {
        return buckets.bucketCounts().size();
    }

    String count(int position) {
        return Long.toUnsignedString(buckets.bucketCounts().get(position));
    }

    double lower(int position) {
        return bound((double) buckets.offset() + position);
    }

    double upper(int position) {
        return bound((double) buckets.offset() + position + 1);
    }

    private double bound(double index) {
        return GoExp.exp(index * Math.scalb(LN2, -scale));
    }
}
