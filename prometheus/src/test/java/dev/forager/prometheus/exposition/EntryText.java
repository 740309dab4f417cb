// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus.exposition;

import dev.forager.prometheus.Labels;

/** The entries of an exposition as lines of text. */
final class EntryText {
    private EntryText() {}

    /** All of them, up to the end or to what cannot be read. */
    static String all(Exposition in) {
        var out = new StringBuilder();
        try {
            while (true) {
                Exposition.Entry entry = in.next();
                out.append(of(entry, in)).append('\n');
                if (entry == Exposition.Entry.END) {
                    return out.toString();
                }
            }
        } catch (ExpositionException e) {
            return out.append("ERROR\n").toString();
        }
    }

    private static String of(Exposition.Entry entry, Exposition in) throws ExpositionException {
        return switch (entry) {
            case TYPE -> "TYPE " + in.family() + " " + in.type().word();
            case HELP -> "HELP " + in.family() + " \"" + escaped(in.text()) + "\"";
            case UNIT -> "UNIT " + in.family() + " \"" + in.text() + "\"";
            case SERIES, HISTOGRAM -> series(in);
            case COMMENT, END -> entry.toString();
        };
    }

    private static String series(Exposition in) throws ExpositionException {
        var labels = new Labels.Builder();
        in.labels(labels);
        var out = new StringBuilder("SERIES ");
        out.append(labels(labels.build())).append(' ').append(bits(in.value()));
        if (in.hasTime()) {
            out.append(" @").append(in.timeMillis());
        }
        for (int i = 0; i < in.exemplars(); i++) {
            RawExemplar exemplar = in.exemplar(i);
            out.append(" # ").append(labels(exemplar.labels()));
            out.append(' ').append(bits(exemplar.value()));
            if (exemplar.hasTime()) {
                out.append(" @").append(exemplar.timeMillis());
            }
        }
        return out.toString();
    }

    private static String labels(Labels labels) {
        var out = new StringBuilder("{");
        for (int i = 0; i < labels.size(); i++) {
            out.append(i > 0 ? "," : "").append(escaped(labels.name(i)));
            out.append("=\"").append(escaped(labels.value(i))).append('"');
        }
        return out.append('}').toString();
    }

    /** Prometheus has one NaN, whose last bit differs from that of Java's. */
    private static String bits(double value) {
        return Double.isNaN(value)
                ? "7ff8000000000001"
                : "%016x".formatted(Double.doubleToRawLongBits(value));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\0", "\\0");
    }
}
