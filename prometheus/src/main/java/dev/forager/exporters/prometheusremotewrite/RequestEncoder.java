// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import dev.forager.prometheus.BucketSpans;
import dev.forager.prometheus.MetricFamily;
import dev.forager.prometheus.NativeHistogram;
import dev.forager.prometheus.ProtoBuffer;
import dev.forager.prometheus.Series;
import java.util.Collection;
import java.util.List;

/** Writes the messages of remote write. Stateless. */
final class RequestEncoder {
    /** The field of samples in either version. */
    private static final int SAMPLES = 2;

    private RequestEncoder() {}

    /**
     * Writes the body of one request, not compressed.
     *
     * @param out empty
     */
    static void encode(RemoteWriteMessage message, List<Series> series, ProtoBuffer out) {
        switch (message) {
            case V1 -> RequestV1.encode(series, out);
            case V2 -> RequestV2.encode(series, out);
        }
    }

    /** Writes a request of remote write 1.0 that holds metadata only. */
    static void encodeMetadata(Collection<MetricFamily> families, ProtoBuffer out) {
        for (MetricFamily family : families) {
            int content = out.begin(3);
            out.varintField(1, family.type().number());
            out.textField(2, family.name());
            out.textField(4, family.help());
            out.textField(5, family.unit());
            out.end(content);
        }
    }

    /**
     * A sample; the message is the same in both, but for the start that only 2.0 has. Its length is
     * told beforehand, since nothing is written as often.
     */
    static void sample(ProtoBuffer out, long bits, long time, long start) {
        int length = bits == 0 ? 0 : 1 + Long.BYTES;
        length += ProtoBuffer.sizeOfVarintField(time) + ProtoBuffer.sizeOfVarintField(start);
        out.tag(SAMPLES, ProtoBuffer.BYTES);
        out.varint(length);
        out.doubleField(1, bits);
        out.varintField(2, time);
        out.varintField(3, start);
    }

    /** The message is the same in both, but for the start that only 2.0 has. */
    static void histogram(ProtoBuffer out, int field, NativeHistogram histogram, boolean hasStart) {
        int content = out.begin(field);
        out.tag(1, ProtoBuffer.VARINT);
        out.varint(histogram.count());
        out.doubleField(3, histogram.sumBits());
        if (histogram.schema() != 0) {
            out.tag(4, ProtoBuffer.VARINT);
            out.zigzag(histogram.schema());
        }
        out.doubleField(5, Double.doubleToRawLongBits(histogram.zeroThreshold()));
        out.tag(6, ProtoBuffer.VARINT);
        out.varint(histogram.zeroCount());
        spans(out, 8, histogram.negative());
        spans(out, 11, histogram.positive());
        out.varintField(15, histogram.timestamp());
        bounds(out, histogram.customBounds());
        out.varintField(17, hasStart ? histogram.start() : 0);
        out.end(content);
    }

    private static void spans(ProtoBuffer out, int field, BucketSpans spans) {
        for (int i = 0; i < spans.offsets().length; i++) {
            int content = out.begin(field);
            if (spans.offsets()[i] != 0) {
                out.tag(1, ProtoBuffer.VARINT);
                out.zigzag(spans.offsets()[i]);
            }
            out.varintField(2, spans.lengths()[i]);
            out.end(content);
        }
        if (spans.deltas().length > 0) {
            int content = out.begin(field + 1);
            for (long delta : spans.deltas()) {
                out.zigzag(delta);
            }
            out.end(content);
        }
    }

    private static void bounds(ProtoBuffer out, double[] bounds) {
        if (bounds.length > 0) {
            int content = out.begin(16);
            for (double bound : bounds) {
                out.fixed64(Double.doubleToRawLongBits(bound));
            }
            out.end(content);
        }
    }
}
