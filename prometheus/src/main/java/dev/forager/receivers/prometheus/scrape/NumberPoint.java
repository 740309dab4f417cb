// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

/** A point of a gauge or a sum. */
final class NumberPoint extends Point {
    private static final int TIME_AND_VALUE = 18;
    private static final int TIME_AND_FLAG = 11;

    private final boolean isSum;
    private double value;
    private boolean hasEnded;
    private int valueScrape;

    NumberPoint(byte[] attributes, boolean isSum) {
        super(attributes);
        this.isSum = isSum;
    }

    @Override
    void put(int part, double number) {
        if (part == CREATED) {
            start(number);
            return;
        }
        value = number;
        hasEnded = false;
        valueScrape = scrape;
    }

    @Override
    void end(int part) {
        if (part != CREATED) {
            hasEnded = true;
            valueScrape = scrape;
        }
    }

    @Override
    boolean has(int part) {
        return valueScrape == scrape;
    }

    @Override
    int size() {
        if (valueScrape != scrape) {
            return -1;
        }
        int fixed = hasEnded ? TIME_AND_FLAG : TIME_AND_VALUE;
        return attributes.length + fixed + (isSum && hasStart() ? 9 : 0) + exemplarsSize();
    }

    @Override
    void write(Wire out) {
        if (isSum && hasStart()) {
            out.fixed64(2, startNanos);
        }
        out.fixed64(3, timeNanos());
        if (!hasEnded) {
            out.fixed64(4, Double.doubleToRawLongBits(value));
        }
        writeExemplars(out);
        out.raw(attributes);
        if (hasEnded) {
            out.tag(8, Wire.VARINT).varint(1);
        }
    }
}
