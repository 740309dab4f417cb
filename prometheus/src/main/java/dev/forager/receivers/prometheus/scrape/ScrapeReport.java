// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The series about the scrape itself: {@code up} and its sisters. Confined to the loop of its
 * target.
 *
 * @see <a
 *     href="https://prometheus.io/docs/concepts/jobs_instances/#automatically-generated-labels-and-time-series">Automatically
 *     generated labels and time series</a>
 */
final class ScrapeReport {
    private static final double NANOS = 1e9;
    private static final List<String> NAMES =
            List.of(
                    "up",
                    "scrape_duration_seconds",
                    "scrape_samples_scraped",
                    "scrape_samples_post_metric_relabeling",
                    "scrape_series_added");
    private static final List<String> EXTRA =
            List.of("scrape_timeout_seconds", "scrape_sample_limit", "scrape_body_size_bytes");

    private final SeriesCache cache;
    private final boolean hasExtra;
    private final List<SeriesLine> lines = new ArrayList<>();

    ScrapeReport(SeriesCache cache, boolean hasExtra) {
        this.cache = cache;
        this.hasExtra = hasExtra;
    }

    /**
     * What a scrape was like.
     *
     * @param samples that were exposed
     * @param kept that were left after relabelling
     * @param bytes of the body; -1 where it was too large
     */
    record Figures(
            boolean isUp,
            long nanos,
            int samples,
            int kept,
            int seriesAdded,
            Duration timeout,
            int sampleLimit,
            long bytes) {}

    void add(Figures figures) {
        prepare();
        double[] values = {
            figures.isUp ? 1 : 0,
            figures.nanos / NANOS,
            figures.samples,
            figures.kept,
            figures.seriesAdded,
            figures.timeout.toNanos() / NANOS,
            figures.sampleLimit,
            figures.bytes
        };
        for (int i = 0; i < lines.size(); i++) {
            cache.report(lines.get(i), values[i]);
        }
    }

    /** There will be no more scrapes. */
    void end() {
        lines.forEach(cache::end);
    }

    private void prepare() {
        if (lines.isEmpty()) {
            NAMES.forEach(name -> lines.add(cache.reportLine(name)));
            if (hasExtra) {
                EXTRA.forEach(name -> lines.add(cache.reportLine(name)));
            }
        }
    }
}
