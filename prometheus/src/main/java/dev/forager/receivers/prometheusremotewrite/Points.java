// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.Buckets;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.DataPointFlags;
import dev.forager.pdata.Exemplar;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.TraceId;
import dev.forager.prometheus.BucketSpans;
import dev.forager.prometheus.Labels;
import dev.forager.prometheus.NativeHistogram;
import dev.forager.prometheus.Series;
import dev.forager.prometheus.SeriesExemplar;
import java.util.List;

/** Data points of OTLP from what Prometheus wrote. Stateless. */
final class Points {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int SPAN_DIGITS = 16;
    private static final int TRACE_DIGITS = 32;

    private Points() {}

    private static NumberDataPoint number(Series series, int index) {
        var point = new NumberDataPoint();
        long bits = series.valueBits(index);
        if (bits == Series.STALE) {
            end(point);
        } else {
            point.asDouble(Double.longBitsToDouble(bits));
        }
        return time(point, series.time(index), series.start(index));
    }

    /** Adds the samples of a series, one at least; its exemplars go to the last one. */
    static void addNumbers(List<NumberDataPoint> to, Series series, boolean hasStart) {
        for (int i = 0; i < series.size(); i++) {
            NumberDataPoint point = number(series, i);
            if (!hasStart) {
                point.startTimeUnixNano(0);
            }
            attributes(point.attributes(), series.labels());
            to.add(point);
        }
        addExemplars(to.getLast().exemplars(), series.exemplars());
    }

    /** Ends a series: there is no value any more. */
    static void end(DataPoint point) {
        point.flags(DataPointFlags.NO_RECORDED_VALUE_MASK);
    }

    static <P extends DataPoint> P time(P point, long millis, long startMillis) {
        point.timeUnixNano(millis * NANOS_PER_MILLI);
        point.startTimeUnixNano(startMillis * NANOS_PER_MILLI);
        return point;
    }

    /** Prometheus names a bucket by its upper bound, OTLP by its lower one: one index less. */
    static ExponentialHistogramDataPoint exponential(NativeHistogram histogram) {
        var point =
                time(new ExponentialHistogramDataPoint(), histogram.timestamp(), histogram.start());
        if (histogram.sumBits() == Series.STALE) {
            end(point);
            return point;
        }
        point.scale(histogram.schema()).count(histogram.count());
        point.sum(Double.longBitsToDouble(histogram.sumBits()));
        point.zeroCount(histogram.zeroCount()).zeroThreshold(histogram.zeroThreshold());
        if (histogram.positive().deltas().length > 0) {
            fill(point.positive(), histogram.positive());
        }
        if (histogram.negative().deltas().length > 0) {
            fill(point.negative(), histogram.negative());
        }
        return point;
    }

    private static void fill(Buckets buckets, BucketSpans spans) {
        buckets.offset(spans.offsets()[0] - 1);
        long count = 0;
        int at = 0;
        for (int i = 0; i < spans.offsets().length; i++) {
            for (int gap = 0; i > 0 && gap < spans.offsets()[i]; gap++) {
                buckets.bucketCounts().add(0);
            }
            for (int n = 0; n < spans.lengths()[i]; n++) {
                count += spans.deltas()[at++];
                buckets.bucketCounts().add(count);
            }
        }
    }

    static HistogramDataPoint custom(NativeHistogram histogram) {
        var point = time(new HistogramDataPoint(), histogram.timestamp(), histogram.start());
        if (histogram.sumBits() == Series.STALE) {
            end(point);
            return point;
        }
        long[] counts = new long[histogram.customBounds().length + 1];
        BucketSpans spans = histogram.positive();
        long count = 0;
        int at = 0;
        int bucket = 0;
        for (int i = 0; i < spans.offsets().length; i++) {
            bucket += spans.offsets()[i];
            for (int n = 0; n < spans.lengths()[i]; n++) {
                count += spans.deltas()[at++];
                counts[bucket++] = count;
            }
        }
        point.count(histogram.count()).sum(Double.longBitsToDouble(histogram.sumBits()));
        point.explicitBounds().addAll(histogram.customBounds());
        point.bucketCounts().addAll(counts);
        return point;
    }

    /** Adds exemplars; ids that are none stay attributes. */
    static void addExemplars(List<Exemplar> to, List<SeriesExemplar> exemplars) {
        for (SeriesExemplar each : exemplars) {
            var exemplar = new Exemplar();
            exemplar.asDouble(each.value()).timeUnixNano(each.timestamp() * NANOS_PER_MILLI);
            Labels labels = each.labels();
            for (int i = 0; i < labels.size(); i++) {
                String name = labels.name(i);
                String value = labels.value(i);
                if (name.equals("trace_id") && isHex(value, TRACE_DIGITS)) {
                    exemplar.traceId(TraceId.ofHex(value));
                } else if (name.equals("span_id") && isHex(value, SPAN_DIGITS)) {
                    exemplar.spanId(SpanId.ofHex(value));
                } else {
                    exemplar.filteredAttributes().put(name, value);
                }
            }
            to.add(exemplar);
        }
    }

    private static boolean isHex(String text, int digits) {
        return text.length() == digits && text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    /** The attributes of a series, without labels that say something else. */
    static void attributes(Attributes to, Labels labels) {
        for (int i = 0; i < labels.size(); i++) {
            String name = labels.name(i);
            if (!MetricTree.isStructure(name)) {
                to.put(name, labels.value(i));
            }
        }
    }
}
