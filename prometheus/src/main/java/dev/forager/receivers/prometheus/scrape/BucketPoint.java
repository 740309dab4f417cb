// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A point of a histogram or a summary: a count, a sum, and parts with a bound each. Counts of
 * buckets come as sums up to their bound and leave as counts of their own. A histogram whose sums
 * fall or are no numbers, which would leave as huge counts, is left out, as by the Go collector.
 */
final class BucketPoint extends Point {
    private static final int PACKED = 8;
    private static final int FEW = 64;

    private final boolean isHistogram;
    private final boolean isConverted;
    private double count;
    private double sum;
    private int countScrape;
    private int sumScrape;
    private int endScrape;
    private int unsoundScrape;
    private double[] bounds = new double[8];
    private double[] values = new double[8];
    private int[] seen = new int[8];
    private int[] ended = new int[8];

    /** Parts by bound; made by {@link #size}. */
    private int[] order = {};

    private @Nullable Map<String, Integer> places;

    private String[] texts = new String[8];
    private int parts;

    /** Parts that this scrape has, by bound; made by {@link #size}. */
    private int[] present = {};

    private int presentCount;

    /**
     * A point without parts.
     *
     * @param isConverted whether its lines are one sample, which has a count in any case
     */
    BucketPoint(byte[] attributes, boolean isHistogram, boolean isConverted) {
        super(attributes);
        this.isConverted = isConverted;
        this.isHistogram = isHistogram;
    }

    /** Whether it is a histogram, not a summary. */
    boolean isHistogram() {
        return isHistogram;
    }

    /** The place of the part with that bound; a new one where it is not known. */
    int partOf(String text, double bound) {
        int known = placeOf(text);
        if (known >= 0) {
            return known;
        }
        if (parts == bounds.length) {
            int more = 2 * parts;
            bounds = Arrays.copyOf(bounds, more);
            values = Arrays.copyOf(values, more);
            seen = Arrays.copyOf(seen, more);
            ended = Arrays.copyOf(ended, more);
            texts = Arrays.copyOf(texts, more);
        }
        bounds[parts] = bound;
        texts[parts] = text;
        Map<String, Integer> index = places;
        if (index != null) {
            index.put(text, parts);
        }
        return parts++;
    }

    /** Few are looked through; a hostile target has as many as it likes. */
    private int placeOf(String text) {
        Map<String, Integer> index = places;
        if (index == null && parts > FEW) {
            index = HashMap.newHashMap(2 * parts);
            for (int i = 0; i < parts; i++) {
                index.put(texts[i], i);
            }
            places = index;
        }
        if (index != null) {
            return index.getOrDefault(text, -1);
        }
        for (int i = 0; i < parts; i++) {
            if (texts[i].equals(text)) {
                return i;
            }
        }
        return -1;
    }

    /** What is no number stays where it came, as in Go's way of sorting few. */
    private void insert(int part) {
        int at = part;
        while (at > 0 && bounds[order[at - 1]] > bounds[part]) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = part;
    }

    /** What is no number stands first: infinity stays the last bound. */
    private double place(int part) {
        return Double.isNaN(bounds[part]) ? Double.NEGATIVE_INFINITY : bounds[part];
    }

    private void sort() {
        if (parts <= FEW) {
            order = new int[parts];
            for (int part = 0; part < parts; part++) {
                insert(part);
            }
            return;
        }
        order =
                IntStream.range(0, parts)
                        .boxed()
                        .sorted(Comparator.comparingDouble(this::place))
                        .mapToInt(part -> part)
                        .toArray();
    }

    @Override
    void put(int part, double value) {
        switch (part) {
            case COUNT -> {
                count = value;
                countScrape = scrape;
            }
            case SUM -> {
                sum = value;
                sumScrape = scrape;
            }
            case CREATED -> start(value);
            default -> {
                values[part] = value;
                seen[part] = scrape;
            }
        }
    }

    /** The point has ended with its count; a bucket that goes alone is just no more there. */
    @Override
    void end(int part) {
        switch (part) {
            case COUNT -> {
                countScrape = scrape;
                endScrape = scrape;
            }
            case SUM, CREATED -> {}
            default -> ended[part] = scrape;
        }
    }

    @Override
    boolean has(int part) {
        return switch (part) {
            case COUNT -> countScrape == scrape;
            case SUM -> sumScrape == scrape;
            case CREATED -> hasStart();
            default -> seen[part] == scrape;
        };
    }

    private boolean hasEnded() {
        return endScrape == scrape;
    }

    @Override
    int exemplarField() {
        return isHistogram ? 8 : 0;
    }

    @Override
    int size() {
        if (countScrape != scrape && !(isConverted && hasCountOfBuckets())) {
            return -1;
        }
        if (present.length < parts) {
            present = new int[parts];
        }
        if (order.length != parts) {
            sort();
        }
        presentCount = 0;
        for (int i = 0; i < parts; i++) {
            int part = order[i];
            if (seen[part] == scrape || (hasEnded() && ended[part] == scrape)) {
                present[presentCount++] = part;
            }
        }
        if (isHistogram && !hasEnded() && !isSound()) {
            unsoundScrape = scrape;
            return -1;
        }
        int head = attributes.length + 9 + (hasStart() ? 9 : 0) + exemplarsSize();
        head += hasEnded() ? 2 : 9 + (sumScrape == scrape ? 9 : 0);
        return head + (isHistogram ? bucketsSize() : quantilesSize());
    }

    /** Without a count of its own it has that of the highest bucket, as in Prometheus. */
    private boolean hasCountOfBuckets() {
        int highest = -1;
        int gone = -1;
        for (int i = 0; i < parts; i++) {
            if (seen[i] == scrape && (highest < 0 || bounds[i] >= bounds[highest])) {
                highest = i;
            }
            gone = ended[i] == scrape ? i : gone;
        }
        if (highest >= 0) {
            count = values[highest];
        } else if (gone >= 0) {
            endScrape = scrape;
        }
        return highest >= 0 || gone >= 0;
    }

    private boolean isSound() {
        double below = 0;
        int finite = boundCount();
        for (int i = 0; i < finite; i++) {
            double upTo = values[present[i]];
            if (!(upTo >= below)) {
                return false;
            }
            below = upTo;
        }
        return count >= below;
    }

    @Override
    boolean isUnsound() {
        return unsoundScrape == scrape;
    }

    /** Bounds but for infinity, which OTLP leaves out. */
    private int boundCount() {
        boolean hasInfinity =
                presentCount > 0 && bounds[present[presentCount - 1]] == Double.POSITIVE_INFINITY;
        return hasInfinity ? presentCount - 1 : presentCount;
    }

    private int bucketsSize() {
        int finite = boundCount();
        return Wire.sizeOfField((finite + 1) * PACKED)
                + (finite == 0 ? 0 : Wire.sizeOfField(finite * PACKED));
    }

    private int quantilesSize() {
        int size = 0;
        for (int i = 0; i < presentCount; i++) {
            size += Wire.sizeOfField(quantileSize(present[i]));
        }
        return size;
    }

    private int quantileSize(int part) {
        return (bounds[part] == 0 ? 0 : 9) + (hasEnded() || values[part] == 0 ? 0 : 9);
    }

    @Override
    void write(Wire out) {
        if (hasStart()) {
            out.fixed64(2, startNanos);
        }
        out.fixed64(3, timeNanos());
        boolean hasEnded = hasEnded();
        if (!hasEnded) {
            out.fixed64(4, (long) count);
            if (sumScrape == scrape) {
                out.fixed64(5, Double.doubleToRawLongBits(sum));
            }
        }
        if (isHistogram) {
            writeBuckets(out, hasEnded);
        } else {
            writeQuantiles(out, hasEnded);
        }
        writeExemplars(out);
        out.raw(attributes);
        if (hasEnded) {
            out.tag(isHistogram ? 10 : 8, Wire.VARINT).varint(1);
        }
    }

    private void writeBuckets(Wire out, boolean hasEnded) {
        int finite = boundCount();
        out.open(6, (finite + 1) * PACKED);
        double below = 0;
        for (int i = 0; i < finite; i++) {
            double upTo = values[present[i]];
            out.raw64(hasEnded ? 0 : (long) (upTo - below));
            below = upTo;
        }
        out.raw64(hasEnded ? 0 : (long) (count - below));
        if (finite > 0) {
            out.open(7, finite * PACKED);
            for (int i = 0; i < finite; i++) {
                out.raw64(Double.doubleToRawLongBits(bounds[present[i]]));
            }
        }
    }

    private void writeQuantiles(Wire out, boolean hasEnded) {
        for (int i = 0; i < presentCount; i++) {
            int part = present[i];
            out.open(6, quantileSize(part));
            if (bounds[part] != 0) {
                out.fixed64(1, Double.doubleToRawLongBits(bounds[part]));
            }
            if (!hasEnded && values[part] != 0) {
                out.fixed64(2, Double.doubleToRawLongBits(values[part]));
            }
        }
    }
}
