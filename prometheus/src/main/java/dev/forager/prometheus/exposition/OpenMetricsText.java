// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus.exposition;

import dev.forager.prometheus.Labels;
import dev.forager.prometheus.MetricType;
import java.nio.charset.StandardCharsets;

/**
 * OpenMetrics' text format 1.0.0, in the grammar of Prometheus' own parser: single spaces, no empty
 * lines, times in seconds, exemplars, units and an end that says so. Confined to one thread.
 *
 * @see <a href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics 1.0</a>
 */
public final class OpenMetricsText extends TextExposition {
    private static final String CUT = "data does not end with # EOF";

    private final LabelSpans exemplarSpans = new LabelSpans();
    private boolean hasExemplar;
    private double exemplarValue;
    private boolean exemplarHasTime;
    private long exemplarTimeMillis;

    /** Reads these bytes, which stay as they are until the reading is over. */
    public OpenMetricsText(byte[] bytes, int offset, int length) {
        super(bytes, offset, length);
    }

    @Override
    public Entry next() throws ExpositionException {
        start = at;
        hasExemplar = false;
        if (at >= end) {
            throw new ExpositionException(CUT);
        }
        return bytes[at] == '#' ? metadata() : series();
    }

    private Entry metadata() throws ExpositionException {
        if (starts(at, "# EOF")) {
            at += 5;
            at += at < end && bytes[at] == '\n' ? 1 : 0;
            if (at < end) {
                throw new ExpositionException("unexpected data after # EOF");
            }
            return Entry.END;
        }
        if (starts(at, "# TYPE ")) {
            described("TYPE");
            type = openType();
            return Entry.TYPE;
        }
        if (starts(at, "# HELP ")) {
            described("HELP");
            checkHelp();
            return Entry.HELP;
        }
        if (starts(at, "# UNIT ")) {
            described("UNIT");
            checkUnit();
            return Entry.UNIT;
        }
        throw unexpected("expected a valid start token");
    }

    private void described(String word) throws ExpositionException {
        at += 7;
        metadataName(word);
        textEnd = lineEnd(at);
        if (textEnd >= end || bytes[at] != ' ') {
            throw new ExpositionException("expected text in " + word);
        }
        textStart = at + 1;
        at = textEnd + 1;
    }

    private MetricType openType() throws ExpositionException {
        return switch (text()) {
            case "counter" -> MetricType.COUNTER;
            case "gauge" -> MetricType.GAUGE;
            case "histogram" -> MetricType.HISTOGRAM;
            case "gaugehistogram" -> MetricType.GAUGE_HISTOGRAM;
            case "summary" -> MetricType.SUMMARY;
            case "info" -> MetricType.INFO;
            case "stateset" -> MetricType.STATE_SET;
            case "unknown" -> MetricType.UNKNOWN;
            default -> throw invalidType();
        };
    }

    private void checkUnit() throws ExpositionException {
        String unit = text();
        String name = family();
        if (!unit.isEmpty() && !name.endsWith("_" + unit)) {
            throw new ExpositionException(
                    "unit \"%s\" not a suffix of metric \"%s\"".formatted(unit, name));
        }
    }

    /** No space may stand between name and brace. */
    @Override
    int braceAfter(int from) {
        return from < end && bytes[from] == '{' ? from : -1;
    }

    @Override
    void labelPairs() throws ExpositionException {
        pairs(spans, false);
    }

    private void pairs(LabelSpans into, boolean isExemplar) throws ExpositionException {
        while (true) {
            if (at < end && bytes[at] == '}') {
                at++;
                return;
            }
            int token = at;
            int tokenEnd = labelToken();
            boolean isName =
                    bytes[token] == '"' && at < end && (bytes[at] == ',' || bytes[at] == '}');
            if (isName && isExemplar) {
                throw unexpected("expected label name");
            }
            if (isName) {
                quotedName(token + 1, tokenEnd - 1);
                continue;
            }
            expect('=', "expected equal");
            labelValue(into, token, tokenEnd, false);
            if (at < end && bytes[at] == ',') {
                at++;
            } else if (at >= end || bytes[at] != '}') {
                throw unexpected("expected comma or brace close");
            }
        }
    }

    @Override
    void suffix() throws ExpositionException {
        hasExemplar = false;
        value = spaced("expected value after metric");
        hasTime = false;
        if (at < end && bytes[at] == ' ' && !starts(at, " # {")) {
            timeMillis = millis(spaced("expected timestamp"), "invalid timestamp");
            hasTime = true;
        }
        if (starts(at, " # {")) {
            at += 4;
            readExemplar();
        }
        lineBreak("expected next entry after timestamp");
    }

    /** A number behind a space, up to the next one or the end of the line. */
    private double spaced(String what) throws ExpositionException {
        if (at >= end || bytes[at] != ' ') {
            throw unexpected(what);
        }
        int from = ++at;
        while (at < end && bytes[at] != ' ' && bytes[at] != '\n') {
            at++;
        }
        if (at == from) {
            throw unexpected(what);
        }
        return number(from, at);
    }

    private static long millis(double seconds, String what) throws ExpositionException {
        if (!Double.isFinite(seconds)) {
            throw new ExpositionException("%s %s".formatted(what, seconds));
        }
        return (long) (seconds * 1000);
    }

    private void readExemplar() throws ExpositionException {
        exemplarSpans.clear();
        pairs(exemplarSpans, true);
        exemplarValue = spaced("expected value after exemplar labels");
        exemplarHasTime = at < end && bytes[at] == ' ';
        if (exemplarHasTime) {
            exemplarTimeMillis =
                    millis(spaced("expected timestamp or comment"), "invalid exemplar timestamp");
        }
        hasExemplar = true;
    }

    private void lineBreak(String what) throws ExpositionException {
        if (at >= end) {
            throw new ExpositionException(CUT);
        }
        if (bytes[at] != '\n') {
            throw unexpected(what);
        }
        at++;
    }

    @Override
    public int exemplars() {
        return hasExemplar ? 1 : 0;
    }

    @Override
    public RawExemplar exemplar(int index) throws ExpositionException {
        var labels = new Labels.Builder();
        exemplarSpans.decodeExemplar(bytes, labels);
        return new RawExemplar(labels.build(), exemplarValue, exemplarHasTime, exemplarTimeMillis);
    }

    @Override
    public String text() {
        String raw = new String(bytes, textStart, textEnd - textStart, StandardCharsets.UTF_8);
        return Escapes.value(raw);
    }
}
