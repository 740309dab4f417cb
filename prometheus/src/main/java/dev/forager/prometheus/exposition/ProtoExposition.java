// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus.exposition;

import dev.forager.prometheus.Labels;
import dev.forager.prometheus.MetricType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Prometheus' protobuf form: families, each behind its length. A histogram or summary becomes the
 * series that the text formats have for it, a native histogram one of its own. The key of a series
 * is made of its encoded labels, which are decoded only when the series is new. Confined to one
 * thread.
 *
 * @see <a
 *     href="https://prometheus.io/docs/instrumenting/exposition_formats/#protobuf-format">Protobuf
 *     format</a>
 */
public final class ProtoExposition implements Exposition {
    private static final byte SEPARATOR = (byte) 0xff;

    /** Steps through a family. */
    private enum State {
        BEGIN,
        HELP,
        UNIT,
        TYPE,
        METRICS
    }

    private final byte[] bytes;
    private final boolean takesNative;
    private final boolean keepsClassic;
    private final boolean convertsClassic;
    private final FieldCursor families;
    private final ProtoHistogram histogram = new ProtoHistogram();
    private final ProtoParts parts = new ProtoParts();

    private State state = State.BEGIN;
    private String name = "";
    private byte[] nameBytes = {};
    private String help = "";
    private String unit = "";
    private int typeNumber;
    private int[] metrics = new int[64];
    private int metricCount;
    private int metricIndex;
    private int[] labels = new int[32];
    private int labelCount;
    private long timeMillis;
    private long startMillis;
    private int part;
    private byte[] key = new byte[256];
    private int keyLength;
    private @Nullable NativeSample sample;

    /**
     * Reads these bytes, which stay as they are until the reading is over.
     *
     * @param takesNative whether native histograms count; else they are classic ones
     * @param keepsClassic whether a native histogram also gives its classic buckets
     * @param convertsClassic whether a classic histogram becomes a native one with its bounds
     */
    public ProtoExposition(
            byte[] bytes,
            int offset,
            int length,
            boolean takesNative,
            boolean keepsClassic,
            boolean convertsClassic) {
        this.bytes = bytes;
        this.takesNative = takesNative;
        this.keepsClassic = keepsClassic;
        this.convertsClassic = convertsClassic;
        families = new FieldCursor(bytes, offset, offset + length);
    }

    @Override
    public Entry next() throws ExpositionException {
        while (true) {
            switch (state) {
                case BEGIN -> {
                    if (families.isAtEnd()) {
                        return Entry.END;
                    }
                    families.delimited();
                    readFamily(families.cut());
                    if (metricCount > 0) {
                        state = State.HELP;
                        return Entry.HELP;
                    }
                }
                case HELP -> {
                    state = unit.isEmpty() ? State.TYPE : State.UNIT;
                    return unit.isEmpty() ? Entry.TYPE : Entry.UNIT;
                }
                case UNIT -> {
                    state = State.TYPE;
                    return Entry.TYPE;
                }
                case TYPE -> state = State.METRICS;
                case METRICS -> {
                    if (part + 1 < parts.size()) {
                        part++;
                        return series();
                    }
                    if (metricIndex < metricCount) {
                        readMetric(metricIndex++);
                        part = -1;
                    } else {
                        state = State.BEGIN;
                    }
                }
            }
        }
    }

    private Entry series() throws ExpositionException {
        makeKey();
        boolean isGauge = type() == MetricType.GAUGE_HISTOGRAM;
        sample =
                parts.isNative(part)
                        ? histogram.sample(isGauge)
                        : parts.isCustom(part) ? histogram.custom(isGauge) : null;
        return sample == null ? Entry.SERIES : Entry.HISTOGRAM;
    }

    private void readFamily(FieldCursor message) throws ExpositionException {
        nameBytes = new byte[0];
        help = "";
        unit = "";
        typeNumber = 0;
        metricCount = 0;
        metricIndex = 0;
        parts.clear();
        part = -1;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> nameBytes = Arrays.copyOfRange(bytes, message.from(), message.to());
                case 2 -> help = text(message.from(), message.to(), "invalid help for metric");
                case 3 -> typeNumber = (int) message.scalar();
                case 4 -> addMetric(message.inner().cutRange());
                case 5 -> unit = text(message.from(), message.to(), "invalid unit for metric");
                default -> {}
            }
        }
        if (metricCount > 0) {
            checkFamily();
        }
    }

    private void checkFamily() throws ExpositionException {
        name = new String(nameBytes, StandardCharsets.UTF_8);
        if (nameBytes.length == 0 || !Utf8Check.isValid(nameBytes, 0, nameBytes.length)) {
            throw new ExpositionException("invalid metric name: " + name);
        }
        if (typeNumber < 0 || typeNumber > 5) {
            throw new ExpositionException(
                    "unknown metric type for metric \"%s\": %d".formatted(name, typeNumber));
        }
    }

    private void addMetric(long range) {
        if (2 * metricCount == metrics.length) {
            metrics = Arrays.copyOf(metrics, 2 * metrics.length);
        }
        metrics[2 * metricCount] = (int) (range >>> 32);
        metrics[2 * metricCount + 1] = (int) range;
        metricCount++;
    }

    private String text(int from, int to, String what) throws ExpositionException {
        if (!Utf8Check.isValid(bytes, from, to)) {
            throw new ExpositionException(what + " " + Quoted.of(bytes, from, to));
        }
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private void readMetric(int index) throws ExpositionException {
        labelCount = 0;
        timeMillis = 0;
        startMillis = 0;
        parts.clear();
        boolean hasValue = false;
        var message = new FieldCursor(bytes, metrics[2 * index], metrics[2 * index + 1]);
        while (message.next()) {
            switch (message.field()) {
                case 1 -> addLabel(message.inner().cutRange());
                case 2, 3, 4, 5, 7 -> {
                    if (message.field() == valueField()) {
                        readValue(message.inner());
                        hasValue = true;
                    }
                }
                case 6 -> timeMillis = message.scalar();
                default -> {}
            }
        }
        if (!hasValue) {
            readValue(new FieldCursor(bytes, 0, 0));
        }
    }

    /** The field of a metric that its family's type is about. */
    private int valueField() {
        return switch (type()) {
            case GAUGE -> 2;
            case COUNTER -> 3;
            case SUMMARY -> 4;
            case UNKNOWN, INFO, STATE_SET -> 5;
            case HISTOGRAM, GAUGE_HISTOGRAM -> 7;
        };
    }

    private void readValue(FieldCursor message) throws ExpositionException {
        parts.clear();
        switch (type()) {
            case SUMMARY -> startMillis = parts.summary(message);
            case HISTOGRAM, GAUGE_HISTOGRAM -> {
                histogram.read(message);
                startMillis = histogram.startMillis;
                addHistogram();
            }
            case COUNTER, GAUGE, UNKNOWN, INFO, STATE_SET -> startMillis = parts.single(message);
        }
    }

    private void addHistogram() {
        boolean isNative = takesNative && histogram.isNative();
        if (isNative) {
            parts.addNative();
        }
        boolean isConverted = !isNative && convertsClassic;
        if (isNative ? keepsClassic && histogram.buckets > 0 : keepsClassic || !isConverted) {
            parts.classic(histogram);
        }
        if (isConverted) {
            parts.addCustom();
        }
    }

    private void addLabel(long range) {
        if (2 * labelCount == labels.length) {
            labels = Arrays.copyOf(labels, 2 * labels.length);
        }
        labels[2 * labelCount] = (int) (range >>> 32);
        labels[2 * labelCount + 1] = (int) range;
        labelCount++;
    }

    private void makeKey() {
        int size = nameBytes.length + 2 + Long.BYTES + labelCount;
        for (int i = 0; i < labelCount; i++) {
            size += labels[2 * i + 1] - labels[2 * i];
        }
        if (key.length < size) {
            key = new byte[2 * size];
        }
        keyLength = 0;
        key[keyLength++] = parts.kind(part);
        put(nameBytes, 0, nameBytes.length);
        key[keyLength++] = SEPARATOR;
        long bound = Double.doubleToRawLongBits(parts.bound(part));
        for (int i = 0; i < Long.BYTES; i++) {
            key[keyLength++] = (byte) (bound >>> (Byte.SIZE * i));
        }
        for (int i = 0; i < labelCount; i++) {
            key[keyLength++] = SEPARATOR;
            put(bytes, labels[2 * i], labels[2 * i + 1]);
        }
    }

    private void put(byte[] source, int from, int to) {
        System.arraycopy(source, from, key, keyLength, to - from);
        keyLength += to - from;
    }

    /** Keys are made, not found: the next series is looked up. */
    @Override
    public boolean isNext(byte[] known) {
        return false;
    }

    @Override
    public boolean skips(byte[] known, MetricType type) {
        return false;
    }

    @Override
    public int position() {
        return -1;
    }

    @Override
    public byte[] array() {
        return key;
    }

    @Override
    public int keyStart() {
        return 0;
    }

    @Override
    public int keyEnd() {
        return keyLength;
    }

    @Override
    public double value() {
        return parts.value(part);
    }

    @Override
    public boolean hasTime() {
        return timeMillis != 0;
    }

    @Override
    public long timeMillis() {
        return timeMillis;
    }

    @Override
    public long startMillis() {
        return startMillis;
    }

    @Override
    public @Nullable NativeSample histogram() {
        return sample;
    }

    @Override
    public void labels(Labels.Builder into) throws ExpositionException {
        into.set(Labels.NAME, name + parts.suffix(part));
        for (int i = 0; i < labelCount; i++) {
            ProtoLabels.add(bytes, labels[2 * i], labels[2 * i + 1], into);
        }
        String label = parts.boundLabel(part, type());
        if (!label.isEmpty()) {
            into.set(label, Bounds.text(parts.bound(part)));
        }
    }

    @Override
    public int exemplars() {
        return parts.exemplars(part, histogram);
    }

    @Override
    public RawExemplar exemplar(int index) throws ExpositionException {
        long range = parts.exemplar(part, index, histogram);
        return ProtoLabels.exemplar(bytes, (int) (range >>> 32), (int) range);
    }

    @Override
    public String family() {
        return name;
    }

    @Override
    public MetricType type() {
        return switch (typeNumber) {
            case 0 -> MetricType.COUNTER;
            case 1 -> MetricType.GAUGE;
            case 2 -> MetricType.SUMMARY;
            case 4 -> MetricType.HISTOGRAM;
            case 5 -> MetricType.GAUGE_HISTOGRAM;
            default -> MetricType.UNKNOWN;
        };
    }

    @Override
    public String text() {
        return state == State.UNIT ? unit : help;
    }
}
