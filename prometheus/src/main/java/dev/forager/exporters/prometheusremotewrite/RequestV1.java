// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import dev.forager.prometheus.Labels;
import dev.forager.prometheus.NativeHistogram;
import dev.forager.prometheus.ProtoBuffer;
import dev.forager.prometheus.Series;
import dev.forager.prometheus.SeriesExemplar;
import java.util.List;

/** Writes {@code prometheus.WriteRequest}. Stateless. */
final class RequestV1 {
    private RequestV1() {}

    static ProtoBuffer encode(List<Series> series) {
        var out = new ProtoBuffer();
        for (Series each : series) {
            boolean isMixed = each.size() > 0 && !each.histograms().isEmpty();
            write(out, each, true, !isMixed);
            if (isMixed) {
                write(out, each, false, true);
            }
        }
        return out;
    }

    /** A message holds samples or histograms, never both. */
    private static void write(
            ProtoBuffer out, Series series, boolean hasSamples, boolean hasHistograms) {
        int content = out.begin(1);
        labels(out, series.labels());
        for (int i = 0; hasSamples && i < series.size(); i++) {
            int sample = out.begin(2);
            out.doubleField(1, series.valueBits(i));
            out.varintField(2, series.time(i));
            out.end(sample);
        }
        if (hasSamples || series.size() == 0) {
            series.exemplars().forEach(exemplar -> write(out, exemplar));
        }
        if (hasHistograms) {
            for (NativeHistogram histogram : series.histograms()) {
                RequestEncoder.histogram(out, 4, histogram, false);
            }
        }
        out.end(content);
    }

    private static void write(ProtoBuffer out, SeriesExemplar exemplar) {
        int content = out.begin(3);
        labels(out, exemplar.labels());
        out.doubleField(2, Double.doubleToRawLongBits(exemplar.value()));
        out.varintField(3, exemplar.timestamp());
        out.end(content);
    }

    private static void labels(ProtoBuffer out, Labels labels) {
        for (int i = 0; i < labels.size(); i++) {
            int label = out.begin(1);
            out.textField(1, labels.name(i));
            out.textField(2, labels.value(i));
            out.end(label);
        }
    }
}
