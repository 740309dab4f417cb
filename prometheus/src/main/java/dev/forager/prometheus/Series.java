// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** A series with what was measured. Filled by one thread, then only read. */
public final class Series {
    /** The bits of the number that says that a series has ended. */
    public static final long STALE = 0x7ff0000000000002L;

    private final Labels labels;
    private final MetricFamily family;
    private final List<NativeHistogram> histograms = new ArrayList<>(0);
    private final List<SeriesExemplar> exemplars = new ArrayList<>(0);
    private long[] times = new long[1];
    private long[] valueBits = new long[1];
    private long[] starts = new long[1];
    private int size;

    /** A series without samples. */
    public Series(Labels labels, MetricFamily family) {
        this.labels = labels;
        this.family = family;
    }

    /** Adds a plain sample; what the numbers mean say the methods that answer them. */
    public void add(long time, long bits, long start) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            valueBits = Arrays.copyOf(valueBits, 2 * size);
            starts = Arrays.copyOf(starts, 2 * size);
        }
        times[size] = time;
        valueBits[size] = bits;
        starts[size++] = start;
    }

    /** Adds a sample that is a histogram. */
    public void add(NativeHistogram histogram) {
        histograms.add(histogram);
    }

    /** Adds an exemplar. */
    public void add(SeriesExemplar exemplar) {
        exemplars.add(exemplar);
    }

    /**
     * Brings everything into the order of time, in which Prometheus takes it. Of several samples at
     * one time the last stays: Prometheus would refuse the whole request. Says how many went.
     */
    int order() {
        exemplars.sort(Comparator.comparingLong(SeriesExemplar::timestamp));
        return orderSamples() + orderHistograms();
    }

    private int orderSamples() {
        boolean isOrdered = true;
        for (int i = 1; i < size; i++) {
            isOrdered &= times[i - 1] < times[i];
        }
        if (isOrdered) {
            return 0;
        }
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingLong(i -> times[i]));
        long[] oldTimes = times;
        long[] oldBits = valueBits;
        long[] oldStarts = starts;
        int before = size;
        times = new long[before];
        valueBits = new long[before];
        starts = new long[before];
        size = 0;
        for (int from : order) {
            if (size > 0 && times[size - 1] == oldTimes[from]) {
                size--;
            }
            add(oldTimes[from], oldBits[from], oldStarts[from]);
        }
        return before - size;
    }

    private int orderHistograms() {
        if (histograms.size() < 2) {
            return 0;
        }
        histograms.sort(Comparator.comparingLong(NativeHistogram::timestamp));
        int before = histograms.size();
        for (int i = before - 2; i >= 0; i--) {
            if (histograms.get(i).timestamp() == histograms.get(i + 1).timestamp()) {
                histograms.remove(i);
            }
        }
        return before - histograms.size();
    }

    /** What identifies it. */
    public Labels labels() {
        return labels;
    }

    /** The metric that it belongs to. */
    public MetricFamily family() {
        return family;
    }

    /** The number of plain samples. */
    public int size() {
        return size;
    }

    /** When a sample was taken, in milliseconds since the Unix epoch. */
    public long time(int index) {
        return times[index];
    }

    /** The bits of a sample's number; a stale marker must not be touched as a number. */
    public long valueBits(int index) {
        return valueBits[index];
    }

    /** When counting began, in milliseconds since the Unix epoch; 0 if unknown or not a count. */
    public long start(int index) {
        return starts[index];
    }

    /** The samples that are histograms. */
    public List<NativeHistogram> histograms() {
        return histograms;
    }

    /** The exemplars. */
    public List<SeriesExemplar> exemplars() {
        return exemplars;
    }
}
