// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import dev.forager.pdata.HistogramDataPoint;
import java.util.List;

/**
 * Bounds of a histogram whose buckets a program numbers. OTLP's buckets include their upper bound;
 * kernel values are whole numbers, so bucket i of powers of two ends with 2^(i+1)-1, exactly.
 * Immutable.
 */
final class Buckets {
    private static final int MOST_LOG2 = 63;

    private final double[] bounds;
    private final boolean isFixed;

    private Buckets(double[] bounds, boolean isFixed) {
        this.bounds = bounds;
        this.isFixed = isFixed;
    }

    static Buckets of(CustomMetric metric) {
        CustomMetric.Scale scale = metric.scale();
        double factor = metric.factor();
        if (scale == CustomMetric.Scale.EXPLICIT) {
            List<Double> given = metric.bounds();
            return new Buckets(given.stream().mapToDouble(each -> each * factor).toArray(), true);
        }
        boolean isLinear = scale == CustomMetric.Scale.LINEAR;
        var bounds = new double[isLinear ? metric.buckets() : MOST_LOG2];
        for (int i = 0; i < bounds.length; i++) {
            double end = isLinear ? (i + 1.0) * metric.width() : Math.scalb(1.0, i + 1);
            bounds[i] = (end - 1) * factor;
        }
        return new Buckets(bounds, false);
    }

    /** How many buckets there are, the one without end included. */
    int count() {
        return bounds.length + 1;
    }

    /** The bucket that counts what a program counts under a number. */
    int index(long number) {
        return number < 0 || number > bounds.length ? bounds.length : (int) number;
    }

    /** Writes counts; where no bounds were given, those behind the last value are left out. */
    void write(long[] counts, HistogramDataPoint to) {
        int last = bounds.length;
        if (!isFixed) {
            while (last > 0 && counts[last] == 0) {
                last--;
            }
            last = Math.min(last + 1, bounds.length);
        }
        long total = 0;
        for (int i = 0; i <= last; i++) {
            to.bucketCounts().add(counts[i]);
            total += counts[i];
            if (i < last) {
                to.explicitBounds().add(bounds[i]);
            }
        }
        to.count(total);
    }
}
