// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import static java.util.Objects.requireNonNull;

import dev.forager.pipeline.Context;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Permanent;
import dev.forager.prometheus.Labels;
import dev.forager.prometheus.MetricFamily;
import dev.forager.prometheus.NativeHistogram;
import dev.forager.prometheus.Series;
import dev.forager.prometheus.SeriesExemplar;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a request is still to be sent: parts of bounded size in lanes. A series has one lane,
 * chosen by its hash, and what is sent leaves its lane, so that a repetition sends only the rest
 * and nothing comes twice or late. Lanes may be emptied by a thread each.
 */
final class Outbound {
    private List<Deque<Part>> lanes;

    /** How many parts each lane had when they were released; null while they are there. */
    private int @Nullable [] left;

    /** Whether parts were cut on their way, which would not be so again. */
    private boolean isCut;

    private @Nullable Permanent refusal;
    private long leftOut;
    private @Nullable Deadline deadline;

    /** What one body holds. */
    sealed interface Part {}

    /** Series. */
    record SeriesPart(List<Series> series) implements Part {}

    /** Metadata, which only remote write 1.0 sends apart. */
    record MetadataPart(Collection<MetricFamily> families) implements Part {}

    private Outbound(List<Deque<Part>> lanes) {
        this.lanes = lanes;
    }

    /**
     * Cuts series into parts.
     *
     * @param maxBytes of a body before compression
     * @param maxLanes most bodies at once; no more are used than the bytes need
     */
    static Outbound of(List<Series> series, long maxBytes, int maxLanes) {
        if (!fits(series, maxBytes)) {
            return cut(series, maxBytes, maxLanes);
        }
        Deque<Part> lane = new ArrayDeque<>();
        if (!series.isEmpty()) {
            lane.add(new SeriesPart(series));
        }
        return new Outbound(List.of(lane));
    }

    /** Whether one body is enough whatever the texts are, so that none has to be read. */
    private static boolean fits(List<Series> series, long maxBytes) {
        long most = 0;
        for (Series each : series) {
            most += sizeBound(each, true);
        }
        return most <= maxBytes;
    }

    private static Outbound cut(List<Series> series, long maxBytes, int maxLanes) {
        long[] sizes = new long[series.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = sizeBound(series.get(i), false);
        }
        int count = Math.clamp(Arrays.stream(sizes).sum() / maxBytes + 1, 1, maxLanes);
        List<List<Series>> open = new ArrayList<>(count);
        List<Deque<Part>> lanes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            open.add(new ArrayList<>());
            lanes.add(new ArrayDeque<>());
        }
        long[] bytes = new long[count];
        for (int i = 0; i < sizes.length; i++) {
            Series each = series.get(i);
            int lane = Math.floorMod(spread(each.labels().hashCode()), count);
            if (bytes[lane] + sizes[i] > maxBytes && !open.get(lane).isEmpty()) {
                lanes.get(lane).add(new SeriesPart(open.get(lane)));
                open.set(lane, new ArrayList<>());
                bytes[lane] = 0;
            }
            open.get(lane).add(each);
            bytes[lane] += sizes[i];
        }
        for (int i = 0; i < count; i++) {
            if (!open.get(i).isEmpty()) {
                lanes.get(i).add(new SeriesPart(open.get(i)));
            }
        }
        return new Outbound(lanes);
    }

    private static int spread(int hash) {
        return (hash * 0x9e3779b9) >>> 8;
    }

    /** Adds metadata behind the series, cut into bodies of at most this size. */
    void addMetadata(Collection<MetricFamily> families, long maxBytes) {
        List<MetricFamily> open = new ArrayList<>();
        long bytes = 0;
        for (MetricFamily family : families) {
            long size = 32 + utf8Length(family.name());
            size += utf8Length(family.help()) + utf8Length(family.unit());
            if (bytes + size > maxBytes && !open.isEmpty()) {
                lanes.getFirst().add(new MetadataPart(open));
                open = new ArrayList<>();
                bytes = 0;
            }
            open.add(family);
            bytes += size;
        }
        if (!open.isEmpty()) {
            lanes.getFirst().add(new MetadataPart(open));
        }
    }

    /** Notes how many data points of the request are in no part. */
    Outbound leavingOut(long points) {
        leftOut = points;
        return this;
    }

    /** Bounds the time from now on, that of repetitions too; zero is no limit. */
    Outbound within(Duration limit) {
        deadline = limit.isZero() ? null : Deadline.after(limit);
        return this;
    }

    /** The context with what is left of the time. */
    Context limited(Context context) {
        return deadline == null ? context : context.withDeadline(deadline);
    }

    long leftOut() {
        return leftOut;
    }

    List<Deque<Part>> lanes() {
        return lanes;
    }

    /** Notes whether a part was replaced by smaller ones. */
    synchronized void noteCut(boolean isNew) {
        isCut |= isNew;
    }

    /**
     * Lets go of the parts while the request waits: its series take several times its bytes. What
     * is sent already is remembered. Parts that were cut on their way stay.
     */
    synchronized void release() {
        if (isCut) {
            return;
        }
        left = lanes.stream().mapToInt(Deque::size).toArray();
        lanes = List.of();
    }

    boolean isReleased() {
        return left != null;
    }

    /** Takes the parts again, from the same request translated anew. */
    void refill(Outbound again) {
        int[] sizes = requireNonNull(left, "not released");
        for (int i = 0; i < sizes.length; i++) {
            Deque<Part> lane = again.lanes.get(i);
            while (lane.size() > sizes[i]) {
                lane.remove();
            }
        }
        lanes = again.lanes;
        left = null;
    }

    /** Notes that a part is lost; the first one is told in the end. */
    synchronized void refuse(Permanent failure) {
        if (refusal == null) {
            refusal = failure;
        }
    }

    synchronized @Nullable Permanent refusal() {
        return refusal;
    }

    /**
     * More than a series takes in either message; texts count in the worst case of UTF-8.
     *
     * @param isRough whether that is the worst case of any text, so that no text is read
     */
    private static long sizeBound(Series series, boolean isRough) {
        long size = 48 + size(series.labels(), isRough) + 20L * series.size() + 11L * series.size();
        size += 3L * (series.family().help().length() + series.family().unit().length());
        if (series.isPlain()) {
            return size;
        }
        for (SeriesExemplar exemplar : series.exemplars()) {
            size += 32 + size(exemplar.labels(), isRough);
        }
        for (NativeHistogram histogram : series.histograms()) {
            size += 100 + size(series.labels(), isRough) + 9L * histogram.customBounds().length;
            size += 10L * histogram.negative().deltas().length;
            size += 10L * histogram.positive().deltas().length;
            size += 14L * histogram.negative().offsets().length;
            size += 14L * histogram.positive().offsets().length;
        }
        return size;
    }

    private static long size(Labels labels, boolean isRough) {
        long size = 16L * labels.size();
        if (isRough) {
            return size + 3L * labels.characters();
        }
        for (int i = 0; i < labels.size(); i++) {
            size += utf8Length(labels.name(i)) + utf8Length(labels.value(i));
        }
        return size;
    }

    private static long utf8Length(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return 3L * text.length();
            }
        }
        return text.length();
    }
}
