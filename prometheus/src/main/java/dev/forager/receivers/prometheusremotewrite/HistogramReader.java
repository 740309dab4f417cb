// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import dev.forager.prometheus.BucketSpans;
import dev.forager.prometheus.NativeHistogram;
import dev.forager.prometheus.Series;
import dev.forager.transport.codec.ProtoReader;
import dev.forager.transport.codec.ProtoReader.MalformedException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads native histograms; the message is the same in both versions. Counts that are not whole are
 * rounded, since OTLP has whole ones only. Confined to one thread.
 *
 * @see <a href="https://prometheus.io/docs/specs/native_histograms/">Native histograms</a>
 */
final class HistogramReader {
    private static final int GAUGE = 3;
    private static final int COARSEST = -4;
    private static final int FINEST = 8;

    /** Chosen: gaps between spans are filled with buckets, of which a few bytes could ask many. */
    private static final int MOST_BUCKETS = 65_536;

    private final Growth growth;
    private @Nullable String problem;
    private boolean isGauge;
    private long count;
    private long sumBits;
    private int schema;
    private double zeroThreshold;
    private long zeroCount;
    private long time;
    private long start;
    private double[] bounds = {};
    private final Side negative = new Side();
    private final Side positive = new Side();

    /** Is asked before memory is taken. */
    @FunctionalInterface
    interface Growth {
        void grow(long more) throws MalformedException;
    }

    HistogramReader(Growth growth) {
        this.growth = growth;
    }

    /** Why the last one was not read. */
    @Nullable String problem() {
        return problem;
    }

    /** Whether the last one was not read for being one that may fall. */
    boolean isGauge() {
        return isGauge;
    }

    /** The histogram; null where it cannot be taken. */
    @Nullable NativeHistogram read(ProtoReader in, long created) throws MalformedException {
        clear();
        while (in.next()) {
            field(in);
        }
        if (isGauge) {
            return null;
        }
        problem = fault();
        if (problem != null) {
            return null;
        }
        return new NativeHistogram(
                time,
                WriteRequestDecoder.startOf(start == 0 ? created : start),
                schema,
                count,
                sumBits,
                zeroThreshold,
                zeroCount,
                negative.spans(),
                positive.spans(),
                bounds);
    }

    private void clear() {
        problem = null;
        isGauge = false;
        count = 0;
        sumBits = 0;
        schema = 0;
        zeroThreshold = 0;
        zeroCount = 0;
        time = 0;
        start = 0;
        bounds = new double[0];
        negative.clear();
        positive.clear();
    }

    private void field(ProtoReader in) throws MalformedException {
        if (in.isNumber(1)) {
            count = in.number();
        } else if (in.isFixed64(2)) {
            count = whole(in.fixed64());
        } else if (in.isFixed64(3)) {
            sumBits = in.fixed64();
        } else if (in.isNumber(4)) {
            schema = (int) in.zigzag();
        } else if (in.isFixed64(5)) {
            zeroThreshold = Double.longBitsToDouble(in.fixed64());
        } else if (in.isNumber(6)) {
            zeroCount = in.number();
        } else if (in.isFixed64(7)) {
            zeroCount = whole(in.fixed64());
        } else if (in.isBytes(8)) {
            negative.span(in.message());
        } else if (in.isBytes(9)) {
            negative.deltas(in.message());
        } else if (in.isBytes(10)) {
            negative.counts(in.message());
        } else if (in.isBytes(11)) {
            positive.span(in.message());
        } else if (in.isBytes(12)) {
            positive.deltas(in.message());
        } else if (in.isBytes(13)) {
            positive.counts(in.message());
        } else if (in.isNumber(14)) {
            isGauge = in.number() == GAUGE;
        } else if (in.isNumber(15)) {
            time = in.number();
        } else if (in.isBytes(16)) {
            bounds(in.message());
        } else if (in.isNumber(17)) {
            start = in.number();
        } else {
            in.skip();
        }
    }

    /** A negative count stays one, to be refused. */
    private static long whole(long bits) {
        return Math.round(Double.longBitsToDouble(bits));
    }

    private void bounds(ProtoReader in) throws MalformedException {
        growth.grow(in.remaining());
        int size = bounds.length;
        bounds = Arrays.copyOf(bounds, size + in.remaining() / Double.BYTES);
        while (in.hasMore()) {
            bounds[size++] = Double.longBitsToDouble(in.fixed64());
        }
    }

    private @Nullable String fault() {
        boolean isCustom = schema == NativeHistogram.CUSTOM_BUCKETS;
        if (!WriteRequestDecoder.isTime(time)) {
            return "timestamp %d of a native histogram cannot be told in OTLP".formatted(time);
        }
        if (!isCustom && (schema < COARSEST || schema > FINEST)) {
            return "unknown schema %d of a native histogram".formatted(schema);
        }
        if (count < 0 || zeroCount < 0 || negative.hasNegative() || positive.hasNegative()) {
            return "a native histogram with a negative count";
        }
        if (negative.isUneven() || positive.isUneven()) {
            return "a native histogram whose spans and buckets do not match";
        }
        for (int i = 1; isCustom && i < bounds.length; i++) {
            if (!(bounds[i] > bounds[i - 1])) {
                return "a native histogram whose custom bounds do not ascend";
            }
        }
        return sumBits != Series.STALE && isCustom && positive.end() > bounds.length + 1
                ? "a native histogram with more buckets than custom bounds"
                : null;
    }

    /** The buckets on one side of zero. */
    private final class Side {
        private int[] offsets = new int[4];
        private int[] lengths = new int[4];
        private long[] deltas = new long[16];
        private int spans;
        private int size;
        private long buckets;
        private long end;
        private long last;
        private boolean hasNegative;

        void clear() {
            spans = 0;
            size = 0;
            buckets = 0;
            end = 0;
            last = 0;
            hasNegative = false;
        }

        void span(ProtoReader in) throws MalformedException {
            if (spans == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * spans);
                lengths = Arrays.copyOf(lengths, 2 * spans);
            }
            long offset = 0;
            long length = 0;
            while (in.next()) {
                if (in.isNumber(1)) {
                    offset = in.zigzag();
                } else if (in.isNumber(2)) {
                    length = in.number();
                } else {
                    in.skip();
                }
            }
            boolean isWrong = offset != (int) offset || (spans > 0 && offset < 0);
            if (isWrong || length < 0 || length > MOST_BUCKETS) {
                throw new MalformedException("a span of a native histogram makes no sense");
            }
            offsets[spans] = (int) offset;
            lengths[spans++] = (int) length;
            buckets += length;
            end += offset + length;
            long filled = buckets + (spans > 1 ? offset : 0);
            if (filled > MOST_BUCKETS || span() > MOST_BUCKETS) {
                throw new MalformedException(
                        "a native histogram of more than %d buckets".formatted(MOST_BUCKETS));
            }
            growth.grow(Long.BYTES * (length + (spans > 1 ? offset : 0)));
        }

        /** Buckets from the first one to the last one, gaps included. */
        private long span() {
            return end - offsets[0];
        }

        void deltas(ProtoReader in) throws MalformedException {
            while (in.hasMore()) {
                add(in.zigzag());
            }
        }

        void counts(ProtoReader in) throws MalformedException {
            while (in.hasMore()) {
                add(whole(in.fixed64()) - last);
            }
        }

        private void add(long delta) throws MalformedException {
            if (size == MOST_BUCKETS) {
                throw new MalformedException(
                        "a native histogram of more than %d buckets".formatted(MOST_BUCKETS));
            }
            if (size == deltas.length) {
                deltas = Arrays.copyOf(deltas, 2 * size);
            }
            deltas[size++] = delta;
            last += delta;
            hasNegative |= last < 0;
        }

        boolean hasNegative() {
            return hasNegative;
        }

        boolean isUneven() {
            return buckets != size;
        }

        /** Behind the last bucket. */
        long end() {
            return end;
        }

        BucketSpans spans() {
            return size == 0
                    ? BucketSpans.EMPTY
                    : new BucketSpans(
                            Arrays.copyOf(offsets, spans),
                            Arrays.copyOf(lengths, spans),
                            Arrays.copyOf(deltas, size));
        }
    }
}
