// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forager.config.RecordBinder;
import dev.forager.exporters.prometheusremotewrite.PrometheusRemoteWriteExporterConfig;
import dev.forager.exporters.prometheusremotewrite.PrometheusRemoteWriteExporterFactory;
import dev.forager.exporters.prometheusremotewrite.RealPrometheus;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One real Prometheus scrapes two targets, another gets by remote write what Forager scraped there:
 * both have the same series with the same values.
 */
class SameAsPrometheusTest {
    private static final String TEXT =
            """
            # HELP requests_total Requests with "quotes", a \\\\ and\\na line.
            # TYPE requests_total counter
            requests_total{code="200",path="/a b\\"c\\\\d\\ne"} 1027
            requests_total{code="500",path=""} 3
            # TYPE temperature gauge
            temperature{room="\u00e4",empty=""} -12.5
            temperature{room="hot"} +Inf
            temperature{room="cold"} -Inf
            temperature{room="broken"} NaN
            # TYPE rpc summary
            rpc{quantile="0.5"} 4773
            rpc{quantile="1.0"} NaN
            rpc_sum 1.7560473e+07
            rpc_count 2693
            # TYPE latency histogram
            latency_bucket{le="1e-05"} 1
            latency_bucket{le="0.05"} 24054
            latency_bucket{le="1.0"} 100392
            latency_bucket{le="1e+06"} 100392
            latency_bucket{le="+Inf"} 144320
            latency_sum 53423
            latency_count 144320
            # TYPE without_sum histogram
            without_sum_bucket{le="1.0"} 1
            without_sum_bucket{le="+Inf"} 2
            without_sum_count 2
            without_type 1
            without_type_total{x="y"} 5
            # TYPE seconds counter
            seconds 11
            # TYPE bytes_total gauge
            bytes_total 7
            # TYPE with:colon:sum gauge
            with:colon:sum 1e-300
            # TYPE odd gauge
            odd{le="48.0",quantile="0.50",job="mine",instance="other",exported_job="x"} 1
            """;

    private static final String OPEN_METRICS =
            """
            # HELP orders Orders
            # TYPE orders counter
            orders_total{code="200"} 10.0 # {trace_id="0af7651916cd43dd8448eb211c80319c"} 0.5
            # TYPE size_bytes gauge
            # UNIT size_bytes bytes
            size_bytes 12.0
            # TYPE wait histogram
            wait_bucket{le="1.0"} 1.0
            wait_bucket{le="+Inf"} 3.0
            wait_sum 4.0
            wait_count 3.0
            # TYPE jvm info
            jvm_info{version="25"} 1.0
            # TYPE state stateset
            state{state="a"} 1.0
            state{state="b"} 0.0
            # TYPE queue gaugehistogram
            queue_bucket{le="1.0"} 1.0
            queue_bucket{le="+Inf"} 2.0
            queue_gsum 3.0
            queue_gcount 2.0
            # TYPE open unknown
            open 1.0
            # EOF
            """;

    @TempDir private Path folder;

    @Test
    void whatIsScraped_isStoredAsPrometheusStoresIt() throws Exception {
        Path program = RealPrometheus.required();
        Path direct = Files.createDirectory(folder.resolve("direct"));
        Path written = Files.createDirectory(folder.resolve("written"));
        try (var text = new ScrapedTarget(ScrapedTarget.TEXT, TEXT);
                var open = new ScrapedTarget(ScrapedTarget.OPEN_METRICS, OPEN_METRICS)) {
            String scrape = scrape(text.address(), open.address());
            try (RealPrometheus scraping = RealPrometheus.start(program, direct, scrape);
                    RealPrometheus receiving = RealPrometheus.start(program, written)) {
                await().atMost(Duration.ofSeconds(30)).until(() -> hasScrapedTwice(scraping));
                send(scrape, receiving.writeUrl());
                assertThat(stored(receiving)).containsExactlyInAnyOrderElementsOf(stored(scraping));
                assertThat(receiving.exemplars("orders_total"))
                        .contains("0af7651916cd43dd8448eb211c80319c");
            }
        }
    }

    private static String scrape(String text, String open) {
        return """
        global: {scrape_interval: 1s}
        scrape_configs:
          - {job_name: text, static_configs: [{targets: ['%s'], labels: {team: blue}}]}
          - {job_name: honest, honor_labels: true, static_configs: [{targets: ['%1$s']}]}
          - {job_name: limited, sample_limit: 5, static_configs: [{targets: ['%1$s']}]}
          - {job_name: open, static_configs: [{targets: ['%s']}]}
          - {job_name: away, static_configs: [{targets: ['127.0.0.1:1']}]}
        """
                .formatted(text, open);
    }

    /** What keeps series as they were scraped. */
    private static String keeping(String url) {
        return """
        endpoint: "%s"
        translation_strategy: UnderscoreEscapingWithoutSuffixes
        disable_scope_info: true
        target_info: {enabled: false}
        openmetrics_bounds: true
        """
                .formatted(url);
    }

    /** Scrapes each target at least twice, and writes what came. */
    private static void send(String scrape, String url) throws Exception {
        var settings = new TestSettings();
        Exporter exporter =
                new PrometheusRemoteWriteExporterFactory()
                        .create(
                                RecordBinder.read(
                                        keeping(url), PrometheusRemoteWriteExporterConfig.class),
                                settings.exporter("prometheus_remote_write", Signal.METRICS));
        exporter.start(new TestHost());
        try (var running = new RunningScrape("config:\n" + scrape.indent(2))) {
            running.passUntil(() -> hasScrapedTwice(running));
            for (Payload payload : running.sink().payloads()) {
                exporter.export(payload, Context.background());
            }
        } finally {
            exporter.stop(Duration.ofSeconds(5));
        }
    }

    private static boolean hasScrapedTwice(RunningScrape running) {
        List<String> resources =
                running.sink().payloads().stream().map(RunningScrape::resource).toList();
        return eachTwice(resources, "service.name=%s");
    }

    private static boolean hasScrapedTwice(RealPrometheus server) throws Exception {
        List<String> scrapes =
                server.samples().stream().filter(line -> line.contains("\"up\"")).toList();
        return eachTwice(scrapes, "job=\"%s\"");
    }

    private static boolean eachTwice(List<String> scrapes, String job) {
        return Stream.of("text", "honest", "limited", "open", "away")
                .map(job::formatted)
                .allMatch(name -> scrapes.stream().filter(it -> it.contains(name)).count() >= 2);
    }

    /** All but how long it took. */
    private static List<String> stored(RealPrometheus server) throws Exception {
        return server.samples().stream()
                .distinct()
                .filter(line -> !line.contains("scrape_duration_seconds"))
                .toList();
    }
}
