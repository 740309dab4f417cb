// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import dev.forager.pdata.DataPoint;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.SummaryDataPoint;
import dev.forager.pdata.ValueAtQuantile;
import java.util.ArrayList;
import java.util.List;

/** A data point as a short text. */
final class PointText {
    private PointText() {}

    static String of(DataPoint point) {
        if ((point.flags() & 1) != 0) {
            return "ended";
        }
        return switch (point) {
            case NumberDataPoint number -> String.valueOf(number.asDouble());
            case HistogramDataPoint histogram ->
                    "count %d sum %s buckets %s bounds %s"
                            .formatted(
                                    histogram.count(),
                                    histogram.hasSum() ? histogram.sum() : "none",
                                    longs(histogram),
                                    doubles(histogram));
            case SummaryDataPoint summary ->
                    "count %d sum %s %s".formatted(summary.count(), summary.sum(), parts(summary));
            case ExponentialHistogramDataPoint native_ ->
                    "count %d sum %s scale %d zero %d"
                            .formatted(
                                    native_.count(),
                                    native_.sum(),
                                    native_.scale(),
                                    native_.zeroCount());
        };
    }

    private static List<Long> longs(HistogramDataPoint point) {
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < point.bucketCounts().size(); i++) {
            all.add(point.bucketCounts().get(i));
        }
        return all;
    }

    private static List<Double> doubles(HistogramDataPoint point) {
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < point.explicitBounds().size(); i++) {
            all.add(point.explicitBounds().get(i));
        }
        return all;
    }

    private static List<String> parts(SummaryDataPoint point) {
        List<String> all = new ArrayList<>();
        for (ValueAtQuantile each : point.quantileValues()) {
            all.add(each.quantile() + "=" + each.value());
        }
        return all;
    }
}
