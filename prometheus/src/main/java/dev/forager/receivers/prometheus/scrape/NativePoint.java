// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.prometheus.exposition.NativeSample;
import dev.forager.prometheus.exposition.NativeSample.Buckets;
import org.jspecify.annotations.Nullable;

/**
 * A point of a native histogram: an exponential one, or, with custom bounds, one with explicit
 * buckets.
 */
final class NativePoint extends Point {
    private static final int PACKED = 8;

    private final boolean isExponential;
    private @Nullable NativeSample sample;
    private int sampleScrape;
    private boolean hasEnded;

    NativePoint(byte[] attributes, boolean isExponential) {
        super(attributes);
        this.isExponential = isExponential;
    }

    @Override
    void put(NativeSample histogram) {
        sample = histogram;
        sampleScrape = scrape;
        hasEnded = false;
    }

    @Override
    void put(int part, double value) {
        if (part == CREATED) {
            start(value);
        }
    }

    @Override
    void end(int part) {
        sampleScrape = scrape;
        hasEnded = true;
    }

    @Override
    boolean has(int part) {
        return sampleScrape == scrape;
    }

    @Override
    int exemplarField() {
        return isExponential ? 11 : 8;
    }

    @Override
    int size() {
        NativeSample now = sample;
        if (sampleScrape != scrape || now == null || isUnsound()) {
            return -1;
        }
        int size = attributes.length + 9 + (hasStart() ? 9 : 0) + exemplarsSize();
        if (hasEnded) {
            return size + 2;
        }
        return size + 18 + (isExponential ? exponentialSize(now) : customSize(now));
    }

    /** As a classic histogram with falling buckets is, where it was made one with custom bounds. */
    @Override
    boolean isUnsound() {
        NativeSample now = sample;
        if (isExponential || hasEnded || now == null) {
            return false;
        }
        for (long count : now.positive().counts()) {
            if (count < 0) {
                return true;
            }
        }
        return false;
    }

    private static int exponentialSize(NativeSample now) {
        return (now.schema() == 0 ? 0 : 1 + Wire.sizeOf(zigzag(now.schema())))
                + 9
                + bucketsField(now.positive())
                + bucketsField(now.negative())
                + 9;
    }

    private static int bucketsField(Buckets buckets) {
        return buckets.counts().length == 0 ? 0 : Wire.sizeOfField(bucketsSize(buckets));
    }

    private static int bucketsSize(Buckets buckets) {
        int offset = buckets.offset() - 1;
        return (offset == 0 ? 0 : 1 + Wire.sizeOf(zigzag(offset)))
                + Wire.sizeOfField(packedSize(buckets));
    }

    private static int packedSize(Buckets buckets) {
        int size = 0;
        for (long count : buckets.counts()) {
            size += Wire.sizeOf(count);
        }
        return size;
    }

    private static int customSize(NativeSample now) {
        int finite = now.bounds().length;
        return Wire.sizeOfField((finite + 1) * PACKED)
                + (finite == 0 ? 0 : Wire.sizeOfField(finite * PACKED));
    }

    private static long zigzag(int value) {
        return Integer.toUnsignedLong((value << 1) ^ (value >> 31));
    }

    @Override
    void write(Wire out) {
        NativeSample now = sample;
        if (now == null) {
            return;
        }
        if (hasStart()) {
            out.fixed64(2, startNanos);
        }
        out.fixed64(3, timeNanos());
        if (!hasEnded) {
            out.fixed64(4, (long) now.count());
            out.fixed64(5, Double.doubleToRawLongBits(now.sum()));
            if (isExponential) {
                writeExponential(out, now);
            } else {
                writeCustom(out, now);
            }
        }
        writeExemplars(out);
        out.raw(attributes);
        if (hasEnded) {
            out.tag(10, Wire.VARINT).varint(1);
        }
    }

    private static void writeExponential(Wire out, NativeSample now) {
        if (now.schema() != 0) {
            out.tag(6, Wire.VARINT).varint(zigzag(now.schema()));
        }
        out.fixed64(7, (long) now.zeroCount());
        writeBuckets(out, 8, now.positive());
        writeBuckets(out, 9, now.negative());
        out.fixed64(14, Double.doubleToRawLongBits(now.zeroThreshold()));
    }

    /** Prometheus counts buckets by their upper bounds, OTLP by the lower ones. */
    private static void writeBuckets(Wire out, int field, Buckets buckets) {
        if (buckets.counts().length == 0) {
            return;
        }
        out.open(field, bucketsSize(buckets));
        int offset = buckets.offset() - 1;
        if (offset != 0) {
            out.tag(1, Wire.VARINT).varint(zigzag(offset));
        }
        out.open(2, packedSize(buckets));
        for (long count : buckets.counts()) {
            out.varint(count);
        }
    }

    private static void writeCustom(Wire out, NativeSample now) {
        int finite = now.bounds().length;
        long[] counts = now.positive().counts();
        int first = now.positive().offset();
        out.open(6, (finite + 1) * PACKED);
        for (int i = 0; i <= finite; i++) {
            int place = i - first;
            out.raw64(place >= 0 && place < counts.length ? counts[place] : 0);
        }
        if (finite > 0) {
            out.open(7, finite * PACKED);
            for (double bound : now.bounds()) {
                out.raw64(Double.doubleToRawLongBits(bound));
            }
        }
    }
}
