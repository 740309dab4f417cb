// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import dev.forager.prometheus.NativeHistogram;
import dev.forager.prometheus.ProtoBuffer;
import dev.forager.prometheus.Series;
import dev.forager.prometheus.SeriesExemplar;
import java.util.List;

/** Writes {@code prometheus.WriteRequest}. Confined to one thread. */
final class RequestV1 {
    private final ProtoBuffer out;
    private final LabelFields labels = new LabelFields();

    private RequestV1(ProtoBuffer out) {
        this.out = out;
    }

    static void encode(List<Series> series, ProtoBuffer out) {
        var request = new RequestV1(out);
        for (Series each : series) {
            boolean isMixed = each.size() > 0 && !each.histograms().isEmpty();
            request.write(each, true, !isMixed);
            if (isMixed) {
                request.write(each, false, true);
            }
        }
    }

    /** A message holds samples or histograms, never both. */
    private void write(Series series, boolean hasSamples, boolean hasHistograms) {
        int content = out.begin(1);
        labels.write(out, series.labels());
        for (int i = 0; hasSamples && i < series.size(); i++) {
            RequestEncoder.sample(out, series.valueBits(i), series.time(i), 0);
        }
        if (!series.isPlain()) {
            writeRest(series, hasSamples, hasHistograms);
        }
        out.end(content);
    }

    private void writeRest(Series series, boolean hasSamples, boolean hasHistograms) {
        if (hasSamples || series.size() == 0) {
            for (SeriesExemplar exemplar : series.exemplars()) {
                write(exemplar);
            }
        }
        if (hasHistograms) {
            for (NativeHistogram histogram : series.histograms()) {
                RequestEncoder.histogram(out, 4, histogram, false);
            }
        }
    }

    private void write(SeriesExemplar exemplar) {
        int content = out.begin(3);
        LabelFields.writeAll(out, exemplar.labels());
        out.doubleField(2, Double.doubleToRawLongBits(exemplar.value()));
        out.varintField(3, exemplar.timestamp());
        out.end(content);
    }
}
