// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import dev.forager.pdata.GoFloat;
import dev.forager.prometheus.Labels;
import dev.forager.prometheus.MetricFamily;
import dev.forager.prometheus.MetricType;
import dev.forager.prometheus.NameChars;
import dev.forager.prometheus.SeriesExemplar;
import dev.forager.prometheus.Times;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the page as text or as OpenMetrics, byte by byte as Go's library does. Confined to one
 * thread.
 *
 * <p>Prometheus' own Java library cannot write these pages: it appends {@code _total} to every
 * counter, refuses names that end in {@code _total} or {@code _info} for other types, and so has no
 * form for names without suffixes.
 */
final class TextWriter {
    private static final String TOTAL = "_total";
    private static final double MILLIS_PER_SECOND = 1000;

    private final TextOutput out = new TextOutput();
    private final Escaping escaping;
    private final boolean isOpenMetrics;
    private final boolean hasTimes;
    private TextOutput labels = new TextOutput();
    private long time;

    TextWriter(Escaping escaping, boolean isOpenMetrics, boolean hasTimes) {
        this.escaping = escaping;
        this.isOpenMetrics = isOpenMetrics;
        this.hasTimes = hasTimes;
    }

    TextOutput write(ServedPage page) {
        for (ServedPage.Family family : page.families()) {
            write(family);
        }
        if (isOpenMetrics) {
            out.put("# EOF\n");
        }
        return out;
    }

    private void write(ServedPage.Family family) {
        MetricFamily metadata = family.metadata();
        String name = escaping.of(metadata.name());
        boolean isTotal = name.endsWith(TOTAL);
        boolean isCounter = metadata.type() == MetricType.COUNTER;
        String title =
                isOpenMetrics && isCounter && isTotal
                        ? name.substring(0, name.length() - TOTAL.length())
                        : name;
        out.put("# HELP ");
        name(out, title, true);
        out.put(' ').putEscaped(metadata.help(), isOpenMetrics).put('\n');
        out.put("# TYPE ");
        name(out, title, true);
        out.put(' ').put(type(metadata.type(), isTotal)).put('\n');
        boolean isTarget = metadata.type() == MetricType.GAUGE && isUntimed(family);
        for (int i = 0; i < family.size(); i++) {
            ServedValue value = family.values()[i];
            time = hasTimes && !isTarget ? Times.millis(value.time()) : -1;
            labels = labels(family.labels()[i]);
            write(name, isCounter && (isTotal || escaping == Escaping.NONE), value);
        }
    }

    /** What describes targets was not measured at any time. */
    private static boolean isUntimed(ServedPage.Family family) {
        return family.size() > 0 && family.values()[0].time() == 0;
    }

    private String type(MetricType type, boolean isTotal) {
        return switch (type) {
            case COUNTER -> isOpenMetrics && !isTotal ? "unknown" : "counter";
            case GAUGE, INFO, STATE_SET -> "gauge";
            case HISTOGRAM -> "histogram";
            case GAUGE_HISTOGRAM -> isOpenMetrics ? "gaugehistogram" : "histogram";
            case SUMMARY -> "summary";
            case UNKNOWN -> isOpenMetrics ? "unknown" : "untyped";
        };
    }

    /**
     * Writes a series.
     *
     * @param hasExemplar whether a number may have one: those of OpenMetrics 1.0 that are called
     *     total. A client that takes all names takes others too, one before it refuses the page.
     */
    private void write(String name, boolean hasExemplar, ServedValue value) {
        switch (value) {
            case ServedValue.Scalar number ->
                    sample(name, "", number(number.value()), hasExemplar ? last(number) : null);
            case ServedValue.Buckets buckets -> buckets(name, buckets);
            case ServedValue.Exponential histogram -> {
                String count = count(histogram.count());
                bucket(name, "+Inf", count, lastOf(histogram.exemplars()));
                sample(name + "_sum", "", number(histogram.sum()), null);
                sample(name + "_count", "", count, null);
            }
            case ServedValue.Quantiles summary -> summary(name, summary);
        }
    }

    private static @Nullable SeriesExemplar last(ServedValue.Scalar number) {
        return lastOf(number.exemplars());
    }

    private static @Nullable SeriesExemplar lastOf(List<SeriesExemplar> exemplars) {
        return exemplars.isEmpty() ? null : exemplars.getLast();
    }

    private void buckets(String name, ServedValue.Buckets histogram) {
        @Nullable SeriesExemplar[] exemplars = BucketExemplars.of(histogram);
        long below = 0;
        int bounds = histogram.bounds().length;
        for (int i = 0; i < bounds; i++) {
            below += i < histogram.counts().length ? histogram.counts()[i] : 0;
            bucket(name, number(histogram.bounds()[i]), count(below), exemplars[i]);
        }
        String count = count(histogram.count());
        bucket(name, "+Inf", count, exemplars[bounds]);
        if (histogram.hasSum()) {
            sample(name + "_sum", "", number(histogram.sum()), null);
        }
        sample(name + "_count", "", count, null);
    }

    private void bucket(
            String name, String bound, String count, @Nullable SeriesExemplar exemplar) {
        sample(name + "_bucket", "le=\"" + bound + '"', count, exemplar);
    }

    private void summary(String name, ServedValue.Quantiles summary) {
        for (int i = 0; i < summary.quantiles().length; i++) {
            String quantile = "quantile=\"" + number(summary.quantiles()[i]) + '"';
            sample(name, quantile, number(summary.values()[i]), null);
        }
        sample(name + "_sum", "", number(summary.sum()), null);
        sample(name + "_count", "", count(summary.count()), null);
    }

    /** Labels are the same for all lines of a series: they are written once. */
    private TextOutput labels(Labels own) {
        var written = new TextOutput();
        escaping.forEach(
                own,
                (name, value) -> {
                    if (written.size() > 0) {
                        written.put(',');
                    }
                    name(written, name, false);
                    written.put("=\"").putEscaped(value, true).put('"');
                });
        return written;
    }

    private void sample(String name, String more, String value, @Nullable SeriesExemplar exemplar) {
        if (NameChars.isClassic(name, true)) {
            out.put(name);
            if (labels.size() > 0 || !more.isEmpty()) {
                out.put('{');
                pairs(more);
                out.put('}');
            }
        } else {
            out.put('{');
            name(out, name, true);
            if (labels.size() > 0 || !more.isEmpty()) {
                out.put(',');
                pairs(more);
            }
            out.put('}');
        }
        out.put(' ').put(value);
        if (time >= 0) {
            out.put(' ').put(isOpenMetrics ? number(time / MILLIS_PER_SECOND) : "" + time);
        }
        if (isOpenMetrics && exemplar != null && exemplar.labels().size() > 0) {
            out.put(" # {").put(labels(exemplar.labels()));
            out.put("} ").put(number(exemplar.value()));
            out.put(' ').put(number(exemplar.timestamp() / MILLIS_PER_SECOND));
        }
        out.put('\n');
    }

    private void pairs(String more) {
        out.put(labels);
        if (labels.size() > 0 && !more.isEmpty()) {
            out.put(',');
        }
        out.put(more);
    }

    /** In quotes where it is not a name for every Prometheus. */
    private static void name(TextOutput to, String name, boolean isMetric) {
        if (NameChars.isClassic(name, isMetric)) {
            to.put(name);
        } else {
            to.put('"').putEscaped(name, true).put('"');
        }
    }

    private String count(long count) {
        return isOpenMetrics
                ? Long.toUnsignedString(count)
                : count >= 0 ? GoFloat.of(count) : GoFloat.of(2.0 * (count >>> 1));
    }

    /** OpenMetrics tells floats from integers by a point or an exponent. */
    private String number(double value) {
        String text = GoFloat.of(value);
        boolean isPlain = isOpenMetrics && Double.isFinite(value);
        return isPlain && text.indexOf('.') < 0 && text.indexOf('e') < 0 ? text + ".0" : text;
    }
}
