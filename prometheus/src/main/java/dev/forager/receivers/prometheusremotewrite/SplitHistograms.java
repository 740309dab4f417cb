// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import static java.util.Objects.requireNonNull;

import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Summary;
import dev.forager.pdata.SummaryDataPoint;
import dev.forager.prometheus.Labels;
import dev.forager.prometheus.MetricFamily;
import dev.forager.prometheus.MetricType;
import dev.forager.prometheus.Series;
import dev.forager.prometheus.SeriesExemplar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Joins the series of histograms and summaries that Prometheus writes one by one. It may write them
 * in several requests: what is not whole in this one goes on as the single series that it is, which
 * loses nothing for whoever speaks of Prometheus' series. Confined to one thread.
 */
final class SplitHistograms {
    private static final String BUCKET = "_bucket";
    private static final String SUM = "_sum";
    private static final String COUNT = "_count";

    private final MetricTree tree;
    private final Map<Key, List<Part>> groups = new LinkedHashMap<>();

    private record Key(String name, boolean isHistogram, Labels labels) {}

    private record Part(Series series, MetricFamily family, Role role) {}

    private enum Role {
        BUCKET,
        QUANTILE,
        SUM,
        COUNT
    }

    /** What all parts say of one moment. */
    private static final class Moment {
        final TreeMap<Double, Double> values = new TreeMap<>();
        double sum;
        double count = -1;
        boolean hasSum;
        boolean hasCount;
        boolean isEnd;
        long start;

        /** Whether it is a histogram: buckets that rise up to the count of all. */
        boolean isHistogram() {
            if (isEnd) {
                return hasSum && hasCount && !values.isEmpty();
            }
            if (!hasSum || !isCount(count) || values.isEmpty()) {
                return false;
            }
            double below = 0;
            for (double value : values.values()) {
                if (!isCount(value) || value < below) {
                    return false;
                }
                below = value;
            }
            return values.lastKey() == Double.POSITIVE_INFINITY && below == count;
        }

        boolean isSummary() {
            return hasSum && hasCount && (isEnd || isCount(count));
        }

        private static boolean isCount(double value) {
            return value >= 0 && value == Math.rint(value) && value < 0x1p63;
        }
    }

    SplitHistograms(MetricTree tree) {
        this.tree = tree;
    }

    /** Takes a series that is part of a histogram or summary; false if it is none. */
    boolean add(Series series, MetricFamily family) {
        boolean isHistogram = family.type() == MetricType.HISTOGRAM;
        if (!isHistogram && family.type() != MetricType.SUMMARY) {
            return false;
        }
        Role role = role(series, isHistogram);
        if (role == null) {
            return false;
        }
        String name = series.family().name();
        int suffix =
                switch (role) {
                    case BUCKET -> BUCKET.length();
                    case SUM -> SUM.length();
                    case COUNT -> COUNT.length();
                    case QUANTILE -> 0;
                };
        var key =
                new Key(
                        name.substring(0, name.length() - suffix),
                        isHistogram,
                        withoutBound(series.labels()));
        groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(new Part(series, family, role));
        return true;
    }

    private static @Nullable Role role(Series series, boolean isHistogram) {
        String name = series.family().name();
        Labels labels = series.labels();
        if (isHistogram && name.endsWith(BUCKET) && number(labels.get("le")) != null) {
            return Role.BUCKET;
        }
        if (!isHistogram && number(labels.get("quantile")) != null) {
            return Role.QUANTILE;
        }
        return name.endsWith(SUM) ? Role.SUM : name.endsWith(COUNT) ? Role.COUNT : null;
    }

    private static @Nullable Double number(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return switch (text) {
                case "+Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.valueOf(text);
            };
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Labels withoutBound(Labels labels) {
        var builder = new Labels.Builder();
        for (int i = 0; i < labels.size(); i++) {
            switch (labels.name(i)) {
                case Labels.NAME, "le", "quantile" -> {} // What the parts differ in.
                default -> builder.set(labels.name(i), labels.value(i));
            }
        }
        return builder.build();
    }

    /** Writes everything that was taken. */
    void finish() {
        groups.forEach(this::write);
    }

    private void write(Key key, List<Part> parts) {
        Map<Long, Moment> moments = new TreeMap<>();
        for (Part part : parts) {
            for (int i = 0; i < part.series.size(); i++) {
                gather(moments.computeIfAbsent(part.series.time(i), _ -> new Moment()), part, i);
            }
        }
        boolean isWhole =
                moments.values().stream()
                        .allMatch(m -> key.isHistogram ? m.isHistogram() : m.isSummary());
        if (!isWhole) {
            parts.forEach(this::writeLoose);
            return;
        }
        MetricFamily family = parts.getFirst().family;
        MetricTree.Scope scope = tree.scope(key.labels);
        if (key.isHistogram) {
            Metric metric = tree.metric(scope, key.name, MetricTree.Shape.HISTOGRAM, family);
            writeHistogram((Histogram) data(metric), key, parts, moments);
        } else {
            Metric metric = tree.metric(scope, key.name, MetricTree.Shape.SUMMARY, family);
            writeSummary((Summary) data(metric), key, moments);
        }
    }

    private static MetricData data(Metric metric) {
        return requireNonNull(metric.data());
    }

    private static void gather(Moment moment, Part part, int index) {
        long bits = part.series.valueBits(index);
        double value = Double.longBitsToDouble(bits);
        moment.isEnd |= bits == Series.STALE;
        switch (part.role) {
            case BUCKET -> moment.values.put(bound(part, "le"), value);
            case QUANTILE -> moment.values.put(bound(part, "quantile"), value);
            case SUM -> {
                moment.sum = value;
                moment.hasSum = true;
            }
            case COUNT -> {
                moment.count = value;
                moment.hasCount = true;
                moment.start = part.series.start(index);
            }
        }
    }

    private static double bound(Part part, String label) {
        Double bound = number(part.series.labels().get(label));
        return bound == null ? Double.NaN : bound;
    }

    private void writeLoose(Part part) {
        Series series = part.series;
        MetricTree.Scope scope = tree.scope(series.labels());
        Metric metric =
                tree.metric(scope, series.family().name(), MetricTree.Shape.UNKNOWN, part.family);
        Points.addNumbers(((Gauge) data(metric)).dataPoints(), series, false);
    }

    private static void writeHistogram(
            Histogram histogram, Key key, List<Part> parts, Map<Long, Moment> moments) {
        HistogramDataPoint last = null;
        for (Map.Entry<Long, Moment> entry : moments.entrySet()) {
            Moment moment = entry.getValue();
            last = Points.time(histogram.addDataPoint(), entry.getKey(), moment.start);
            Points.attributes(last.attributes(), key.labels);
            if (moment.isEnd) {
                Points.end(last);
            } else {
                fill(last, moment);
            }
        }
        for (Part part : parts) {
            List<SeriesExemplar> exemplars = part.series.exemplars();
            if (last != null && !exemplars.isEmpty()) {
                Points.addExemplars(last.exemplars(), exemplars);
            }
        }
    }

    private static void fill(HistogramDataPoint point, Moment moment) {
        point.count((long) moment.count).sum(moment.sum);
        double below = 0;
        for (Map.Entry<Double, Double> bucket : moment.values.entrySet()) {
            if (bucket.getKey() != Double.POSITIVE_INFINITY) {
                point.explicitBounds().add(bucket.getKey());
            }
            point.bucketCounts().add((long) (bucket.getValue() - below));
            below = bucket.getValue();
        }
    }

    private static void writeSummary(Summary summary, Key key, Map<Long, Moment> moments) {
        moments.forEach(
                (time, moment) -> {
                    SummaryDataPoint point =
                            Points.time(summary.addDataPoint(), time, moment.start);
                    Points.attributes(point.attributes(), key.labels);
                    if (moment.isEnd) {
                        Points.end(point);
                        return;
                    }
                    point.count((long) moment.count).sum(moment.sum);
                    moment.values.forEach(
                            (quantile, value) ->
                                    point.addQuantileValue().quantile(quantile).value(value));
                });
    }
}
