// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import static dev.forager.prometheus.ProtoBuffer.VARINT;

import dev.forager.prometheus.BucketSpans;
import dev.forager.prometheus.Labels;
import dev.forager.prometheus.MetricFamily;
import dev.forager.prometheus.MetricType;
import dev.forager.prometheus.NativeHistogram;
import dev.forager.prometheus.ProtoBuffer;
import dev.forager.prometheus.SeriesExemplar;
import dev.forager.prometheus.Times;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the page as {@code io.prometheus.client.MetricFamily} messages, each with its length in
 * front. Exponential histograms are native ones here. Confined to one thread.
 *
 * @see <a
 *     href="https://github.com/prometheus/client_model/blob/master/io/prometheus/client/metrics.proto">
 *     metrics.proto</a>
 */
final class ProtobufWriter {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long MILLIS_PER_SECOND = 1000;

    private final Escaping escaping;
    private final boolean hasTimes;
    private final ProtoBuffer page = new ProtoBuffer();
    private final ProtoBuffer out = new ProtoBuffer();

    ProtobufWriter(Escaping escaping, boolean hasTimes) {
        this.escaping = escaping;
        this.hasTimes = hasTimes;
    }

    ProtoBuffer write(ServedPage served) {
        for (ServedPage.Family family : served.families()) {
            out.clear();
            write(family);
            page.varint(out.size());
            page.append(out);
        }
        return page;
    }

    private void write(ServedPage.Family family) {
        MetricFamily metadata = family.metadata();
        out.textField(1, escaping.of(metadata.name()));
        out.textField(2, metadata.help());
        out.varintField(3, type(metadata.type()));
        for (int i = 0; i < family.size(); i++) {
            ServedValue value = family.values()[i];
            int metric = out.begin(4);
            labels(family.labels()[i]);
            write(metadata.type(), value);
            if (hasTimes && value.time() != 0) {
                out.varintField(6, Times.millis(value.time()));
            }
            out.end(metric);
        }
    }

    private static int type(MetricType type) {
        return switch (type) {
            case COUNTER -> 0;
            case GAUGE, INFO, STATE_SET -> 1;
            case SUMMARY -> 2;
            case UNKNOWN -> 3;
            case HISTOGRAM -> 4;
            case GAUGE_HISTOGRAM -> 5;
        };
    }

    private void labels(Labels labels) {
        escaping.forEach(
                labels,
                (name, value) -> {
                    int label = out.begin(1);
                    out.textField(1, name);
                    out.textField(2, value);
                    out.end(label);
                });
    }

    private void write(MetricType type, ServedValue value) {
        switch (value) {
            case ServedValue.Scalar number -> number(type, number);
            case ServedValue.Buckets histogram -> buckets(histogram);
            case ServedValue.Exponential histogram -> exponential(histogram);
            case ServedValue.Quantiles summary -> summary(summary);
        }
    }

    private void number(MetricType type, ServedValue.Scalar number) {
        boolean isCounter = type == MetricType.COUNTER;
        int content = out.begin(isCounter ? 3 : type == MetricType.UNKNOWN ? 5 : 2);
        number(1, number.value());
        if (isCounter) {
            List<SeriesExemplar> exemplars = number.exemplars();
            exemplar(2, exemplars.isEmpty() ? null : exemplars.getLast());
            nanos(3, number.start());
        }
        out.end(content);
    }

    private void buckets(ServedValue.Buckets histogram) {
        int content = out.begin(7);
        out.varintField(1, histogram.count());
        number(2, histogram.sum());
        @Nullable SeriesExemplar[] exemplars = BucketExemplars.of(histogram);
        long below = 0;
        int bounds = histogram.bounds().length;
        for (int i = 0; i < bounds; i++) {
            below += i < histogram.counts().length ? histogram.counts()[i] : 0;
            bucket(below, histogram.bounds()[i], exemplars[i]);
        }
        if (exemplars[bounds] != null) {
            bucket(histogram.count(), Double.POSITIVE_INFINITY, exemplars[bounds]);
        }
        nanos(15, histogram.start());
        out.end(content);
    }

    private void bucket(long count, double bound, @Nullable SeriesExemplar exemplar) {
        int content = out.begin(3);
        out.varintField(1, count);
        number(2, bound);
        exemplar(3, exemplar);
        out.end(content);
    }

    private void exponential(ServedValue.Exponential histogram) {
        NativeHistogram served = histogram.served();
        int content = out.begin(7);
        out.varintField(1, histogram.count());
        number(2, histogram.sum());
        out.tag(5, VARINT);
        out.zigzag(served.schema());
        number(6, served.zeroThreshold());
        out.varintField(7, served.zeroCount());
        spans(9, served.negative());
        spans(12, served.positive());
        nanos(15, histogram.start());
        for (SeriesExemplar exemplar : histogram.exemplars()) {
            exemplar(16, exemplar);
        }
        out.end(content);
    }

    private void spans(int field, BucketSpans spans) {
        for (int i = 0; i < spans.offsets().length; i++) {
            int span = out.begin(field);
            out.tag(1, VARINT);
            out.zigzag(spans.offsets()[i]);
            out.varintField(2, spans.lengths()[i]);
            out.end(span);
        }
        if (spans.deltas().length > 0) {
            int deltas = out.begin(field + 1);
            for (long delta : spans.deltas()) {
                out.zigzag(delta);
            }
            out.end(deltas);
        }
    }

    private void summary(ServedValue.Quantiles summary) {
        int content = out.begin(4);
        out.varintField(1, summary.count());
        number(2, summary.sum());
        for (int i = 0; i < summary.quantiles().length; i++) {
            int quantile = out.begin(3);
            number(1, summary.quantiles()[i]);
            number(2, summary.values()[i]);
            out.end(quantile);
        }
        nanos(4, summary.start());
        out.end(content);
    }

    private void exemplar(int field, @Nullable SeriesExemplar exemplar) {
        if (exemplar == null) {
            return;
        }
        int content = out.begin(field);
        labels(exemplar.labels());
        number(2, exemplar.value());
        long millis = exemplar.timestamp();
        timestamp(3, millis / MILLIS_PER_SECOND, millis % MILLIS_PER_SECOND * 1_000_000);
        out.end(content);
    }

    private void nanos(int field, long nanos) {
        if (nanos != 0) {
            timestamp(
                    field,
                    Long.divideUnsigned(nanos, NANOS_PER_SECOND),
                    Long.remainderUnsigned(nanos, NANOS_PER_SECOND));
        }
    }

    private void timestamp(int field, long seconds, long nanos) {
        int content = out.begin(field);
        out.varintField(1, seconds);
        out.varintField(2, nanos);
        out.end(content);
    }

    private void number(int field, double value) {
        out.doubleField(field, Double.doubleToRawLongBits(value));
    }
}
