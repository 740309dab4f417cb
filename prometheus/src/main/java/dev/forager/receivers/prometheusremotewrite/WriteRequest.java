// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import dev.forager.prometheus.MetricFamily;
import dev.forager.prometheus.Series;
import java.util.ArrayList;
import java.util.List;

/** A request as it was read. Filled by one thread. */
final class WriteRequest {
    /** An answer need not be as long as the request. */
    private static final int MOST_PROBLEMS = 10;

    private final List<Series> series = new ArrayList<>();
    private final List<MetricFamily> metadata = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int problemCount;
    private int gaugeHistograms;

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

    /** What is wrong, a line each. */
    String problems() {
        int more = problemCount - problems.size();
        return String.join("\n", problems) + (more > 0 ? "\nand %d more".formatted(more) : "");
    }
}
