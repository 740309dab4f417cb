// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import dev.forager.exporters.prometheusremotewrite.PrometheusRemoteWriteExporterConfig.StaleMarkers;
import dev.forager.prometheus.BucketSpans;
import dev.forager.prometheus.Labels;
import dev.forager.prometheus.MetricFamily;
import dev.forager.prometheus.NativeHistogram;
import dev.forager.prometheus.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Which series each target has sent, so that they can be ended when it is silent. A target is what
 * job and instance name. Thread-safe.
 *
 * <p>A series that ends while its target goes on gets no marker: one that says nothing for a while
 * is the rule with metrics that are sent when they change.
 */
final class Departures {
    /** After so long Prometheus forgets a series by itself. */
    private static final long LOOKBACK_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final long afterNanos;
    private final long maxSeries;
    private final Map<Origin, Sent> origins = new HashMap<>();
    private long size;

    /** A target. */
    record Origin(String job, String instance) {
        static Origin of(Labels labels) {
            return new Origin(
                    Objects.requireNonNullElse(labels.get("job"), ""),
                    Objects.requireNonNullElse(labels.get("instance"), ""));
        }
    }

    /** What ended. */
    record Departed(List<Origin> origins, List<Series> markers) {}

    private static final class Sent {
        final Map<Labels, Last> series = new HashMap<>();
        long seenNanos;
    }

    private static final class Last {
        final MetricFamily family;
        boolean isNative;
        long time;
        long seenNanos;

        Last(MetricFamily family) {
            this.family = family;
        }
    }

    Departures(StaleMarkers config) {
        afterNanos = config.after().toNanos();
        maxSeries = config.maxSeries();
    }

    /** Notes what is about to be sent; says how many series there was no room for. */
    synchronized int note(List<Series> sent, long nanos) {
        int refused = 0;
        for (Series series : sent) {
            Sent known = origins.computeIfAbsent(Origin.of(series.labels()), _ -> new Sent());
            known.seenNanos = nanos;
            Last last = known.series.get(series.labels());
            if (last == null) {
                if (size >= maxSeries) {
                    refused++;
                    continue;
                }
                last = new Last(series.family());
                known.series.put(series.labels(), last);
                size++;
            }
            note(last, series, nanos);
        }
        return refused;
    }

    private static void note(Last last, Series series, long nanos) {
        last.seenNanos = nanos;
        last.isNative = !series.histograms().isEmpty();
        last.time =
                last.isNative
                        ? series.histograms().getLast().timestamp()
                        : series.time(series.size() - 1);
    }

    /** The markers of targets that are silent; they stay known until {@link #forget}. */
    synchronized Departed departed(long nanos, long millis) {
        List<Origin> silent = new ArrayList<>();
        List<Series> markers = new ArrayList<>();
        for (Map.Entry<Origin, Sent> entry : origins.entrySet()) {
            Sent sent = entry.getValue();
            if (nanos - sent.seenNanos >= afterNanos) {
                silent.add(entry.getKey());
                sent.series.forEach((labels, last) -> markers.add(marker(labels, last, millis)));
            } else {
                prune(sent, nanos - Math.max(afterNanos, LOOKBACK_NANOS));
            }
        }
        return new Departed(silent, markers);
    }

    private void prune(Sent sent, long before) {
        int all = sent.series.size();
        sent.series.values().removeIf(last -> last.seenNanos - before < 0);
        size -= all - sent.series.size();
    }

    /** Behind the last sample, or Prometheus would refuse it. */
    private static Series marker(Labels labels, Last last, long millis) {
        long time = Math.max(millis, last.time + 1);
        var series = new Series(labels, last.family);
        if (last.isNative) {
            series.add(
                    new NativeHistogram(
                            time,
                            0,
                            0,
                            0,
                            Series.STALE,
                            0,
                            0,
                            BucketSpans.EMPTY,
                            BucketSpans.EMPTY,
                            new double[0]));
        } else {
            series.add(time, Series.STALE, 0);
        }
        return series;
    }

    synchronized void forget(List<Origin> ended) {
        for (Origin origin : ended) {
            Sent gone = origins.remove(origin);
            size -= gone == null ? 0 : gone.series.size();
        }
    }
}
