// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.prometheus.Labels;
import dev.forager.prometheus.exposition.RawExemplar;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Exemplars as OTLP: ids of traces and spans where their labels are such, the rest attributes. */
final class Exemplar {
    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;
    private static final long NANOS_OF_MILLI = 1_000_000;

    private Exemplar() {}

    /** The message without tag and length. */
    static byte[] encode(RawExemplar exemplar, long defaultMillis) {
        byte[] rest = {};
        byte[] trace = null;
        byte[] span = null;
        Labels labels = exemplar.labels();
        for (int i = 0; i < labels.size(); i++) {
            String name = labels.name(i).toLowerCase(Locale.ROOT);
            byte[] traceId = name.equals("trace_id") ? id(labels.value(i), TRACE_ID_BYTES) : null;
            byte[] spanId = name.equals("span_id") ? id(labels.value(i), SPAN_ID_BYTES) : null;
            if (traceId != null) {
                trace = traceId;
            } else if (spanId != null) {
                span = spanId;
            } else {
                rest = Wire.join(rest, Wire.attribute(7, labels.name(i), labels.value(i)));
            }
        }
        long millis = exemplar.hasTime() ? exemplar.timeMillis() : defaultMillis;
        int size = 18 + rest.length + sizeOf(span) + sizeOf(trace);
        var out = new Wire(size);
        out.fixed64(2, millis * NANOS_OF_MILLI);
        out.fixed64(3, Double.doubleToRawLongBits(exemplar.value()));
        if (span != null) {
            out.open(4, span.length).raw(span);
        }
        if (trace != null) {
            out.open(5, trace.length).raw(trace);
        }
        return out.raw(rest).finish();
    }

    private static int sizeOf(byte @Nullable [] id) {
        return id == null ? 0 : Wire.sizeOfField(id.length);
    }

    /** Null where the text is no id of that length, or one of zeros. */
    private static byte @Nullable [] id(String text, int length) {
        if (text.length() != 2 * length) {
            return null;
        }
        try {
            byte[] id = HexFormat.of().parseHex(text);
            for (byte each : id) {
                if (each != 0) {
                    return id;
                }
            }
            return null;
        } catch (IllegalArgumentException notHex) {
            return null;
        }
    }
}
