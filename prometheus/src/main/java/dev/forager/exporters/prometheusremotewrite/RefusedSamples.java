// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import dev.forager.exporters.prometheusremotewrite.Outbound.SeriesPart;
import dev.forager.prometheus.Series;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * With remote write 1.0 Prometheus stores nothing of a body that holds a sample that it refuses.
 * Such a body is cut in halves, and those again, until the refused samples are alone. Thread-safe.
 *
 * <p>That takes some thirty bodies for one sample of ten thousand series. Where every body is
 * refused, as with two senders of the same series, it would multiply them: so as many are allowed
 * as were taken before.
 */
final class RefusedSamples {
    /** Chosen: enough for two samples of a large body. */
    private static final int MOST_SPARE = 64;

    private static final String NO_HISTOGRAMS = "native histograms are disabled";

    /**
     * What Prometheus says of samples that it will never take. Some versions (2.42) say it with
     * status 500; repeating it would keep everything behind it waiting.
     */
    private static final List<String> NEVER =
            List.of(
                    "too old sample",
                    "out of order sample",
                    "out of bounds",
                    "duplicate sample for timestamp",
                    "histogram's observation count",
                    "histogram has ",
                    "histogram spans ",
                    "custom buckets: ",
                    NO_HISTOGRAMS);

    private int spare = MOST_SPARE;

    /** Whether a receiver says of samples that it will never take them. */
    static boolean isMeantBy(String said) {
        return NEVER.stream().anyMatch(said::contains);
    }

    /** Notes that a body was taken. */
    synchronized void noteTaken() {
        spare = Math.min(MOST_SPARE, spare + 1);
    }

    /** What to send instead of refused series; nothing when they are refused for good. */
    synchronized List<SeriesPart> cut(List<Series> series, String said) {
        if (said.contains(NO_HISTOGRAMS)) {
            return apart(series);
        }
        if (series.size() < 2 || spare < 2) {
            return List.of();
        }
        spare -= 2;
        int half = series.size() / 2;
        return List.of(
                new SeriesPart(series.subList(0, half)),
                new SeriesPart(series.subList(half, series.size())));
    }

    private static List<SeriesPart> apart(List<Series> series) {
        Map<Boolean, List<Series>> parts =
                series.stream()
                        .collect(Collectors.partitioningBy(each -> each.histograms().isEmpty()));
        return parts.values().stream().anyMatch(List::isEmpty)
                ? List.of()
                : List.of(
                        new SeriesPart(parts.getOrDefault(true, List.of())),
                        new SeriesPart(parts.getOrDefault(false, List.of())));
    }
}
