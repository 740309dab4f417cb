// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.prometheus.exposition.NativeSample;
import dev.forager.prometheus.exposition.RawExemplar;
import java.util.ArrayList;
import java.util.List;

/**
 * A data point that comes again in every scrape: one series, or those that make a histogram or a
 * summary. Its attributes stay encoded. Confined to the loop of its target.
 */
abstract sealed class Point permits NumberPoint, BucketPoint, NativePoint {
    /** What a part of a point is; places of buckets begin at zero. */
    static final int VALUE = -1;

    static final int COUNT = -2;
    static final int SUM = -3;
    static final int CREATED = -4;

    private static final double NANOS = 1e9;
    private static final long NANOS_OF_MILLI = 1_000_000;

    final byte[] attributes;

    /** The scrape in which the point was touched last. */
    int scrape;

    long timeMillis;
    long startNanos;
    private int startScrape;

    /** What {@link #size} said in this scrape. */
    int encodedSize;

    /** How many lines of the exposition make it; without one it is forgotten. */
    int lines;

    private List<byte[]> exemplars = List.of();
    private int exemplarsSize;

    Point(byte[] attributes) {
        this.attributes = attributes;
    }

    /** Takes part in a scrape; false when another part has another time. */
    final boolean enter(int now, long millis) {
        if (scrape != now) {
            scrape = now;
            timeMillis = millis;
            if (exemplarsSize > 0) {
                exemplars = List.of();
                exemplarsSize = 0;
            }
            return true;
        }
        return timeMillis == millis;
    }

    /** A part of the point, within a scrape that was entered. */
    abstract void put(int part, double value);

    /** A part of the point that is no more. */
    abstract void end(int part);

    /** Whether a part has been put in this scrape. */
    abstract boolean has(int part);

    final void start(double seconds) {
        startNanos = Double.isFinite(seconds) ? nanos(seconds) : 0;
        startScrape = scrape;
    }

    final boolean hasStart() {
        return startScrape == scrape && startNanos != 0;
    }

    private static long nanos(double seconds) {
        long whole = (long) seconds;
        return whole * (long) NANOS + (long) ((seconds - whole) * NANOS);
    }

    final void add(RawExemplar exemplar, long defaultMillis) {
        if (exemplarField() == 0) {
            return;
        }
        if (exemplars.isEmpty()) {
            exemplars = new ArrayList<>(1);
        }
        byte[] message = Exemplar.encode(exemplar, defaultMillis);
        byte[] encoded =
                new Wire(Wire.sizeOfField(message.length))
                        .open(exemplarField(), message.length)
                        .raw(message)
                        .finish();
        exemplars.add(encoded);
        exemplarsSize += encoded.length;
    }

    /** Bytes of all exemplars; each already has its tag and length. */
    final int exemplarsSize() {
        return exemplarsSize;
    }

    final void writeExemplars(Wire out) {
        for (byte[] each : exemplars) {
            out.raw(each);
        }
    }

    final long timeNanos() {
        return timeMillis * NANOS_OF_MILLI;
    }

    /** The field of exemplars in this kind of point; 0 where it has none. */
    int exemplarField() {
        return 5;
    }

    /** Bytes of the point without its tag and length; negative where it is not complete. */
    abstract int size();

    abstract void write(Wire out);

    /** Whether {@link #size} left it out in this scrape since its numbers contradict each other. */
    boolean isUnsound() {
        return false;
    }

    /** A native histogram in place of numbers. */
    void put(NativeSample sample) {
        throw new IllegalStateException("point: not native");
    }
}
