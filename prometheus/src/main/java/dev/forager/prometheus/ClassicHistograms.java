// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.ValueText;
import java.util.ArrayList;
import java.util.List;

/** Histograms as one series for each bucket, with a sum and a count. Confined to one thread. */
final class ClassicHistograms {
    private final SeriesTable table;

    private record Bucket(double bound, Series series) {}

    ClassicHistograms(SeriesTable table) {
        this.table = table;
    }

    void add(MetricFamily family, HistogramDataPoint point, Labels base) {
        long time = Times.millis(point.timeUnixNano());
        long start = Times.millis(point.startTimeUnixNano());
        if (point.hasSum()) {
            table.get(base.with(Labels.NAME, family.name() + "_sum"), family)
                    .add(time, PointTranslator.bits(point, point.sum()), start);
        }
        long all = PointTranslator.bits(point, Counts.toDouble(point.count()));
        table.get(base.with(Labels.NAME, family.name() + "_count"), family).add(time, all, start);
        List<Bucket> buckets = new ArrayList<>(point.explicitBounds().size() + 1);
        Labels named = base.with(Labels.NAME, family.name() + "_bucket");
        long below = 0;
        int bounds = Math.min(point.explicitBounds().size(), point.bucketCounts().size());
        for (int i = 0; i < bounds; i++) {
            below += point.bucketCounts().get(i);
            double bound = point.explicitBounds().get(i);
            if (bound != Double.POSITIVE_INFINITY) {
                Series series = table.get(named.with("le", ValueText.plain(bound)), family);
                series.add(time, PointTranslator.bits(point, Counts.toDouble(below)), start);
                buckets.add(new Bucket(bound, series));
            }
        }
        Series last = table.get(named.with("le", "+Inf"), family);
        last.add(time, all, start);
        buckets.add(new Bucket(Double.POSITIVE_INFINITY, last));
        addExemplars(point, buckets);
    }

    /** Each goes to the bucket that counted it. */
    private static void addExemplars(HistogramDataPoint point, List<Bucket> buckets) {
        for (SeriesExemplar exemplar : Exemplars.of(point.exemplars(), point)) {
            for (Bucket bucket : buckets) {
                if (exemplar.value() <= bucket.bound) {
                    bucket.series.add(exemplar);
                    break;
                }
            }
        }
    }
}
