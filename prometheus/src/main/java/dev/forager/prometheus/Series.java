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

    private static final long[] NONE = {};
    private static final int WIDTH = 3;

    private final Labels labels;
    private final MetricFamily family;
    private List<NativeHistogram> histograms = List.of();
    private List<SeriesExemplar> exemplars = List.of();

    /** Time, bits and start of each sample, behind one another: mostly there is one. */
    private long[] samples = NONE;

    private int size;

    /** A series without samples. */
    public Series(Labels labels, MetricFamily family) {
        this.labels = labels;
        this.family = family;
    }

    /** Adds a plain sample; what the numbers mean say the methods that answer them. */
    public void add(long time, long bits, long start) {
        int at = WIDTH * size++;
        if (at == samples.length) {
            samples = Arrays.copyOf(samples, Math.max(WIDTH, 2 * at));
        }
        samples[at] = time;
        samples[at + 1] = bits;
        samples[at + 2] = start;
    }

    /** Adds a sample that is a histogram. */
    public void add(NativeHistogram histogram) {
        if (histograms.isEmpty()) {
            histograms = new ArrayList<>(1);
        }
        histograms.add(histogram);
    }

    /** Adds an exemplar. */
    public void add(SeriesExemplar exemplar) {
        if (exemplars.isEmpty()) {
            exemplars = new ArrayList<>(1);
        }
        exemplars.add(exemplar);
    }

    /**
     * Brings everything into the order of time, in which Prometheus takes it. Of several samples at
     * one time the last stays: Prometheus would refuse the whole request. Says how many went.
     */
    int order() {
        if (exemplars.size() > 1) {
            exemplars.sort(Comparator.comparingLong(SeriesExemplar::timestamp));
        }
        return orderSamples() + orderHistograms();
    }

    private int orderSamples() {
        boolean isOrdered = true;
        for (int i = 1; i < size; i++) {
            isOrdered &= time(i - 1) < time(i);
        }
        if (isOrdered) {
            return 0;
        }
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingLong(this::time));
        long[] old = samples;
        int before = size;
        samples = new long[WIDTH * before];
        size = 0;
        for (int each : order) {
            int from = WIDTH * each;
            if (size > 0 && time(size - 1) == old[from]) {
                size--;
            }
            add(old[from], old[from + 1], old[from + 2]);
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
        return samples[WIDTH * index];
    }

    /** The bits of a sample's number; a stale marker must not be touched as a number. */
    public long valueBits(int index) {
        return samples[WIDTH * index + 1];
    }

    /** When counting began, in milliseconds since the Unix epoch; 0 if unknown or not a count. */
    public long start(int index) {
        return samples[WIDTH * index + 2];
    }

    /** Whether there are samples only, as in most: no histograms and no exemplars. */
    public boolean isPlain() {
        return histograms.isEmpty() && exemplars.isEmpty();
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
