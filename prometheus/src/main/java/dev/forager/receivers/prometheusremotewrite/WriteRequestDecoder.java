// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import dev.forager.prometheus.Labels;
import dev.forager.prometheus.MetricFamily;
import dev.forager.prometheus.MetricType;
import dev.forager.prometheus.NativeHistogram;
import dev.forager.prometheus.Series;
import dev.forager.prometheus.SeriesExemplar;
import dev.forager.transport.codec.ProtoReader;
import dev.forager.transport.codec.ProtoReader.MalformedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of remote write. A series that breaks a rule is left out and said; what is no
 * protobuf, or names texts that are not there, spoils the whole. Confined to one thread.
 *
 * <p><b>Memory.</b> In version 2.0 a byte may stand for a long text, any number of times: what a
 * request becomes is bounded by {@code maxBytes}, not only what it is.
 */
final class WriteRequestDecoder {
    private static final MetricFamily UNKNOWN = new MetricFamily("", MetricType.UNKNOWN, "", "");

    private static final long MOST_MILLIS = Long.MAX_VALUE / 1_000_000;

    /** Bytes of a sample with its timestamps. */
    private static final int SAMPLE_BYTES = 40;

    private final WriteVersion version;
    private final long maxBytes;
    private final WriteRequest request = new WriteRequest();
    private final List<String> symbols = new ArrayList<>();
    private final Labels.Builder labels = new Labels.Builder();
    private final HistogramReader histograms;
    private @Nullable String problem;
    private long bytes;

    private WriteRequestDecoder(WriteVersion version, long maxBytes) {
        this.version = version;
        this.maxBytes = maxBytes;
        histograms = new HistogramReader(this::grow);
    }

    /**
     * Reads a body.
     *
     * @param maxBytes most bytes that it may become
     * @throws MalformedException when it is not what it says
     */
    static WriteRequest decode(
            WriteVersion version, byte[] body, int offset, int length, long maxBytes)
            throws MalformedException {
        var decoder = new WriteRequestDecoder(version, maxBytes);
        if (version == WriteVersion.V2) {
            decoder.readSymbols(new ProtoReader(body, offset, offset + length));
        }
        decoder.read(new ProtoReader(body, offset, offset + length));
        decoder.request.joinExemplars();
        return decoder.request;
    }

    private void grow(long more) throws MalformedException {
        bytes += more;
        if (bytes > maxBytes) {
            throw new MalformedException(
                    "the request becomes more than %d bytes when its symbols are written out"
                            .formatted(maxBytes));
        }
    }

    /** They may stand anywhere in the message. */
    private void readSymbols(ProtoReader in) throws MalformedException {
        while (in.next()) {
            if (in.isBytes(4)) {
                String text = in.text();
                grow(32 + text.length());
                symbols.add(text);
            } else {
                in.skip();
            }
        }
        if (symbols.isEmpty() || !symbols.getFirst().isEmpty()) {
            throw new MalformedException("symbols must start with an empty text");
        }
    }

    private String symbol(long reference) throws MalformedException {
        if (reference < 0 || reference >= symbols.size()) {
            throw new MalformedException(
                    "symbol reference %s is out of bounds of %d symbols"
                            .formatted(Long.toUnsignedString(reference), symbols.size()));
        }
        return symbols.get((int) reference);
    }

    private void read(ProtoReader in) throws MalformedException {
        boolean isFirst = version == WriteVersion.V1;
        while (in.next()) {
            if (in.isBytes(isFirst ? 1 : 5)) {
                series(in.message());
            } else if (isFirst && in.isBytes(3)) {
                request.add(metadataApart(in.message()));
            } else {
                in.skip();
            }
        }
    }

    private static MetricFamily metadataApart(ProtoReader in) throws MalformedException {
        MetricType type = MetricType.UNKNOWN;
        String name = "";
        String help = "";
        String unit = "";
        while (in.next()) {
            if (in.isNumber(1)) {
                type = type(in.number());
            } else if (in.isBytes(2)) {
                name = in.text();
            } else if (in.isBytes(4)) {
                help = in.text();
            } else if (in.isBytes(5)) {
                unit = in.text();
            } else {
                in.skip();
            }
        }
        return new MetricFamily(name, type, help, unit);
    }

    private static MetricType type(long number) {
        for (MetricType type : MetricType.values()) {
            if (type.number() == number) {
                return type;
            }
        }
        return MetricType.UNKNOWN;
    }

    /** The type that Prometheus may say in a label. */
    private static MetricType type(@Nullable String word) {
        return switch (text(word)) {
            case "counter" -> MetricType.COUNTER;
            case "gauge" -> MetricType.GAUGE;
            case "histogram" -> MetricType.HISTOGRAM;
            case "gaugehistogram" -> MetricType.GAUGE_HISTOGRAM;
            case "summary" -> MetricType.SUMMARY;
            case "info" -> MetricType.INFO;
            case "stateset" -> MetricType.STATE_SET;
            default -> MetricType.UNKNOWN;
        };
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** Labels and metadata may stand behind samples: they are read first. */
    private void series(ProtoReader in) throws MalformedException {
        problem = null;
        labels.clear();
        MetricFamily family = UNKNOWN;
        long created = 0;
        ProtoReader head = in.copy();
        while (head.next()) {
            if (head.isBytes(1)) {
                if (version == WriteVersion.V1) {
                    label(head.message());
                } else {
                    references(head.message());
                }
            } else if (version == WriteVersion.V2 && head.isNumber(1)) {
                throw new MalformedException("labels must be packed references");
            } else if (version == WriteVersion.V2 && head.isBytes(5)) {
                family = metadata(head.message());
            } else if (version == WriteVersion.V2 && head.isNumber(6)) {
                created = head.number();
            } else {
                head.skip();
            }
        }
        Labels own = labels.build();
        String name = own.get(Labels.NAME);
        if (problem == null && name == null) {
            problem = "missing metric name in labels " + own;
        }
        var series =
                new Series(
                        own,
                        new MetricFamily(
                                name == null ? "" : name,
                                family.type() == MetricType.UNKNOWN
                                        ? type(own.get("__type__"))
                                        : family.type(),
                                family.help(),
                                family.unit().isEmpty()
                                        ? text(own.get("__unit__"))
                                        : family.unit()));
        content(in, series, created);
        if (problem == null) {
            request.add(series);
        } else {
            request.problem(problem);
        }
    }

    private void content(ProtoReader in, Series series, long created) throws MalformedException {
        boolean isFirst = version == WriteVersion.V1;
        while (in.next()) {
            if (in.isBytes(2)) {
                sample(in.message(), series, created);
            } else if (in.isBytes(isFirst ? 4 : 3)) {
                NativeHistogram histogram = histograms.read(in.message(), created);
                if (histogram == null) {
                    noHistogram();
                } else {
                    series.add(histogram);
                }
            } else if (in.isBytes(isFirst ? 3 : 4)) {
                exemplar(in.message(), series);
            } else {
                in.skip();
            }
        }
    }

    private void noHistogram() {
        if (histograms.isGauge()) {
            request.gaugeHistogram();
        } else {
            problem = histograms.problem();
        }
    }

    private void sample(ProtoReader in, Series series, long created) throws MalformedException {
        grow(SAMPLE_BYTES + 2L * series.labels().size());
        long bits = 0;
        long time = 0;
        long start = 0;
        while (in.next()) {
            if (in.isFixed64(1)) {
                bits = in.fixed64();
            } else if (in.isNumber(2)) {
                time = in.number();
            } else if (version == WriteVersion.V2 && in.isNumber(3)) {
                start = in.number();
            } else {
                in.skip();
            }
        }
        growByLabels(series.labels());
        if (!isTime(time)) {
            problem = "timestamp %d of %s cannot be told in OTLP".formatted(time, series.labels());
        }
        series.add(time, bits, startOf(start == 0 ? created : start));
    }

    /** OTLP counts nanoseconds since 1970. */
    static boolean isTime(long millis) {
        return millis >= 0 && millis <= MOST_MILLIS;
    }

    /** A start that makes no sense is none. */
    static long startOf(long millis) {
        return isTime(millis) ? millis : 0;
    }

    /** Each sample becomes a point with attributes of its own. */
    private void growByLabels(Labels labels) throws MalformedException {
        long size = 0;
        for (int i = 0; i < labels.size(); i++) {
            size += 8L + labels.name(i).length() + labels.value(i).length();
        }
        grow(size);
    }

    private void label(ProtoReader in) throws MalformedException {
        String name = "";
        String value = "";
        while (in.next()) {
            if (in.isBytes(1)) {
                name = in.text();
            } else if (in.isBytes(2)) {
                value = in.text();
            } else {
                in.skip();
            }
        }
        put(name, value);
    }

    private void references(ProtoReader in) throws MalformedException {
        while (in.hasMore()) {
            String name = symbol(in.number());
            if (!in.hasMore()) {
                throw new MalformedException("labels must be pairs of references");
            }
            put(name, symbol(in.number()));
        }
    }

    private void put(String name, String value) throws MalformedException {
        grow(16L + name.length() + value.length());
        if (name.isEmpty()) {
            problem = "a label without a name";
        } else if (labels.contains(name)) {
            problem = "duplicate label \"%s\" in labels".formatted(name);
        }
        labels.set(name, value);
    }

    private MetricFamily metadata(ProtoReader in) throws MalformedException {
        MetricType type = MetricType.UNKNOWN;
        String help = "";
        String unit = "";
        while (in.next()) {
            if (in.isNumber(1)) {
                type = type(in.number());
            } else if (in.isNumber(3)) {
                help = symbol(in.number());
            } else if (in.isNumber(4)) {
                unit = symbol(in.number());
            } else {
                in.skip();
            }
        }
        return new MetricFamily("", type, help, unit);
    }

    private void exemplar(ProtoReader in, Series series) throws MalformedException {
        grow(SAMPLE_BYTES);
        labels.clear();
        long bits = 0;
        long time = 0;
        while (in.next()) {
            if (in.isBytes(1)) {
                if (version == WriteVersion.V1) {
                    label(in.message());
                } else {
                    references(in.message());
                }
            } else if (in.isFixed64(2)) {
                bits = in.fixed64();
            } else if (in.isNumber(3)) {
                time = in.number();
            } else {
                in.skip();
            }
        }
        series.add(new SeriesExemplar(labels.build(), Double.longBitsToDouble(bits), time));
    }
}
