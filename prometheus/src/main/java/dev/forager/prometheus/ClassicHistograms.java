// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import dev.forager.pdata.HistogramDataPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/** Histograms as one series for each bucket, with a sum and a count. Confined to one thread. */
final class ClassicHistograms {
    private final SeriesTable table;
    private final DoubleFunction<String> bound;

    /** Where an exemplar may belong. */
    private record Bucket(double bound, Series series) {}

    /** What the buckets of the last point were called: those of a metric have the same bounds. */
    private double[] bounds = new double[0];

    private @Nullable String[] texts = new String[0];

    private @Nullable Names names;

    /** The names of a histogram's series, made once for its points. */
    private record Names(MetricFamily family, String bucket, String sum, String count) {
        static Names of(MetricFamily family) {
            String name = family.name();
            return new Names(family, name + "_bucket", name + "_sum", name + "_count");
        }
    }

    /** Writes to a table; {@code bound} writes the label {@code le}. */
    ClassicHistograms(SeriesTable table, DoubleFunction<String> bound) {
        this.table = table;
        this.bound = bound;
    }

    void add(MetricFamily family, HistogramDataPoint point, Labels base) {
        Names own = names(family);
        long time = Times.millis(point.timeUnixNano());
        long start = Times.millis(point.startTimeUnixNano());
        if (point.hasSum() || PointTranslator.isStale(point)) { // Its end has no sum, but a series.
            table.get(base.with(Labels.NAME, own.sum), family)
                    .add(time, PointTranslator.bits(point, point.sum()), start);
        }
        long all = PointTranslator.bits(point, Counts.toDouble(point.count()));
        table.get(base.with(Labels.NAME, own.count), family).add(time, all, start);
        boolean hasExemplars = !point.exemplars().isEmpty();
        List<Bucket> buckets = new ArrayList<>();
        Labels named = base.with(Labels.NAME, own.bucket);
        long below = 0;
        int most = Math.min(point.explicitBounds().size(), point.bucketCounts().size());
        for (int i = 0; i < most; i++) {
            below += point.bucketCounts().get(i);
            double bound = point.explicitBounds().get(i);
            if (bound != Double.POSITIVE_INFINITY) {
                Series series = table.get(named.with("le", text(i, bound)), family);
                series.add(time, PointTranslator.bits(point, Counts.toDouble(below)), start);
                if (hasExemplars) {
                    buckets.add(new Bucket(bound, series));
                }
            }
        }
        Series last = table.get(named.with("le", "+Inf"), family);
        last.add(time, all, start);
        if (hasExemplars) {
            buckets.add(new Bucket(Double.POSITIVE_INFINITY, last));
            addExemplars(point, buckets);
        }
    }

    private Names names(MetricFamily family) {
        Names present = names;
        if (present == null || !present.family.equals(family)) {
            present = Names.of(family);
            names = present;
        }
        return present;
    }

    /** The label {@code le}, whose text costs more than all else of a bucket. */
    private String text(int index, double number) {
        if (index >= bounds.length) {
            bounds = Arrays.copyOf(bounds, index + 16);
            texts = Arrays.copyOf(texts, index + 16);
        }
        String known = texts[index];
        if (known == null || bounds[index] != number) {
            known = bound.apply(number);
            bounds[index] = number;
            texts[index] = known;
        }
        return known;
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
