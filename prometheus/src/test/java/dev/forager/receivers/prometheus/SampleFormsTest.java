// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Exemplar;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Sum;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What jobs can ask of their series, over HTTP. */
class SampleFormsTest {
    private static final String DROPPED = "forager_receiver_prometheus_dropped_samples";

    private static Map<String, String> once(String contentType, String exposition, String job)
            throws Exception {
        return RunningScrape.points(payload(contentType, exposition, job));
    }

    private static Payload payload(String contentType, String exposition, String job)
            throws Exception {
        try (var target = new ScrapedTarget(contentType, exposition);
                var running = new RunningScrape(RunningScrape.job(target.address(), job))) {
            return running.scrape();
        }
    }

    private static String error(String exposition, String job) throws Exception {
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, exposition);
                var running = new RunningScrape(RunningScrape.job(target.address(), job))) {
            assertThat(RunningScrape.points(running.scrape()))
                    .containsEntry("up{stage=test}", "0.0")
                    .hasSize(5);
            return running.settings().log().lines().toString();
        }
    }

    @Test
    void boundThatIsNoNumber_standsBeforeAllOthers() throws Exception {
        String page =
                """
                # TYPE l histogram
                l_bucket{le="NaN"} 1
                l_bucket{le="1"} 1
                l_bucket{le="+Inf"} 1
                l_count 1
                l_sum 0
                """;
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, page);
                var running = new RunningScrape(RunningScrape.job(target.address(), ""))) {
            assertThat(RunningScrape.points(running.scrape()).get("l{stage=test}"))
                    .contains("NaN, 1.0");
        }
    }

    @Test
    void labelsOfDiscovery_thatASeriesHas_areAttributes() throws Exception {
        try (var target =
                        new ScrapedTarget(
                                ScrapedTarget.TEXT,
                                "a{__scheme__=\"q\",__metrics_path__=\"p\"} 1\n");
                var running = new RunningScrape(RunningScrape.job(target.address(), ""))) {
            assertThat(RunningScrape.points(running.scrape()))
                    .containsEntry("a{__metrics_path__=p,__scheme__=q,stage=test}", "1.0");
        }
    }

    @Test
    void metricRelabelConfigs_dropAndRename() throws Exception {
        Map<String, String> points =
                once(
                        ScrapedTarget.TEXT,
                        "go_x 1\na{x=\"1\",id=\"7\"} 2\n",
                        """
                        metric_relabel_configs:
                          - {source_labels: [__name__], regex: go_.*, action: drop}
                          - {regex: id, action: labeldrop}
                          - {source_labels: [x], target_label: y, replacement: "y$1"}
                        """);
        assertThat(points)
                .containsEntry("a{stage=test,x=1,y=y1}", "2.0")
                .containsEntry("scrape_samples_scraped{stage=test}", "2.0")
                .containsEntry("scrape_samples_post_metric_relabeling{stage=test}", "1.0")
                .containsEntry("scrape_series_added{stage=test}", "1.0")
                .hasSize(6);
    }

    /** As the Go collector since 0.165. */
    @Test
    void histogramWithFallingOrMissingCounts_isDropped() throws Exception {
        String exposition =
                """
                # TYPE falls histogram
                falls_bucket{le="1"} 5
                falls_bucket{le="2"} 3
                falls_bucket{le="+Inf"} 7
                falls_count 7
                # TYPE none histogram
                none_bucket{le="1"} NaN
                none_bucket{le="+Inf"} 7
                none_count 7
                # TYPE more histogram
                more_bucket{le="1"} 9
                more_bucket{le="+Inf"} 9
                more_count 7
                # TYPE sound histogram
                sound_bucket{le="1"} 2
                sound_bucket{le="+Inf"} 9
                sound_count 9
                """;
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, exposition);
                var running = new RunningScrape(RunningScrape.job(target.address(), ""))) {
            assertThat(RunningScrape.points(running.scrape()).keySet())
                    .contains("sound{stage=test}")
                    .noneMatch(name -> name.matches("(falls|none|more).*"))
                    .hasSize(6);
            assertThat(running.settings().metrics().sum(DROPPED)).isEqualTo(3);
        }
    }

    /** As the Go collector, whose metadata is that of the last scrapes. */
    @Test
    void helpAndUnitBehindTheirSeries_countFromTheNextScrape() throws Exception {
        String exposition =
                "a_seconds 1\n# UNIT a_seconds seconds\nb 2\n# HELP b help\n# TYPE c gauge\nc 3\n# EOF\n";
        try (var target = new ScrapedTarget(ScrapedTarget.OPEN_METRICS, exposition);
                var running = new RunningScrape(RunningScrape.job(target.address(), ""))) {
            Payload first = running.scrape();
            assertThat(RunningScrape.metric(first, "a_seconds").unit()).isEmpty();
            assertThat(RunningScrape.metric(first, "b").description()).isEmpty();
            for (int i = 0; i < 2; i++) {
                Payload later = running.scrape();
                assertThat(RunningScrape.metric(later, "a_seconds").unit()).isEqualTo("s");
                assertThat(RunningScrape.metric(later, "b").description()).isEqualTo("help");
                assertThat(RunningScrape.points(later))
                        .containsEntry("a_seconds{stage=test}", "1.0")
                        .containsEntry("b{stage=test}", "2.0")
                        .containsEntry("c{stage=test}", "3.0")
                        .containsEntry("scrape_series_added{stage=test}", "0.0")
                        .hasSize(8);
            }
        }
    }

    @Test
    void secondTypeBehindASample_doesNotTakeTheSample() throws Exception {
        String exposition = "# TYPE a counter\na{x=\"1\"} 1\n# TYPE a summary\nb 1\n";
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, exposition);
                var running = new RunningScrape(RunningScrape.job(target.address(), ""))) {
            for (int i = 0; i < 3; i++) {
                Payload scraped = running.scrape();
                assertThat(RunningScrape.points(scraped))
                        .as("scrape %d", i)
                        .containsEntry("a{stage=test,x=1}", "1.0")
                        .containsEntry("b{stage=test}", "1.0")
                        .hasSize(7);
            }
        }
    }

    @Test
    void labelOfTheTarget_winsUnlessLabelsAreHonored() throws Exception {
        String exposition = "a{stage=\"own\",job=\"inner\"} 1\n";
        assertThat(once(ScrapedTarget.TEXT, exposition, ""))
                .containsEntry("a{exported_job=inner,exported_stage=own,stage=test}", "1.0");
        Payload honored = payload(ScrapedTarget.TEXT, exposition, "honor_labels: true");
        assertThat(RunningScrape.points(honored)).containsEntry("a{stage=own}", "1.0");
        assertThat(RunningScrape.resource(honored)).contains("service.name=inner");
    }

    @Test
    void timeOfASeries_countsUnlessTimesAreNotHonored() throws Exception {
        Payload honored = payload(ScrapedTarget.TEXT, "a 1 1520879607789\n", "");
        assertThat(time(honored)).isEqualTo(1_520_879_607_789_000_000L);
        Payload own = payload(ScrapedTarget.TEXT, "a 1 1520879607789\n", "honor_timestamps: false");
        assertThat(time(own)).isGreaterThan(1_700_000_000_000_000_000L);
    }

    private static long time(Payload payload) {
        return RunningScrape.data(payload, "a", MetricData.class)
                .dataPoints()
                .getFirst()
                .timeUnixNano();
    }

    @Test
    void timeFarAhead_isRefused() throws Exception {
        assertThat(once(ScrapedTarget.TEXT, "a 1 99999999999999\nb 2\n", ""))
                .containsEntry("b{stage=test}", "2.0")
                .doesNotContainKey("a{stage=test}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a 1\\nb 2\\nc 3\\n|sample_limit: 2|sample limit exceeded",
                "a{x=\"1\",y=\"2\"} 1\\n|label_limit: 5|label_limit exceeded (metric: a, number of labels: 6, limit: 5)",
                "a{longlonglabel=\"1\"} 1\\n|label_name_length_limit: 12|label_name_length_limit exceeded (metric: a, label name: longlonglabel, length: 13, limit: 12)",
                "a{x=\"0123456789012345678901\"} 1\\n|label_value_length_limit: 21|label_value_length_limit exceeded (metric: a, label name: x, value: \"0123456789012345678901\", length: 22, limit: 21)",
                "a 1\\n|body_size_limit: 4B|body size limit exceeded",
                "a 1\\nb{\\n||expected label name, got \"\\\\n\" (\"LINEBREAK\") while parsing: \"b{\\\\n\"",
                "a{x=\"1\",x=\"2\"} 1\\n||invalid sample: non-unique label names: \"x\"",
                "{\"a.b\"} 1\\n|{metric_name_validation_scheme: legacy}|invalid metric name or label names: {__name__=\"a.b\""
            })
    void whatIsTooMuchOrNotSound_failsTheScrape(String exposition, String job, String text)
            throws Exception {
        String more = job == null ? "" : job.replaceAll("[{}]", "");
        assertThat(error(exposition.replace("\\n", "\n"), more))
                .contains(text.replace("\\\\n", "\\n"));
    }

    @ParameterizedTest
    @CsvSource({"false, 2", "true, 7"})
    void convertedHistogram_isOneSample_besideItsLinesWhereTheyAreKept(
            boolean keepsClassic, int samples) throws Exception {
        String exposition =
                """
                # TYPE h histogram
                h_bucket{le="1"} 1
                h_bucket{le="2"} 2
                h_bucket{le="+Inf"} 3
                h_sum 4
                h_count 3
                a 1
                """;
        String more =
                "convert_classic_histograms_to_nhcb: true\nalways_scrape_classic_histograms: %s\nsample_limit: %d"
                        .formatted(keepsClassic, samples);
        assertThat(once(ScrapedTarget.TEXT, exposition, more))
                .containsEntry("up{stage=test}", "1.0")
                .containsEntry("scrape_samples_scraped{stage=test}", samples + ".0")
                .containsEntry("scrape_samples_post_metric_relabeling{stage=test}", samples + ".0")
                .containsEntry("scrape_series_added{stage=test}", samples + ".0");
    }

    @Test
    void repeatedSeries_countsOnce() throws Exception {
        assertThat(once(ScrapedTarget.TEXT, "a 1\na 2\n", ""))
                .containsEntry("a{stage=test}", "1.0")
                .containsEntry("scrape_samples_scraped{stage=test}", "2.0")
                .containsEntry("scrape_series_added{stage=test}", "1.0");
    }

    @Test
    void leadingBlanks_doNotBelongToTheName() throws Exception {
        assertThat(once(ScrapedTarget.TEXT, "  a 1\n", "")).containsEntry("a{stage=test}", "1.0");
    }

    @Test
    void targetInfo_describesTheResource() throws Exception {
        Payload payload =
                payload(
                        ScrapedTarget.TEXT,
                        "# TYPE target_info gauge\ntarget_info{k8s_pod_name=\"p\",v=\"1\"} 1\na 2\n",
                        "");
        assertThat(RunningScrape.resource(payload)).contains("k8s_pod_name=p").contains("v=1");
        assertThat(RunningScrape.points(payload)).hasSize(6);
    }

    @Test
    void scopeLabels_makeTheScope() throws Exception {
        Payload payload =
                payload(
                        ScrapedTarget.TEXT,
                        "a{otel_scope_name=\"lib\",otel_scope_version=\"2\",otel_scope_kind=\"x\"} 1\n",
                        "");
        assertThat(RunningScrape.scopes(payload)).contains("lib@2{kind=x}");
        assertThat(RunningScrape.points(payload)).containsEntry("a{stage=test}", "1.0");
    }

    @Test
    void openMetrics_givesUnitsExemplarsAndStartTimes() throws Exception {
        Payload payload =
                payload(
                        ScrapedTarget.OPEN_METRICS,
                        """
                        # TYPE a_seconds counter
                        # UNIT a_seconds seconds
                        # HELP a_seconds Time.
                        a_seconds_total 3 # {trace_id="0102030405060708090a0b0c0d0e0f10",span_id="0102030405060708",x="y"} 2 1.5
                        a_seconds_created 1520430000.123
                        # TYPE h histogram
                        h_bucket{le="1.0"} 1 # {trace_id="short"} 0.5
                        h_bucket{le="+Inf"} 2
                        h_sum 3
                        h_count 2
                        h_created 1
                        # TYPE i info
                        i_info{v="1"} 1
                        # EOF
                        """,
                        "");
        Metric counter = RunningScrape.metric(payload, "a_seconds_total");
        assertThat(counter.unit()).isEqualTo("s");
        assertThat(counter.description()).isEqualTo("Time.");
        NumberDataPoint point =
                RunningScrape.data(payload, "a_seconds_total", Sum.class).dataPoints().getFirst();
        assertThat(point.startTimeUnixNano()).isBetween(1520430000122990000L, 1520430000123010000L);
        Exemplar exemplar = point.exemplars().getFirst();
        assertThat(exemplar.asDouble()).isEqualTo(2);
        assertThat(exemplar.timeUnixNano()).isEqualTo(1_500_000_000L);
        assertThat(exemplar.traceId()).hasToString("0102030405060708090a0b0c0d0e0f10");
        assertThat(exemplar.spanId()).hasToString("0102030405060708");
        assertThat(RunningScrape.attributes(exemplar.filteredAttributes())).isEqualTo("{x=y}");
        HistogramDataPoint histogram =
                RunningScrape.data(payload, "h", Histogram.class).dataPoints().getFirst();
        assertThat(histogram.startTimeUnixNano()).isEqualTo(1_000_000_000L);
        assertThat(RunningScrape.attributes(histogram.exemplars().getFirst().filteredAttributes()))
                .isEqualTo("{trace_id=short}");
        Sum info = RunningScrape.data(payload, "i", Sum.class);
        assertThat(info.isMonotonic()).isFalse();
    }

    @Test
    void externalLabels_andTrimmedNames() throws Exception {
        try (var target =
                        new ScrapedTarget(
                                ScrapedTarget.OPEN_METRICS,
                                "# TYPE a_seconds counter\n# UNIT a_seconds seconds\na_seconds_total 1\n# EOF\n");
                var running =
                        new RunningScrape(
                                "trim_metric_suffixes: true\n"
                                        + RunningScrape.job(target.address(), "")
                                                .replace(
                                                        "config:\n",
                                                        "config:\n  global: {external_labels: {region: eu}}\n"))) {
            assertThat(RunningScrape.points(running.scrape()))
                    .containsEntry("a{region=eu,stage=test}", "1.0")
                    .containsEntry("up{region=eu,stage=test}", "1.0");
        }
    }

    @Test
    void request_saysWhatPrometheusSays() throws Exception {
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, "a 1\n");
                var running =
                        new RunningScrape(
                                RunningScrape.job(
                                        target.address(),
                                        """
                                        metrics_path: /probe
                                        params: {module: [http 2xx, x], target: [a&b]}
                                        basic_auth: {username: u, password: p}
                                        http_headers: {X-Tenant: {values: [t1]}}
                                        """))) {
            running.scrape();
            assertThat(target.queries().getFirst())
                    .isEqualTo("/probe?module=http+2xx&module=x&target=a%26b");
            var headers = target.requests().getFirst();
            assertThat(headers.getFirst("Authorization")).isEqualTo("Basic dTpw");
            assertThat(headers.getFirst("X-tenant")).isEqualTo("t1");
            assertThat(headers.getFirst("X-prometheus-scrape-timeout-seconds")).isEqualTo("20");
            assertThat(headers.getFirst("Accept-encoding")).isEqualTo("gzip");
            assertThat(headers.getFirst("User-agent")).isEqualTo("forager/0.0.0-test");
            assertThat(headers.getFirst("Accept"))
                    .isEqualTo(
                            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                                    + "application/openmetrics-text;version=0.0.1;q=0.5,"
                                    + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
                                    + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2");
        }
    }
}
