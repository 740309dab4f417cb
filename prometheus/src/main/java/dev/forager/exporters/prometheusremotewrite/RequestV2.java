// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import dev.forager.prometheus.Labels;
import dev.forager.prometheus.MetricFamily;
import dev.forager.prometheus.NativeHistogram;
import dev.forager.prometheus.ProtoBuffer;
import dev.forager.prometheus.Series;
import dev.forager.prometheus.SeriesExemplar;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code io.prometheus.write.v2.Request}, in which texts are numbers of a table. Confined to
 * one thread.
 *
 * @see <a href="https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/">Remote write 2.0</a>
 */
final class RequestV2 {
    private final Map<String, Integer> symbols = new HashMap<>();
    private final ProtoBuffer table = new ProtoBuffer();
    private final ProtoBuffer out;

    /** Two for each label of the series that was written last. */
    private int[] numbers = new int[32];

    private @Nullable Labels last;

    private RequestV2(ProtoBuffer out) {
        this.out = out;
        symbol(""); // Number 0 stands for no text.
    }

    static void encode(List<Series> series, ProtoBuffer out) {
        var request = new RequestV2(out);
        for (Series each : series) {
            boolean isMixed = each.size() > 0 && !each.histograms().isEmpty();
            request.write(each, true, !isMixed);
            if (isMixed) {
                request.write(each, false, true);
            }
        }
        out.prepend(request.table);
    }

    private int symbol(String text) {
        Integer known = symbols.get(text);
        if (known != null) {
            return known;
        }
        int number = symbols.size();
        symbols.put(text, number);
        table.tag(4, ProtoBuffer.BYTES);
        table.text(text);
        return number;
    }

    /** A message holds samples or histograms, never both. */
    private void write(Series series, boolean hasSamples, boolean hasHistograms) {
        int content = out.begin(5);
        ofSeries(series.labels());
        for (int i = 0; hasSamples && i < series.size(); i++) {
            RequestEncoder.sample(out, series.valueBits(i), series.time(i), series.start(i));
        }
        if (!series.isPlain()) {
            writeRest(series, hasSamples, hasHistograms);
        }
        metadata(series.family());
        out.end(content);
    }

    private void writeRest(Series series, boolean hasSamples, boolean hasHistograms) {
        if (hasHistograms) {
            for (NativeHistogram histogram : series.histograms()) {
                RequestEncoder.histogram(out, 3, histogram, true);
            }
        }
        if (hasSamples || series.size() == 0) {
            for (SeriesExemplar exemplar : series.exemplars()) {
                write(exemplar);
            }
        }
    }

    private void write(SeriesExemplar exemplar) {
        int content = out.begin(4);
        labels(exemplar.labels());
        out.doubleField(2, Double.doubleToRawLongBits(exemplar.value()));
        out.varintField(3, exemplar.timestamp());
        out.end(content);
    }

    /** Series that follow one another have most labels in common, whose numbers are known. */
    private void ofSeries(Labels labels) {
        if (2 * labels.size() > numbers.length) {
            numbers = Arrays.copyOf(numbers, 4 * labels.size());
        }
        int content = out.begin(1);
        for (int i = 0; i < labels.size(); i++) {
            if (last == null || !labels.shares(last, i)) {
                numbers[2 * i] = symbol(labels.name(i));
                numbers[2 * i + 1] = symbol(labels.value(i));
            }
            out.varint(numbers[2 * i]);
            out.varint(numbers[2 * i + 1]);
        }
        out.end(content);
        last = labels;
    }

    private void labels(Labels labels) {
        if (labels.size() > 0) {
            int content = out.begin(1);
            for (int i = 0; i < labels.size(); i++) {
                out.varint(symbol(labels.name(i)));
                out.varint(symbol(labels.value(i)));
            }
            out.end(content);
        }
    }

    private void metadata(MetricFamily family) {
        int content = out.begin(5);
        out.varintField(1, family.type().number());
        out.varintField(3, symbol(family.help()));
        out.varintField(4, symbol(family.unit()));
        out.end(content);
    }
}
