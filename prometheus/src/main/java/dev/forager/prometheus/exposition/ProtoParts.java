// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus.exposition;

import dev.forager.prometheus.MetricType;
import java.util.Arrays;

/** The series that one metric of the protobuf form stands for. Confined to one thread. */
final class ProtoParts {
    private static final byte SINGLE = 0;
    private static final byte COUNT = 1;
    private static final byte SUM = 2;
    private static final byte BUCKET = 3;
    private static final byte QUANTILE = 4;
    private static final byte NATIVE = 5;
    private static final byte CUSTOM = 6;

    private byte[] kinds = new byte[16];
    private double[] values = new double[16];
    private double[] bounds = new double[16];
    private int size;

    /** The place of the first bucket among the parts. */
    private int firstBucket;

    private int singleExemplarFrom = -1;
    private int singleExemplarTo;

    void clear() {
        size = 0;
        singleExemplarFrom = -1;
    }

    int size() {
        return size;
    }

    private void add(byte kind, double value, double bound) {
        if (size == kinds.length) {
            kinds = Arrays.copyOf(kinds, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
            bounds = Arrays.copyOf(bounds, 2 * size);
        }
        kinds[size] = kind;
        values[size] = value;
        bounds[size++] = bound;
    }

    /** A {@code Counter}, {@code Gauge} or {@code Untyped}; says when it began. */
    long single(FieldCursor message) throws ExpositionException {
        double value = 0;
        long start = 0;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> value = message.number();
                case 2 -> {
                    singleExemplarFrom = message.from();
                    singleExemplarTo = message.to();
                }
                case 3 -> start = ProtoTimes.millis(message.inner());
                default -> {}
            }
        }
        add(SINGLE, value, 0);
        return start;
    }

    /** A {@code Summary}; says when it began. */
    long summary(FieldCursor message) throws ExpositionException {
        long start = 0;
        add(COUNT, 0, 0);
        add(SUM, 0, 0);
        while (message.next()) {
            switch (message.field()) {
                case 1 -> values[0] = message.scalar();
                case 2 -> values[1] = message.number();
                case 3 -> quantile(message.inner());
                case 4 -> start = ProtoTimes.millis(message.inner());
                default -> {}
            }
        }
        return start;
    }

    private void quantile(FieldCursor message) throws ExpositionException {
        double quantile = 0;
        double value = 0;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> quantile = message.number();
                case 2 -> value = message.number();
                default -> {}
            }
        }
        add(QUANTILE, value, quantile);
    }

    void addNative() {
        add(NATIVE, 0, 0);
    }

    void addCustom() {
        add(CUSTOM, 0, 0);
    }

    /** The series of a histogram with buckets; that up to infinity is always there. */
    void classic(ProtoHistogram histogram) {
        add(COUNT, histogram.count(), 0);
        add(SUM, histogram.sum, 0);
        firstBucket = size;
        boolean isClosed = false;
        for (int i = 0; i < histogram.buckets && !isClosed; i++) {
            add(BUCKET, histogram.counts[i], histogram.bounds[i]);
            isClosed = histogram.bounds[i] == Double.POSITIVE_INFINITY;
        }
        if (!isClosed) {
            add(BUCKET, histogram.count(), Double.POSITIVE_INFINITY);
        }
    }

    byte kind(int part) {
        return kinds[part];
    }

    boolean isNative(int part) {
        return kinds[part] == NATIVE;
    }

    boolean isCustom(int part) {
        return kinds[part] == CUSTOM;
    }

    double value(int part) {
        return values[part];
    }

    double bound(int part) {
        return bounds[part];
    }

    /** What stands behind the family's name. */
    String suffix(int part) {
        return switch (kinds[part]) {
            case COUNT -> "_count";
            case SUM -> "_sum";
            case BUCKET -> "_bucket";
            default -> "";
        };
    }

    /** The label that has the bound; empty for none. */
    String boundLabel(int part, MetricType type) {
        return switch (kinds[part]) {
            case BUCKET -> "le";
            case QUANTILE -> "quantile";
            default -> "";
        };
    }

    int exemplars(int part, ProtoHistogram histogram) {
        return switch (kinds[part]) {
            case SINGLE -> singleExemplarFrom < 0 ? 0 : 1;
            case BUCKET -> {
                int bucket = part - firstBucket;
                yield bucket < histogram.buckets && histogram.exemplars[2 * bucket] >= 0 ? 1 : 0;
            }
            case NATIVE, CUSTOM -> histogram.nativeExemplars();
            default -> 0;
        };
    }

    /** Where it begins, in the upper half, and ends. */
    long exemplar(int part, int index, ProtoHistogram histogram) {
        return switch (kinds[part]) {
            case SINGLE -> range(singleExemplarFrom, singleExemplarTo);
            case BUCKET -> {
                int bucket = part - firstBucket;
                yield range(histogram.exemplars[2 * bucket], histogram.exemplars[2 * bucket + 1]);
            }
            default -> histogram.nativeExemplar(index);
        };
    }

    private static long range(int from, int to) {
        return (long) from << 32 | to;
    }
}
