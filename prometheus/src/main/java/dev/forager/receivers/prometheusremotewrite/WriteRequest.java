// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import dev.forager.prometheus.Labels;
import dev.forager.prometheus.MetricFamily;
import dev.forager.prometheus.Series;
import dev.forager.prometheus.SeriesExemplar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as it was read. Filled by one thread. */
final class WriteRequest {
    /** An answer need not be as long as the request. */
    private static final int MOST_PROBLEMS = 10;

    private final List<Series> series = new ArrayList<>();
    private final List<MetricFamily> metadata = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int problemCount;
    private int gaugeHistograms;
    private int looseExemplars;

    void add(Series sound) {
        series.add(sound);
    }

    void add(MetricFamily family) {
        metadata.add(family);
    }

    /** A series that cannot be taken; the others are. */
    void problem(String text) {
        problemCount++;
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(text);
        }
    }

    /** A histogram of a kind that OTLP does not have. */
    void gaugeHistogram() {
        gaugeHistograms++;
    }

    /**
     * Gives exemplars to the samples that they tell of. Prometheus writes each as a series of its
     * own, with the labels of the other one and without a sample; OTLP has them in points only, so
     * that those whose samples came in another request are left out and counted.
     */
    void joinExemplars() {
        if (series.stream().noneMatch(WriteRequest::isExemplars)) {
            return;
        }
        Map<Labels, Series> measured = new HashMap<>();
        for (Series each : series) {
            if (!isExemplars(each)) {
                measured.put(each.labels(), each);
            }
        }
        for (Series each : series) {
            if (isExemplars(each)) {
                join(each.exemplars(), measured.get(each.labels()));
            }
        }
        series.removeIf(WriteRequest::isExemplars);
    }

    private static boolean isExemplars(Series series) {
        return series.size() == 0 && series.histograms().isEmpty() && !series.exemplars().isEmpty();
    }

    private void join(List<SeriesExemplar> exemplars, @Nullable Series measured) {
        if (measured == null) {
            looseExemplars += exemplars.size();
        } else {
            exemplars.forEach(measured::add);
        }
    }

    List<Series> series() {
        return series;
    }

    /** Types that remote write 1.0 sends apart. */
    List<MetricFamily> metadata() {
        return metadata;
    }

    int problemCount() {
        return problemCount;
    }

    int gaugeHistograms() {
        return gaugeHistograms;
    }

    /** Exemplars without a sample. */
    int looseExemplars() {
        return looseExemplars;
    }

    /** What is wrong, a line each. */
    String problems() {
        int more = problemCount - problems.size();
        return String.join("\n", problems) + (more > 0 ? "\nand %d more".formatted(more) : "");
    }
}
