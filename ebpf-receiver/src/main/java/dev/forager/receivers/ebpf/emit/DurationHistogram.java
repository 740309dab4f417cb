// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.emit;

import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Btf;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.StructView;

/**
 * Durations on the grid of {@code histogram.h}, which is OTLP's exponential grid of scale 2: filled
 * here, or read from a map of the kernel. Confined to one thread.
 *
 * <p>Slot 0 counts what is at most 2^-30 s: it becomes the zero bucket. Slot i above it is OTLP's
 * bucket i - 121.
 */
public final class DurationHistogram {
    /** Buckets per power of two: 2^2. */
    public static final int SCALE = 2;

    static final int SLOTS = 176;

    /** OTLP's index of slot 0. */
    private static final int OFFSET = -121;

    private static final long MAX_NANOS = 16_000_000_000_000L;

    /** 2^63 times 2^(1/4), 2^(2/4), 2^(3/4), as unsigned numbers. */
    private static final long[] QUARTERS = {
        0x9837f0518db8a96fL, 0xb504f333f9de6484L, 0xd744fccad69d6af4L
    };

    private static final double UNIT_SECONDS = 0x1p-30;
    private static final double NANOS = 1e-9;

    private final long[] slots = new long[SLOTS];
    private long count;
    private long sumNanos;
    private long firstNs;

    /** Where the fields of the kernel's struct lie. */
    public record Layout(int count, int sumNanos, int firstNs, int lastNs, int slots) {
        /** The layout in an object that has such maps. */
        public static Layout of(Btf btf) throws BpfException {
            BtfStruct histogram = btf.struct("histogram");
            return new Layout(
                    histogram.offset("count", 8),
                    histogram.offset("sum_ns", 8),
                    histogram.offset("first_ns", 8),
                    histogram.offset("last_ns", 8),
                    histogram.offset("slots", 8 * SLOTS));
        }
    }

    /** Which slot counts a duration: the same rule as the kernel side's, in the same integers. */
    public static int slot(long nanos) {
        if (nanos > MAX_NANOS) {
            return SLOTS - 1;
        }
        long units = (nanos * 1_125_900) >>> 20;
        if (units <= 1) {
            return 0;
        }
        int octave = 63 - Long.numberOfLeadingZeros(units);
        if (Long.bitCount(units) == 1) {
            return octave * 4;
        }
        long mantissa = units << (63 - octave);
        int slot = octave * 4 + 1;
        for (long quarter : QUARTERS) {
            if (Long.compareUnsigned(mantissa, quarter) > 0) {
                slot++;
            }
        }
        return Math.min(slot, SLOTS - 1);
    }

    /** Counts a duration; one below zero as zero. */
    public void add(long nanos, long monotonicNs) {
        if (count == 0) {
            firstNs = monotonicNs;
        }
        slots[slot(Math.max(0, nanos))]++;
        count++;
        sumNanos += Math.max(0, nanos);
    }

    /** Adds what a value of the kernel has counted. */
    public void add(StructView value, Layout layout) {
        count += value.u64(layout.count);
        sumNanos += value.u64(layout.sumNanos);
        noteFirst(value.u64(layout.firstNs));
        for (int i = 0; i < SLOTS; i++) {
            slots[i] += value.u64(layout.slots + i * 8);
        }
    }

    /** Adds what another one has counted. */
    public void add(DurationHistogram other) {
        count += other.count;
        sumNanos += other.sumNanos;
        noteFirst(other.firstNs);
        for (int i = 0; i < SLOTS; i++) {
            slots[i] += other.slots[i];
        }
    }

    private void noteFirst(long first) {
        if (first != 0 && (firstNs == 0 || first < firstNs)) {
            firstNs = first;
        }
    }

    /** Monotonic time of the first duration; 0 without any. */
    public long firstNs() {
        return firstNs;
    }

    /** How many durations. */
    public long count() {
        return count;
    }

    /** Puts the buckets into a data point. */
    public void writeTo(ExponentialHistogramDataPoint point) {
        int first = 1;
        int last = SLOTS - 1;
        while (first <= last && slots[first] == 0) {
            first++;
        }
        while (last >= first && slots[last] == 0) {
            last--;
        }
        // Counts of the kernel are read while it counts on: the total is that of the buckets.
        long total = slots[0];
        for (int i = first; i <= last; i++) {
            point.positive().bucketCounts().add(slots[i]);
            total += slots[i];
        }
        if (first <= last) {
            point.positive().offset(first + OFFSET);
        }
        point.scale(SCALE)
                .zeroThreshold(UNIT_SECONDS)
                .zeroCount(slots[0])
                .count(total)
                .sum(sumNanos * NANOS);
    }
}
