// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import dev.forager.pdata.Metrics;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Gates;
import dev.forager.prometheus.NativeHistogram;
import dev.forager.prometheus.Series;
import dev.forager.prometheus.Translator;
import dev.forager.testkit.TestTelemetry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** What a server must have stored when it was sent a request, and a request to send. Stateless. */
final class StoredSamples {
    private static final Path INPUT =
            Path.of(
                    "src/test/resources/dev/forager/exporters/prometheusremotewrite/golden/input.json");

    /** Seconds of the golden input, which Prometheus would find too old. */
    private static final Pattern SECONDS = Pattern.compile("17000000(\\d\\d)000000000");

    private StoredSamples() {}

    /** The golden input, the last of it at this time. */
    static Payload input(Instant end) throws Exception {
        long start = end.getEpochSecond() - 60;
        String json =
                SECONDS.matcher(Files.readString(INPUT))
                        .replaceAll(at -> start + Long.parseLong(at.group(1)) + "000000000");
        return TestTelemetry.fromJson(Signal.METRICS, json);
    }

    /** As lines, sorted. Stale markers end a series and are not samples. */
    static List<String> of(PrometheusRemoteWriteExporterConfig config, Payload payload) {
        List<String> lines = new ArrayList<>();
        var translator = new Translator(Translating.settings(config, Gates.UNTOUCHED));
        for (Series series : translator.translate((Metrics) payload.open()).series()) {
            for (int i = 0; i < series.size(); i++) {
                if (series.valueBits(i) != Series.STALE) {
                    lines.add(series.labels() + " " + Double.longBitsToDouble(series.valueBits(i)));
                }
            }
            for (NativeHistogram histogram : series.histograms()) {
                if (histogram.sumBits() != Series.STALE) {
                    lines.add(
                            "%s count=%s sum=%s buckets=%d"
                                    .formatted(
                                            series.labels(),
                                            (double) histogram.count(),
                                            Double.longBitsToDouble(histogram.sumBits()),
                                            populated(histogram)));
                }
            }
        }
        Collections.sort(lines);
        return lines;
    }

    private static long populated(NativeHistogram histogram) {
        return populated(histogram.positive().deltas())
                + populated(histogram.negative().deltas())
                + (histogram.zeroCount() > 0 ? 1 : 0);
    }

    private static long populated(long[] deltas) {
        long count = 0;
        long populated = 0;
        for (long delta : deltas) {
            count += delta;
            populated += count > 0 ? 1 : 0;
        }
        return populated;
    }
}
