// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Metric;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Sum;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an exposition, over HTTP. */
class PrometheusReceiverTest {
    private static final String SHOP =
            """
            # HELP requests_total Requests so far.
            # TYPE requests_total counter
            requests_total{code="200"} 3
            requests_total{code="500"} 1
            # TYPE temperature_celsius gauge
            temperature_celsius -1.5e1
            # TYPE latency_seconds histogram
            latency_seconds_bucket{le="0.1"} 2
            latency_seconds_bucket{le="1"} 5
            latency_seconds_bucket{le="+Inf"} 6
            latency_seconds_sum 4.25
            latency_seconds_count 6
            # TYPE size_bytes summary
            size_bytes{quantile="0.5"} 10
            size_bytes{quantile="0.9"} 20
            size_bytes_sum 100
            size_bytes_count 7
            something 7
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "basic_auth: {username: u, password_ref: s}",
                "basic_auth: {username_ref: u, password: p}",
                "authorization: {credentials_ref: s}",
                "tls_config: {ca_ref: s}",
                "tls_config: {cert_ref: s, key_ref: s}",
                "oauth2: {client_id: a, token_url: 'http://localhost', client_secret_ref: s}"
            })
    void secretThatIsOnlyNamed_leavesOutItsJobAlone(String access) throws Exception {
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, "a 1\n");
                var running =
                        new RunningScrape(
                                """
                                config:
                                  scrape_configs:
                                    - {job_name: named, static_configs: [{targets: ['%1$s']}], %2$s}
                                    - {job_name: shop, static_configs: [{targets: ['%1$s']}]}
                                """
                                        .formatted(target.address(), access))) {
            assertThat(RunningScrape.resource(running.scrape())).contains("service.name=shop");
            assertThat(running.settings().log().lines().toString())
                    .contains("error creating new scrape pool")
                    .contains("cannot use secret ref without manager");
            assertThat(target.requests()).hasSize(1);
        }
    }

    @Test
    void exposition_becomesMetricsByTheirTypes() throws Exception {
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, SHOP);
                var running = new RunningScrape(RunningScrape.job(target.address(), ""))) {
            Payload first = running.scrape();
            Map<String, String> points = RunningScrape.points(first);

            assertThat(points)
                    .containsEntry("requests_total{code=200,stage=test}", "3.0")
                    .containsEntry("requests_total{code=500,stage=test}", "1.0")
                    .containsEntry("temperature_celsius{stage=test}", "-15.0")
                    .containsEntry(
                            "latency_seconds{stage=test}",
                            "count 6 sum 4.25 buckets [2, 3, 1] bounds [0.1, 1.0]")
                    .containsEntry(
                            "size_bytes{stage=test}", "count 7 sum 100.0 [0.5=10.0, 0.9=20.0]")
                    .containsEntry("something{stage=test}", "7.0")
                    .containsEntry("up{stage=test}", "1.0")
                    .containsEntry("scrape_samples_scraped{stage=test}", "13.0")
                    .containsEntry("scrape_samples_post_metric_relabeling{stage=test}", "13.0")
                    .containsEntry("scrape_series_added{stage=test}", "13.0")
                    .containsKey("scrape_duration_seconds{stage=test}")
                    .hasSize(11);
            Metric requests = RunningScrape.metric(first, "requests_total");
            assertThat(requests.description()).isEqualTo("Requests so far.");
            assertThat(RunningScrape.data(first, "requests_total", Sum.class).isMonotonic())
                    .isTrue();
            assertThat(RunningScrape.attributes(requests.metadata()))
                    .isEqualTo("{prometheus.type=counter}");
            String port = target.address().substring("127.0.0.1:".length());
            assertThat(RunningScrape.resource(first))
                    .isEqualTo(
                            "{server.port=%s,service.instance.id=127.0.0.1:%s,service.name=shop,url.scheme=http}"
                                    .formatted(port, port));
            assertThat(RunningScrape.scopes(first))
                    .containsExactly(
                            "github.com/open-telemetry/opentelemetry-collector-contrib/receiver/prometheusreceiver@0.0.0-test{}");
        }
    }

    @Test
    void secondScrape_hasTheSameSeriesAndNoNewOnes() throws Exception {
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, SHOP);
                var running = new RunningScrape(RunningScrape.job(target.address(), ""))) {
            running.scrape();
            target.answer(
                    ScrapedTarget.text(
                            ScrapedTarget.TEXT, SHOP.replace("\"200\"} 3", "\"200\"} 4")));
            assertThat(RunningScrape.points(running.scrape()))
                    .hasSize(11)
                    .containsEntry("requests_total{code=200,stage=test}", "4.0")
                    .containsEntry("scrape_series_added{stage=test}", "0.0")
                    .containsEntry(
                            "latency_seconds{stage=test}",
                            "count 6 sum 4.25 buckets [2, 3, 1] bounds [0.1, 1.0]");
        }
    }

    @Test
    void seriesThatIsGone_endsOnce() throws Exception {
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, "a 1\nb{x=\"y\"} 2\n");
                var running = new RunningScrape(RunningScrape.job(target.address(), ""))) {
            running.scrape();
            target.answer(ScrapedTarget.text(ScrapedTarget.TEXT, "a 1\n"));
            assertThat(RunningScrape.points(running.scrape()))
                    .containsEntry("a{stage=test}", "1.0")
                    .containsEntry("b{stage=test,x=y}", "ended");
            assertThat(RunningScrape.points(running.scrape()))
                    .containsEntry("a{stage=test}", "1.0")
                    .doesNotContainKey("b{stage=test,x=y}");
        }
    }

    @Test
    void failedScrape_endsAllSeriesAndSaysWhy() throws Exception {
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, SHOP);
                var running = new RunningScrape(RunningScrape.job(target.address(), ""))) {
            running.scrape();
            target.answer(ScrapedTarget.status(503));
            assertThat(RunningScrape.points(running.scrape()))
                    .containsEntry("up{stage=test}", "0.0")
                    .containsEntry("latency_seconds{stage=test}", "ended")
                    .containsEntry("size_bytes{stage=test}", "ended")
                    .containsEntry("requests_total{code=200,stage=test}", "ended")
                    .containsEntry("scrape_samples_scraped{stage=test}", "0.0");
            assertThat(running.settings().log().lines().toString())
                    .contains("Failed to scrape Prometheus endpoint")
                    .contains("server returned HTTP status 503 Service Unavailable");
            assertThat(RunningScrape.points(running.scrape())).hasSize(5);
        }
    }
}
