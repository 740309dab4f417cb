// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The series of one request, each set of labels once. Confined to one thread. */
final class SeriesTable {
    private final Map<Labels, Series> series = new LinkedHashMap<>();
    private final Map<String, MetricFamily> families = new LinkedHashMap<>();
    private final List<Translation.Failure> failures = new ArrayList<>();

    Series get(Labels labels, MetricFamily family) {
        return series.computeIfAbsent(labels, own -> new Series(own, family));
    }

    void add(MetricFamily family) {
        families.putIfAbsent(family.name(), family);
    }

    /** The points of a metric mostly fail alike. */
    void fail(String metric, int points, String reason, String text) {
        Translation.Failure last = failures.isEmpty() ? null : failures.getLast();
        if (last != null && last.metric().equals(metric) && last.text().equals(text)) {
            failures.removeLast();
            failures.add(new Translation.Failure(metric, last.points() + points, reason, text));
        } else {
            failures.add(new Translation.Failure(metric, points, reason, text));
        }
    }

    Translation finish() {
        int duplicates = 0;
        for (Series each : series.values()) {
            duplicates += each.order();
        }
        return new Translation(
                List.copyOf(series.values()),
                List.copyOf(families.values()),
                List.copyOf(failures),
                duplicates);
    }
}
