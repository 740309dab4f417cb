// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.DataPoint;
import dev.forager.pdata.Exemplar;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.OtlpJson;
import dev.forager.pdata.Payload;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.Signal;
import dev.forager.pdata.SummaryDataPoint;
import dev.forager.testkit.TelemetryItems;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the real collector (contrib 0.161) makes of the same expositions, scrape after scrape: each
 * folder of {@code recorded} holds what a target exposed and the requests that came of it. Compared
 * is every item with its resource, scope and metric; the order of items, the target's port and the
 * time of the scrape are not.
 */
class RecordedScrapesTest {
    /** Times of scrapes are later than this, times of the cases earlier. */
    private static final long FIRST_SCRAPE = 1_700_000_000_000_000_000L;

    @TestFactory
    Stream<DynamicTest> scrape_isTheCollectors() throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(RecordedScrapesTest.class.getResource("recorded"));
        List<Path> cases;
        try (Stream<Path> all = Files.list(Path.of(folder.toURI()))) {
            cases = all.filter(Files::isDirectory).sorted().toList();
        }
        return cases.stream()
                .map(
                        each ->
                                DynamicTest.dynamicTest(
                                        each.getFileName().toString(), () -> check(each)));
    }

    private static void check(Path folder) throws Exception {
        List<Path> expositions = expositions(folder);
        Path job = folder.resolve("job.yaml");
        // The environment is not expanded here: what a configuration file writes as $$ is $.
        String more = Files.exists(job) ? Files.readString(job).replace("$$", "$") : "";
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, "");
                var running =
                        new RunningScrape(
                                RunningScrape.job(target.address(), more)
                                        .replace(
                                                "job_name: shop",
                                                "job_name: " + folder.getFileName()))) {
            for (int i = 0; i < expositions.size(); i++) {
                Path file = expositions.get(i);
                target.answer(ScrapedTarget.bytes(contentType(file), Files.readAllBytes(file)));
                Payload ours = running.scrape();
                Payload theirs = expected(folder.resolve("expected-%d.json".formatted(i + 1)));
                assertThat(differences(items(ours), items(theirs)))
                        .as("scrape %d", i + 1)
                        .isEmpty();
            }
        }
    }

    /** Items of theirs that are missing, items of ours that are too many. */
    private static List<String> differences(List<String> ours, List<String> theirs) {
        List<String> surplus = new ArrayList<>(ours);
        List<String> missing = new ArrayList<>();
        for (String item : theirs) {
            if (!surplus.remove(item)) {
                missing.add("missing: " + item);
            }
        }
        surplus.forEach(item -> missing.add("too many: " + item));
        return missing;
    }

    private static List<Path> expositions(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Character.isDigit(name(file).charAt(0))).sorted().toList();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String contentType(Path file) {
        String name = name(file);
        return switch (name.substring(name.indexOf('.') + 1)) {
            case "om" -> ScrapedTarget.OPEN_METRICS;
            case "pb" -> ScrapedTarget.PROTOBUF;
            default -> ScrapedTarget.TEXT;
        };
    }

    private static Payload expected(Path file) throws Exception {
        byte[] json = Files.readAllBytes(file);
        return OtlpJson.toPayload(Signal.METRICS, json, 0, json.length);
    }

    private static List<String> items(Payload payload) {
        var metrics = (Metrics) payload.open();
        for (ResourceMetrics group : metrics.resources()) {
            var attributes = group.resource().attributes();
            if (String.valueOf(attributes.get("service.instance.id")).contains("127.0.0.1")) {
                attributes.put("service.instance.id", "target");
                attributes.put("server.port", "port");
            }
            for (ScopeMetrics scope : group.scopes()) {
                if (scope.scope().name().contains("prometheusreceiver")) {
                    scope.scope().version("own");
                }
                scope.metrics().forEach(RecordedScrapesTest::normalise);
            }
        }
        return TelemetryItems.of(List.of(metrics.seal()));
    }

    private static void setTime(Exemplar exemplar) {
        exemplar.timeUnixNano(Math.min(FIRST_SCRAPE, exemplar.timeUnixNano()));
    }

    private static void setTime(DataPoint point) {
        switch (point) {
            case NumberDataPoint number -> number.timeUnixNano(FIRST_SCRAPE);
            case HistogramDataPoint histogram -> {
                histogram.timeUnixNano(FIRST_SCRAPE);
                // The collector makes a time of the end of a series _created.
                if (histogram.startTimeUnixNano() == Long.MIN_VALUE) {
                    histogram.startTimeUnixNano(0);
                }
            }
            case ExponentialHistogramDataPoint histogram -> histogram.timeUnixNano(FIRST_SCRAPE);
            case SummaryDataPoint summary -> {
                summary.timeUnixNano(FIRST_SCRAPE);
                if (summary.startTimeUnixNano() == Long.MIN_VALUE) {
                    summary.startTimeUnixNano(0);
                }
            }
        }
    }

    private static void normalise(Metric metric) {
        MetricData data = metric.data();
        for (DataPoint point : data == null ? new ArrayList<DataPoint>() : data.dataPoints()) {
            if (point.timeUnixNano() > FIRST_SCRAPE) {
                setTime(point);
            }
            switch (point) {
                case NumberDataPoint number ->
                        number.exemplars().forEach(RecordedScrapesTest::setTime);
                case HistogramDataPoint histogram ->
                        histogram.exemplars().forEach(RecordedScrapesTest::setTime);
                case ExponentialHistogramDataPoint histogram ->
                        histogram.exemplars().forEach(RecordedScrapesTest::setTime);
                case SummaryDataPoint _ -> {}
            }
            switch (metric.name()) {
                case "scrape_duration_seconds" -> ((NumberDataPoint) point).asDouble(0);
                case "scrape_timeout_seconds" -> ((NumberDataPoint) point).asDouble(4);
                default -> {}
            }
        }
    }
}
