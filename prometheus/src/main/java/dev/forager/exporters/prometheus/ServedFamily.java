// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import dev.forager.prometheus.Labels;
import dev.forager.prometheus.MetricFamily;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The series of one name. Confined to the table's lock. */
final class ServedFamily {
    /** As Go's library sorts: few labels first, then by their values. */
    private static final Comparator<ServedSeries> ORDER =
            Comparator.<ServedSeries>comparingInt(series -> series.labels().size())
                    .thenComparing(ServedSeries::labels, ServedFamily::compareValues);

    private final MetricFamily family;
    private final Map<Labels, ServedSeries> series = new HashMap<>();
    private ServedSeries @Nullable [] sorted;

    ServedFamily(MetricFamily family) {
        this.family = family;
    }

    private static int compareValues(Labels left, Labels right) {
        for (int i = 0; i < left.size(); i++) {
            int order = Labels.compare(left.value(i), right.value(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    MetricFamily family() {
        return family;
    }

    /** A new series with these labels; null when there is one. */
    @Nullable ServedSeries add(Labels labels, ServedValue value) {
        var made = new ServedSeries(this, labels, value);
        if (series.putIfAbsent(labels, made) != null) {
            return null;
        }
        sorted = null;
        return made;
    }

    void remove(ServedSeries gone) {
        series.remove(gone.labels(), gone);
        sorted = null;
    }

    void clear() {
        series.clear();
        sorted = null;
    }

    boolean isEmpty() {
        return series.isEmpty();
    }

    /** What is served now; kept by the caller as it is. */
    ServedPage.Family snapshot() {
        ServedSeries[] all = sorted;
        if (all == null) {
            all = series.values().toArray(ServedSeries[]::new);
            Arrays.sort(all, ORDER);
            sorted = all;
        }
        Labels[] labels = new Labels[all.length];
        ServedValue[] values = new ServedValue[all.length];
        for (int i = 0; i < all.length; i++) {
            labels[i] = all[i].labels();
            values[i] = all[i].value();
        }
        return new ServedPage.Family(family, labels, values);
    }
}
