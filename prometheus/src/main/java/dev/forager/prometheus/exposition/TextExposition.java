// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus.exposition;

import dev.forager.prometheus.Labels;
import dev.forager.prometheus.MetricType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Prometheus' text format, version 0.0.4 and 1.0.0, in the grammar of Prometheus' own parser: more
 * is allowed than the documentation says, such as blanks between labels. The lines of OpenMetrics
 * are those of {@link OpenMetricsText}. Confined to one thread.
 *
 * @see <a
 *     href="https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format">Text-based
 *     format</a>
 */
public sealed class TextExposition extends TextCursor implements Exposition
        permits OpenMetricsText {
    final Decimals decimals = new Decimals();
    final LabelSpans spans = new LabelSpans();

    int keyEnd;
    double value;
    boolean hasTime;
    long timeMillis;
    int familyStart;
    int familyEnd;
    int textStart;
    int textEnd;
    MetricType type = MetricType.UNKNOWN;

    /** Reads these bytes, which stay as they are until the reading is over. */
    public TextExposition(byte[] bytes, int offset, int length) {
        super(bytes, offset, length);
    }

    @Override
    public Entry next() throws ExpositionException {
        while (true) {
            start = at;
            skipBlanks();
            if (at >= end || bytes[at] == 0) {
                return Entry.END;
            }
            switch (bytes[at]) {
                case '\n' -> at++;
                case '#' -> {
                    return comment();
                }
                default -> {
                    return series();
                }
            }
        }
    }

    @Override
    public final boolean isNext(byte[] known) throws ExpositionException {
        int after = at + known.length;
        if (after >= end
                || !isBlank(bytes[after])
                || !Arrays.equals(bytes, at, after, known, 0, known.length)
                || braceAfter(after) >= 0) { // Labels behind a blank: another series of the name.
            return false;
        }
        start = at;
        keyEnd = after;
        at = after;
        suffix();
        return true;
    }

    @Override
    public final boolean skips(byte[] known, MetricType type) {
        int after = at + known.length;
        if (after > end || !Arrays.equals(bytes, at, after, known, 0, known.length)) {
            return false;
        }
        start = at;
        at = after;
        this.type = type;
        return true;
    }

    private Entry comment() throws ExpositionException {
        int word = at + 1;
        while (word < end && isBlank(bytes[word])) {
            word++;
        }
        boolean isType = starts(word, "TYPE");
        boolean isMetadata = word > at + 1 && (isType || starts(word, "HELP"));
        if (!isMetadata || word + 4 >= end || !isBlank(bytes[word + 4])) {
            at = lineEnd(at);
            passLineEnd();
            return Entry.COMMENT;
        }
        at = word + 4;
        skipBlanks();
        metadataName(isType ? "TYPE" : "HELP");
        // The first character behind the name is what separates; all others belong to the text.
        textEnd = lineEnd(at);
        textStart = Math.min(textEnd, at + 1);
        at = textEnd;
        passLineEnd();
        if (isType) {
            type = promType();
            return Entry.TYPE;
        }
        checkHelp();
        return Entry.HELP;
    }

    final void metadataName(String word) throws ExpositionException {
        familyStart = at;
        if (at < end && bytes[at] == '"') {
            int close = stringEnd(at, true);
            if (close < 0) {
                throw unexpected("expected metric name after " + word);
            }
            familyStart = at + 1;
            familyEnd = close - 1;
            at = close;
            return;
        }
        at = nameEnd(at, true);
        if (at == familyStart) {
            throw unexpected("expected metric name after " + word);
        }
        familyEnd = at;
    }

    private MetricType promType() throws ExpositionException {
        return switch (text()) {
            case "counter" -> MetricType.COUNTER;
            case "gauge" -> MetricType.GAUGE;
            case "histogram" -> MetricType.HISTOGRAM;
            case "summary" -> MetricType.SUMMARY;
            case "untyped" -> MetricType.UNKNOWN;
            default -> throw invalidType();
        };
    }

    final ExpositionException invalidType() {
        return new ExpositionException(
                "invalid metric type " + Quoted.of(bytes, textStart, textEnd));
    }

    final void checkHelp() throws ExpositionException {
        if (!Utf8Check.isValid(bytes, textStart, textEnd)) {
            throw new ExpositionException(
                    "help text %s is not a valid utf8 string"
                            .formatted(Quoted.of(bytes, textStart, textEnd)));
        }
    }

    final Entry series() throws ExpositionException {
        spans.clear();
        if (bytes[at] != '{') {
            int name = at;
            at = nameEnd(at, true);
            if (at == name) {
                throw unexpected("expected a valid start token");
            }
            spans.name(name, at);
        }
        keyEnd = at;
        int brace = braceAfter(at);
        if (brace >= 0) {
            at = brace + 1;
            labelPairs();
            keyEnd = at;
        }
        if (!spans.hasName()) {
            throw new ExpositionException(
                    "metric name not set while parsing: " + Quoted.of(bytes, start, at));
        }
        suffix();
        return Entry.SERIES;
    }

    /** Where a brace opens behind the name; -1 where none does. */
    int braceAfter(int from) {
        int brace = from;
        while (brace < end && isBlank(bytes[brace])) {
            brace++;
        }
        return brace < end && bytes[brace] == '{' ? brace : -1;
    }

    void labelPairs() throws ExpositionException {
        while (true) {
            skipBlanks();
            if (at < end && bytes[at] == '}') {
                at++;
                return;
            }
            int token = at;
            int tokenEnd = labelToken();
            skipBlanks();
            if (bytes[token] == '"' && at < end && (bytes[at] == ',' || bytes[at] == '}')) {
                quotedName(token + 1, tokenEnd - 1);
                continue;
            }
            expect('=', "expected equal");
            skipBlanks();
            labelValue(spans, token, tokenEnd, true);
            skipBlanks();
            if (at < end && bytes[at] == ',') {
                at++;
            }
        }
    }

    /** A name of a label, which may be in quotes; leaves the cursor behind it. */
    final int labelToken() throws ExpositionException {
        int token = at;
        int tokenEnd = at < end && bytes[at] == '"' ? stringEnd(at, true) : nameEnd(at, false);
        if (tokenEnd <= token) {
            throw unexpected("expected label name");
        }
        at = tokenEnd;
        return tokenEnd;
    }

    /** A text in quotes among the labels that has no value is the name of the metric. */
    final void quotedName(int from, int to) throws ExpositionException {
        if (spans.hasName()) {
            throw new ExpositionException(
                    "metric name already set while parsing: " + Quoted.of(bytes, start, at));
        }
        spans.name(from, to);
        if (bytes[at] == ',') {
            at++;
        }
    }

    final void labelValue(LabelSpans into, int token, int tokenEnd, boolean mayHoldLines)
            throws ExpositionException {
        int close = at < end && bytes[at] == '"' ? stringEnd(at, mayHoldLines) : -1;
        if (close < 0) {
            throw unexpected("expected label value");
        }
        if (!Utf8Check.isValid(bytes, at, close)) {
            throw new ExpositionException(
                    "invalid UTF-8 label value: " + Quoted.of(bytes, at, close));
        }
        int quote = bytes[token] == '"' ? 1 : 0;
        into.add(token + quote, tokenEnd - quote, at + 1, close - 1);
        at = close;
    }

    /** Value and time, behind the key. */
    void suffix() throws ExpositionException {
        skipBlanks();
        int from = at;
        while (at < end && !isBlank(bytes[at]) && bytes[at] != '\n' && bytes[at] != '{') {
            at++;
        }
        if (at == from) {
            throw unexpected("expected value after metric");
        }
        value = number(from, at);
        hasTime = false;
        skipBlanks();
        if (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            time();
            skipBlanks();
            if (at < end && bytes[at] != '\n') {
                throw unexpected("expected next entry after timestamp");
            }
        } else if (at < end && bytes[at] != '\n') {
            throw unexpected("expected timestamp or new record");
        }
        passLineEnd();
    }

    private void time() throws ExpositionException {
        int from = at;
        long millis = 0;
        for (; at < end && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            int digit = bytes[at] - '0';
            if (millis > (Long.MAX_VALUE - digit) / 10) {
                throw new ExpositionException(
                        "strconv.ParseInt: parsing %s: value out of range while parsing: %s"
                                .formatted(
                                        Quoted.of(bytes, from, lineEnd(from)),
                                        Quoted.of(bytes, start, at)));
            }
            millis = millis * 10 + digit;
        }
        hasTime = true;
        timeMillis = millis;
    }

    final double number(int from, int to) throws ExpositionException {
        try {
            return decimals.parse(bytes, from, to);
        } catch (ExpositionException e) {
            throw new ExpositionException(
                    "%s while parsing: %s".formatted(e.getMessage(), Quoted.of(bytes, start, to)));
        }
    }

    @Override
    public final byte[] array() {
        return bytes;
    }

    @Override
    public final int keyStart() {
        return start;
    }

    @Override
    public final int keyEnd() {
        return keyEnd;
    }

    @Override
    public final int position() {
        return at;
    }

    @Override
    public final double value() {
        return value;
    }

    @Override
    public final boolean hasTime() {
        return hasTime;
    }

    @Override
    public final long timeMillis() {
        return timeMillis;
    }

    @Override
    public final long startMillis() {
        return 0;
    }

    @Override
    public final @Nullable NativeSample histogram() {
        return null; // The text formats have none.
    }

    @Override
    public final void labels(Labels.Builder into) throws ExpositionException {
        spans.decode(bytes, type, into);
    }

    @Override
    public int exemplars() {
        return 0;
    }

    @Override
    public RawExemplar exemplar(int index) throws ExpositionException {
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public final String family() {
        return new String(bytes, familyStart, familyEnd - familyStart, StandardCharsets.UTF_8);
    }

    @Override
    public final MetricType type() {
        return type;
    }

    @Override
    public String text() {
        String raw = new String(bytes, textStart, textEnd - textStart, StandardCharsets.UTF_8);
        return raw.indexOf('\\') < 0 ? raw : Escapes.help(raw);
    }
}
