// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.aggregation;

import dev.forager.pdata.Buckets;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.Exemplar;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.SummaryDataPoint;
import java.util.List;

/** Multiplies what a data point measured. Stateless. */
public final class PointScaling {
    private static final double LOG2_E = 1 / Math.log(2);

    private PointScaling() {}

    /** Multiplies a point's values, bounds and exemplars; a summary stays as it is. */
    public static void scale(DataPoint point, double factor) {
        switch (point) {
            case NumberDataPoint number -> {
                switch (number.valueCase()) {
                    case AS_INT -> number.asInt((long) (number.asInt() * factor));
                    case AS_DOUBLE -> number.asDouble(number.asDouble() * factor);
                    case NOT_SET -> {}
                }
            }
            case HistogramDataPoint histogram -> scale(histogram, factor);
            case ExponentialHistogramDataPoint histogram -> scale(histogram, factor);
            case SummaryDataPoint _ -> {}
        }
    }

    private static void scale(HistogramDataPoint point, double factor) {
        if (point.hasSum()) {
            point.sum(point.sum() * factor);
        }
        if (point.hasMin()) {
            point.min(point.min() * factor);
        }
        if (point.hasMax()) {
            point.max(point.max() * factor);
        }
        for (int i = 0; i < point.explicitBounds().size(); i++) {
            point.explicitBounds().set(i, point.explicitBounds().get(i) * factor);
        }
        scale(point.exemplars(), factor);
    }

    /**
     * Buckets keep their counts and move: multiplying is adding in the exponent. They move by whole
     * buckets, so up to half a bucket of accuracy is lost.
     */
    private static void scale(ExponentialHistogramDataPoint point, double factor) {
        if (point.hasSum()) {
            point.sum(point.sum() * factor);
        }
        if (point.hasMin()) {
            point.min(point.min() * factor);
        }
        if (point.hasMax()) {
            point.max(point.max() * factor);
        }
        point.zeroThreshold(point.zeroThreshold() * factor);
        if (point.hasPositive()) {
            move(point.positive(), point.scale(), factor);
        }
        if (point.hasNegative()) {
            move(point.negative(), point.scale(), factor);
        }
        scale(point.exemplars(), factor);
    }

    /** Buckets as wide as a double reaches stay where they are. */
    private static void move(Buckets buckets, int scale, double factor) {
        if (buckets.bucketCounts().isEmpty()) {
            return;
        }
        double base = Math.pow(2, Math.pow(2, -(double) scale));
        int offset = buckets.offset();
        double middle = (Math.pow(base, offset) + Math.pow(base, offset + 1.0)) / 2;
        double index = Math.ceil(Math.scalb(Math.log(middle * factor) * LOG2_E, scale)) - 1;
        if (index >= Integer.MIN_VALUE && index <= Integer.MAX_VALUE) {
            buckets.offset((int) index);
        }
    }

    private static void scale(List<Exemplar> exemplars, double factor) {
        for (Exemplar exemplar : exemplars) {
            switch (exemplar.valueCase()) {
                case AS_INT -> exemplar.asInt((long) (exemplar.asInt() * factor));
                case AS_DOUBLE -> exemplar.asDouble(exemplar.asDouble() * factor);
                case NOT_SET -> {}
            }
        }
    }
}
