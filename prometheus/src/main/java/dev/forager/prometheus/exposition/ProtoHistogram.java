// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus.exposition;

import dev.forager.prometheus.exposition.NativeSample.Buckets;
import java.util.Arrays;

/**
 * A {@code Histogram} of Prometheus' protobuf form. Confined to one thread.
 *
 * @see <a
 *     href="https://github.com/prometheus/client_model/blob/master/io/prometheus/client/metrics.proto">metrics.proto</a>
 */
final class ProtoHistogram {
    /**
     * Buckets in one histogram with all its gaps. A gap costs a target nothing to write, and would
     * cost us its width: chosen, more than any resolution needs.
     */
    private static final int MOST_BUCKETS = 1 << 16;

    long sampleCount;
    double sampleCountFloat;
    double sum;
    long startMillis;
    private int schema;
    private double zeroThreshold;
    private long zeroCount;
    private double zeroCountFloat;
    private final Side positive = new Side();
    private final Side negative = new Side();

    /** Classic buckets: cumulative counts, bounds, and where their exemplars stand. */
    double[] counts = new double[16];

    double[] bounds = new double[16];
    int[] exemplars = new int[32];
    int buckets;

    /** Exemplars of the histogram itself: where each begins and ends. */
    int[] ownExemplars = new int[8];

    int ownExemplarCount;

    /** Buckets on one side of zero. */
    private static final class Side {
        private long[] offsets = new long[8];
        private long[] lengths = new long[8];
        private int spans;
        private long[] deltas = new long[16];
        private int deltaCount;
        private double[] absolutes = new double[16];
        private int absoluteCount;

        void clear() {
            spans = 0;
            deltaCount = 0;
            absoluteCount = 0;
        }

        void span(FieldCursor message) throws ExpositionException {
            if (spans == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * spans);
                lengths = Arrays.copyOf(lengths, 2 * spans);
            }
            offsets[spans] = 0;
            lengths[spans] = 0;
            while (message.next()) {
                switch (message.field()) {
                    case 1 -> offsets[spans] = FieldCursor.unzigzag(message.scalar());
                    case 2 -> lengths[spans] = message.scalar();
                    default -> {}
                }
            }
            spans++;
        }

        void deltas(FieldCursor field) throws ExpositionException {
            if (!field.isBytes()) {
                delta(field.scalar());
                return;
            }
            FieldCursor packed = field.inner();
            while (!packed.isAtEnd()) {
                delta(packed.packedVarint());
            }
        }

        private void delta(long zigzag) {
            if (deltaCount == deltas.length) {
                deltas = Arrays.copyOf(deltas, 2 * deltaCount);
            }
            deltas[deltaCount++] = FieldCursor.unzigzag(zigzag);
        }

        void absolutes(FieldCursor field) throws ExpositionException {
            if (!field.isBytes()) {
                absolute(field.number());
                return;
            }
            FieldCursor packed = field.inner();
            while (!packed.isAtEnd()) {
                absolute(packed.packedDouble());
            }
        }

        private void absolute(double count) {
            if (absoluteCount == absolutes.length) {
                absolutes = Arrays.copyOf(absolutes, 2 * absoluteCount);
            }
            absolutes[absoluteCount++] = count;
        }

        /** As one run from the first bucket that is not empty to the last. */
        Buckets buckets(String side, boolean isFloat) throws ExpositionException {
            int have = isFloat ? absoluteCount : deltaCount;
            long[] all = new long[checkedWidth(side, have)];
            int filled = 0;
            int read = 0;
            long running = 0;
            for (int i = 0; i < spans; i++) {
                filled += i == 0 ? 0 : (int) offsets[i];
                for (long k = 0; k < lengths[i]; k++, read++) {
                    running = isFloat ? (long) absolutes[read] : running + deltas[read];
                    all[filled++] = running;
                }
            }
            return trimmed(all);
        }

        private int checkedWidth(String side, int have) throws ExpositionException {
            long total = 0;
            long width = 0;
            for (int i = 0; i < spans; i++) {
                if (lengths[i] < 0 || lengths[i] > have || (i > 0 && offsets[i] < 0)) {
                    throw inconsistent(side, total + lengths[i], have);
                }
                total += lengths[i];
                width += lengths[i] + (i == 0 ? 0 : offsets[i]);
                if (width > MOST_BUCKETS || Math.abs(offsets[i]) > Integer.MAX_VALUE / 2) {
                    throw new ExpositionException(
                            "%s side: %d buckets (expected: at most %d)"
                                    .formatted(side, width, MOST_BUCKETS));
                }
            }
            if (total != have) {
                throw inconsistent(side, total, have);
            }
            return (int) width;
        }

        private static ExpositionException inconsistent(String side, long total, int have) {
            return new ExpositionException(
                    "%s side: spans require %d buckets, have %d".formatted(side, total, have));
        }

        private Buckets trimmed(long[] all) {
            int first = 0;
            while (first < all.length && all[first] == 0) {
                first++;
            }
            if (first == all.length) {
                return Buckets.NONE;
            }
            int last = all.length;
            while (all[last - 1] == 0) {
                last--;
            }
            return new Buckets((int) offsets[0] + first, Arrays.copyOfRange(all, first, last));
        }
    }

    void read(FieldCursor message) throws ExpositionException {
        clear();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> sampleCount = message.scalar();
                case 2 -> sum = message.number();
                case 3 -> bucket(message.inner());
                case 4 -> sampleCountFloat = message.number();
                case 5 -> schema = (int) FieldCursor.unzigzag(message.scalar());
                case 6 -> zeroThreshold = message.number();
                case 7 -> zeroCount = message.scalar();
                case 8 -> zeroCountFloat = message.number();
                case 9 -> negative.span(message.inner());
                case 10 -> negative.deltas(message);
                case 11 -> negative.absolutes(message);
                case 12 -> positive.span(message.inner());
                case 13 -> positive.deltas(message);
                case 14 -> positive.absolutes(message);
                case 15 -> startMillis = ProtoTimes.millis(message.inner());
                case 16 -> ownExemplar(message.from(), message.to());
                default -> {}
            }
        }
    }

    private void clear() {
        sampleCount = 0;
        sampleCountFloat = 0;
        sum = 0;
        startMillis = 0;
        schema = 0;
        zeroThreshold = 0;
        zeroCount = 0;
        zeroCountFloat = 0;
        positive.clear();
        negative.clear();
        buckets = 0;
        ownExemplarCount = 0;
    }

    private void bucket(FieldCursor message) throws ExpositionException {
        if (buckets == counts.length) {
            counts = Arrays.copyOf(counts, 2 * buckets);
            bounds = Arrays.copyOf(bounds, 2 * buckets);
            exemplars = Arrays.copyOf(exemplars, 4 * buckets);
        }
        double whole = 0;
        double fraction = 0;
        bounds[buckets] = 0;
        exemplars[2 * buckets] = -1;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> whole = message.scalar();
                case 2 -> bounds[buckets] = message.number();
                case 3 -> {
                    exemplars[2 * buckets] = message.from();
                    exemplars[2 * buckets + 1] = message.to();
                }
                case 4 -> fraction = message.number();
                default -> {}
            }
        }
        counts[buckets++] = fraction == 0 ? whole : fraction;
    }

    private void ownExemplar(int from, int to) {
        if (2 * ownExemplarCount == ownExemplars.length) {
            ownExemplars = Arrays.copyOf(ownExemplars, 2 * ownExemplars.length);
        }
        ownExemplars[2 * ownExemplarCount] = from;
        ownExemplars[2 * ownExemplarCount + 1] = to;
        ownExemplarCount++;
    }

    /** Exemplars of a native histogram: its own ones, or those of the buckets beside it. */
    int nativeExemplars() {
        if (ownExemplarCount > 0) {
            return ownExemplarCount;
        }
        int found = 0;
        for (int i = 0; i < buckets; i++) {
            found += exemplars[2 * i] >= 0 ? 1 : 0;
        }
        return found;
    }

    /** Where one of them begins, in the upper half, and ends. */
    long nativeExemplar(int index) {
        if (ownExemplarCount > 0) {
            return (long) ownExemplars[2 * index] << 32 | ownExemplars[2 * index + 1];
        }
        int left = index;
        for (int i = 0; i < buckets; i++) {
            if (exemplars[2 * i] >= 0 && left-- == 0) {
                return (long) exemplars[2 * i] << 32 | exemplars[2 * i + 1];
            }
        }
        throw new IndexOutOfBoundsException(index);
    }

    double count() {
        return sampleCountFloat == 0 ? sampleCount : sampleCountFloat;
    }

    /** Whether it says anything that only native histograms have. */
    boolean isNative() {
        return positive.spans > 0 || negative.spans > 0 || zeroThreshold > 0 || zeroCount > 0;
    }

    /** Its classic buckets as a native histogram with their bounds. */
    NativeSample custom(boolean isGauge) {
        int finite = buckets > 0 && Double.isInfinite(bounds[buckets - 1]) ? buckets - 1 : buckets;
        long[] own = new long[finite + 1];
        double below = 0;
        for (int i = 0; i < finite; i++) {
            own[i] = (long) (counts[i] - below);
            below = counts[i];
        }
        own[finite] = (long) (count() - below);
        return new NativeSample(
                NativeSample.CUSTOM,
                isGauge,
                count(),
                sum,
                0,
                0,
                new Buckets(0, own),
                Buckets.NONE,
                Arrays.copyOf(bounds, finite));
    }

    /** The native histogram in it. */
    NativeSample sample(boolean isGauge) throws ExpositionException {
        boolean isFloat = sampleCountFloat > 0 || zeroCountFloat > 0;
        return new NativeSample(
                schema,
                isGauge,
                isFloat ? sampleCountFloat : sampleCount,
                sum,
                zeroThreshold,
                isFloat ? zeroCountFloat : zeroCount,
                positive.buckets("positive", isFloat),
                negative.buckets("negative", isFloat),
                new double[0]);
    }
}
