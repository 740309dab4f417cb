// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.forager.config.RecordBinder;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.AuthResult;
import dev.forager.pipeline.ClientInfo;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.Metadata;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is sent, and what answers mean. */
class PrometheusRemoteWriteExporterTest {
    private static final String V2 = "protobuf_message: io.prometheus.write.v2.Request";
    private static final String DELTA =
            """
            {"resourceMetrics": [{"scopeMetrics": [{"metrics": [
              {"name": "d", "sum": {"aggregationTemporality": 1, "isMonotonic": true,
               "dataPoints": [{"asInt": "1", "timeUnixNano": "1000000000"},
                              {"asInt": "2", "timeUnixNano": "2000000000"}]}},
              {"name": "g", "gauge": {"dataPoints": [{"asInt": "1", "timeUnixNano": "1000000"}]}}
            ]}]}]}
            """;

    private final TestSettings settings = new TestSettings();
    private final List<Exporter> started = new ArrayList<>();
    private WriteSink sink;

    @BeforeEach
    void open() throws Exception {
        sink = new WriteSink();
    }

    @AfterEach
    void stop() {
        started.forEach(exporter -> exporter.stop(Duration.ofSeconds(1)));
        sink.close();
    }

    private Exporter start(String... keys) throws Exception {
        String yaml = "endpoint: " + sink.url() + "\n" + String.join("\n", keys);
        var factory = new PrometheusRemoteWriteExporterFactory();
        Exporter exporter =
                factory.create(
                        RecordBinder.read(yaml, PrometheusRemoteWriteExporterConfig.class),
                        settings.exporter("prometheus_remote_write", Signal.METRICS));
        started.add(exporter);
        exporter.start(new TestHost());
        return exporter;
    }

    private static ConsumeException failureOf(Exporter exporter, Payload payload) {
        return catchThrowableOfType(
                ConsumeException.class, () -> exporter.export(payload, Context.background()));
    }

    private static Payload points(int count) {
        return TestTelemetry.metrics(count);
    }

    @Test
    void request_hasTheHeadersOfItsVersion() throws Exception {
        start().export(points(1), Context.background());
        sink.always(204, WriteSink.ALL_WRITTEN);
        start(V2).export(points(1), Context.background());
        assertThat(sink.requests).hasSize(2);
        for (WriteSink.Received request : sink.requests) {
            assertThat(request.headers().getFirst("Content-Encoding")).isEqualTo("snappy");
            assertThat(request.headers().getFirst("User-Agent"))
                    .isEqualTo("forager-under-test/0.0.0-test");
        }
        assertThat(sink.requests.get(0).headers())
                .containsEntry("Content-type", List.of("application/x-protobuf"))
                .containsEntry("X-prometheus-remote-write-version", List.of("0.1.0"));
        assertThat(sink.requests.get(1).headers())
                .containsEntry(
                        "Content-type",
                        List.of("application/x-protobuf;proto=io.prometheus.write.v2.Request"))
                .containsEntry("X-prometheus-remote-write-version", List.of("2.0.0"));
    }

    @Test
    void configuredHeaders_cannotChangeTheProtocol() throws Exception {
        start("headers: {X-Scope-OrgID: me, Content-Type: text/plain, Content-Encoding: gzip}")
                .export(points(1), Context.background());
        assertThat(sink.requests.getFirst().headers())
                .containsEntry("X-scope-orgid", List.of("me"))
                .containsEntry("Content-type", List.of("application/x-protobuf"))
                .containsEntry("Content-encoding", List.of("snappy"));
    }

    @Test
    void metadataOfTheRequest_isSentOnAsHeaders() throws Exception {
        var metadata = Metadata.of(Map.of("x-scope-orgid", List.of("tenant")));
        var client = new ClientInfo(null, AuthResult.none(), metadata);
        start("include_metadata_keys: [X-Scope-OrgID]").export(points(1), Context.of(client, null));
        assertThat(sink.requests.getFirst().headers())
                .containsEntry("X-scope-orgid", List.of("tenant"));
    }

    @ParameterizedTest
    @CsvSource({
        "400,false",
        "401,false",
        "404,false",
        "413,false",
        "429,true",
        "502,true",
        "503,true"
    })
    void status_decidesWhetherToRetry(int status, boolean isRetryable) throws Exception {
        sink.reply(status, Map.of("Retry-After", "7"), "not so\n");
        ConsumeException failure = failureOf(start(), points(2));
        assertThat(failure)
                .isInstanceOf(isRetryable ? Retryable.class : Permanent.class)
                .hasMessage(
                        "remote write request to %s failed with HTTP Status Code %d: not so"
                                .formatted(sink.url(), status));
        if (failure instanceof Retryable retryable) {
            assertThat(retryable.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        } else {
            assertThat(rejected()).containsExactly("reason=\"" + status + "\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "500,too old sample,false",
        "500,10 observations found in buckets; but the Count field is 3: histogram's observation count should equal the number of observations,false",
        "500,native histograms are disabled,false",
        "500,database is closed,true",
        "503,too old sample,true"
    })
    void refusalOfSamplesWithStatus500_isNotRepeated(int status, String said, boolean isRetryable)
            throws Exception {
        sink.reply(status, Map.of(), said);
        assertThat(failureOf(start("target_info: {enabled: false}"), points(1)))
                .isInstanceOf(isRetryable ? Retryable.class : Permanent.class);
    }

    private List<String> rejected() {
        return settings
                .metrics()
                .points("forager_exporter_prometheusremotewrite_rejected_samples")
                .stream()
                .map(point -> point.replaceAll(".*(reason=)\"?(\\d+)\"?.*", "$1\"$2\""))
                .toList();
    }

    @Test
    void receiverOfVersion1_isSpokenToInVersion1() throws Exception {
        Exporter exporter = start(V2);
        exporter.export(points(2), Context.background());
        exporter.export(points(3), Context.background());
        assertThat(sink.requests.stream().map(WriteSink.Received::version))
                .containsExactly(
                        RemoteWriteMessage.V2, RemoteWriteMessage.V1, RemoteWriteMessage.V1);
        assertThat(settings.log().messages())
                .containsExactly(
                        "%s does not know remote write 2.0 (HTTP Status Code 204 without written headers): remote write 1.0 is spoken, and 2.0 tried again every 10 minutes"
                                .formatted(sink.url()));
    }

    @Test
    void answer415_isTheSame() throws Exception {
        sink.reply(415, Map.of(), "");
        start(V2).export(points(2), Context.background());
        assertThat(sink.requests.getLast().version()).isEqualTo(RemoteWriteMessage.V1);
        assertThat(sink.taken()).anyMatch(line -> line.contains("shelf=\"s1\""));
    }

    @Test
    void utf8Names_areNotSentInVersion1() throws Exception {
        Exporter exporter = start(V2, "translation_strategy: NoTranslation");
        assertThat(failureOf(exporter, points(1)))
                .isInstanceOf(Permanent.class)
                .message()
                .contains("remote write 1.0 cannot carry UTF-8 names");
        assertThat(sink.requests).hasSize(1);
    }

    @Test
    void partialWrite_isCounted() throws Exception {
        sink.reply(
                400,
                Map.of("X-Prometheus-Remote-Write-Samples-Written", "3"),
                "duplicate sample for timestamp");
        Exporter exporter = start(V2, "target_info: {enabled: false}");
        assertThat(failureOf(exporter, points(5))).isInstanceOf(Permanent.class);
        assertThat(settings.metrics().sum("exporter_prometheusremotewrite_written_samples"))
                .isEqualTo(3);
        assertThat(
                        settings.metrics()
                                .sum("forager_exporter_prometheusremotewrite_rejected_samples"))
                .isEqualTo(2);
    }

    @Test
    void repetition_sendsOnlyTheRest_andEachSeriesOnce() throws Exception {
        Exporter exporter =
                start(
                        "max_batch_size_bytes: 2000",
                        "max_batch_request_parallelism: 4",
                        "target_info: {enabled: false}");
        Payload payload = points(200);
        for (int i = 0; i < 4; i++) {
            sink.reply(204, Map.of(), "");
        }
        sink.always(503, Map.of());
        assertThat(failureOf(exporter, payload)).isInstanceOf(Retryable.class);
        int before = sink.taken().size();
        assertThat(before).isPositive().isLessThan(200);
        sink.always(204, Map.of());
        exporter.export(payload, Context.background());
        assertThat(sink.taken()).hasSize(200).doesNotHaveDuplicates();
        assertThat(sink.requests).allSatisfy(r -> assertThat(r.body()).hasSizeLessThan(2001));
    }

    /** Four bodies at once, each of which takes another while at the receiver. */
    @Test
    void seriesKeepTheirOrder_onSeveralWays() throws Exception {
        var random = new SplittableRandom(20261126);
        sink.works(() -> random.nextLong(3_000_000));
        Exporter exporter = start("max_batch_size_bytes: 1000", "max_batch_request_parallelism: 4");
        for (int second = 1; second <= 10; second++) {
            exporter.export(gauges(40, second), Context.background());
        }
        assertThat(sink.requests).hasSizeGreaterThan(40);
        Map<String, List<String>> times = new HashMap<>();
        for (String line : sink.taken()) {
            int end = line.indexOf('}');
            times.computeIfAbsent(line.substring(0, end), _ -> new ArrayList<>())
                    .add(line.substring(end + 1));
        }
        List<String> rising =
                IntStream.rangeClosed(1, 10)
                        .mapToObj(second -> " value=1.0 timestamp=%d000".formatted(second))
                        .toList();
        assertThat(times).hasSize(40).allSatisfy((_, all) -> assertThat(all).isEqualTo(rising));
    }

    private static Payload gauges(int count, int second) {
        String points =
                IntStream.range(0, count)
                        .mapToObj(
                                i ->
                                        """
                                        {"asInt": "1", "timeUnixNano": "%d000000000",
                                         "attributes": [{"key": "i", "value": {"intValue": "%d"}}]}"""
                                                .formatted(second, i))
                        .collect(Collectors.joining(","));
        return TestTelemetry.fromJson(
                Signal.METRICS,
                """
                {"resourceMetrics": [{"scopeMetrics": [{"metrics": [
                  {"name": "g", "gauge": {"dataPoints": [%s]}}]}]}]}
                """
                        .formatted(points));
    }

    @Test
    void refusedPart_doesNotStopTheOthers() throws Exception {
        Exporter exporter =
                start(
                        "max_batch_size_bytes: 2000",
                        "max_batch_request_parallelism: 1",
                        "target_info: {enabled: false}");
        sink.reply(400, Map.of(), "too old");
        assertThat(failureOf(exporter, points(100)))
                .isInstanceOf(Permanent.class)
                .message()
                .endsWith("400: too old");
        int refused = sink.requests.getFirst().lines().size();
        assertThat(sink.taken()).hasSize(100 - refused);
    }

    /** As Prometheus does: nothing is stored of a body with a sample that it refuses. */
    @ParameterizedTest
    @CsvSource({"400,out of order sample", "500,too old sample"})
    void refusedSample_costsNoOther(int status, String said) throws Exception {
        sink.refuses("i=\"7\"", status, said);
        Exporter exporter = start("target_info: {enabled: false}");
        assertThat(failureOf(exporter, gauges(1000, 1))).isInstanceOf(Permanent.class);
        assertThat(sink.taken()).hasSize(999).doesNotHaveDuplicates();
        assertThat(sink.requests).hasSizeLessThan(25);
        assertThat(rejectedSamples()).isEqualTo(1);
        sink.always(503, Map.of());
        assertThat(failureOf(exporter, gauges(1000, 2))).isInstanceOf(Retryable.class);
    }

    /** As with two senders of the same series: they must not become many times the requests. */
    @Test
    void samplesThatAreAllRefused_areNotCutForLong() throws Exception {
        sink.refuses("__name__", 400, "duplicate sample for timestamp");
        Exporter exporter = start("target_info: {enabled: false}");
        for (int second = 1; second <= 100; second++) {
            assertThat(failureOf(exporter, gauges(100, second))).isInstanceOf(Permanent.class);
        }
        assertThat(sink.requests).hasSizeLessThan(200);
        assertThat(rejectedSamples()).isEqualTo(100 * 100);
    }

    /** What is left of a body that was cut is not sent again with what arrived. */
    @Test
    void rest_isSentAfterRefusedSamples() throws Exception {
        sink.refuses("i=\"999\"", 400, "out of order sample");
        Exporter exporter = start("target_info: {enabled: false}");
        Payload payload = gauges(1000, 1);
        sink.reply(204, Map.of(), "");
        sink.reply(204, Map.of(), "");
        sink.always(503, Map.of());
        assertThat(failureOf(exporter, payload)).isInstanceOf(Retryable.class);
        sink.always(204, Map.of());
        assertThat(failureOf(exporter, payload)).isInstanceOf(Permanent.class);
        assertThat(sink.taken()).hasSize(999).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(RemoteWriteMessage.class)
    void receiverWithoutNativeHistograms_getsTheRest(RemoteWriteMessage message) throws Exception {
        sink.refuses("count_int", 500, "native histograms are disabled");
        sink.always(204, WriteSink.ALL_WRITTEN);
        Exporter exporter = start("target_info: {enabled: false}", "protobuf_message: " + message);
        Payload payload =
                TestTelemetry.fromJson(
                        Signal.METRICS,
                        """
                        {"resourceMetrics": [{"scopeMetrics": [{"metrics": [
                          {"name": "h", "exponentialHistogram": {"aggregationTemporality": 2, "dataPoints": [
                            {"count": "1", "sum": 1, "positive": {"bucketCounts": ["1"]}, "timeUnixNano": "1000000000"}]}},
                          {"name": "g", "gauge": {"dataPoints": [{"asInt": "1", "timeUnixNano": "1000000000"}]}}]}]}]}
                        """);
        assertThat(failureOf(exporter, payload))
                .isInstanceOf(Permanent.class)
                .message()
                .endsWith("500: native histograms are disabled");
        assertThat(sink.taken()).contains("{__name__=\"g\"} value=1.0 timestamp=1000");
        assertThat(rejectedSamples()).isEqualTo(1);
    }

    private long rejectedSamples() {
        return settings.metrics().sum("forager_exporter_prometheusremotewrite_rejected_samples");
    }

    @Test
    void delta_isDroppedWithItsReason_andTheRestIsSent() throws Exception {
        Payload payload = TestTelemetry.fromJson(Signal.METRICS, DELTA);
        Exporter exporter = start();
        assertThat(exporter.export(payload, Context.background())).as("left out").isEqualTo(2);
        exporter.export(payload, Context.background());
        assertThat(sink.requests.getFirst().lines())
                .containsExactly("{__name__=\"g\"} value=1.0 timestamp=1");
        assertThat(settings.metrics().sum("forager_exporter_prometheusremotewrite_dropped_points"))
                .isEqualTo(4);
        assertThat(settings.log().lines().toString())
                .contains("invalid temporality and type combination for metric \"d\"");
        assertThat(settings.log().messages()).hasSize(1);
    }

    @Test
    void metadata_isSentApart_inVersion1() throws Exception {
        start("send_metadata: true").export(points(1), Context.background());
        assertThat(sink.requests.getLast().lines())
                .containsExactly("metadata type=1 metric_family_name=shop_items_total");
    }

    @Test
    void metadata_isCutAsSeriesAre() throws Exception {
        String metrics =
                IntStream.range(0, 50)
                        .mapToObj(
                                i ->
                                        """
                                        {"name": "m%d", "description": "%s", "gauge": {"dataPoints": [
                                          {"asInt": "1", "timeUnixNano": "1000000000"}]}}"""
                                                .formatted(i, "ü".repeat(100)))
                        .collect(Collectors.joining(","));
        start("send_metadata: true", "max_batch_size_bytes: 2000")
                .export(
                        TestTelemetry.fromJson(
                                Signal.METRICS,
                                "{\"resourceMetrics\": [{\"scopeMetrics\": [{\"metrics\": [%s]}]}]}"
                                        .formatted(metrics)),
                        Context.background());
        assertThat(sink.taken().stream().filter(line -> line.startsWith("metadata")))
                .hasSize(50)
                .doesNotHaveDuplicates();
        assertThat(sink.requests).allSatisfy(r -> assertThat(r.body()).hasSizeLessThan(2001));
    }

    @Test
    void timeout_isThatOfOneBody() throws Exception {
        sink.works(() -> Duration.ofMillis(60).toNanos());
        Exporter exporter =
                start("timeout: 1s", "max_batch_size_bytes: 1", "max_batch_request_parallelism: 1");
        exporter.export(points(20), Context.background());
        assertThat(sink.requests).as("the points and target_info").hasSize(21);
    }

    @Test
    void maxElapsedTime_boundsTheExportAsAWhole() throws Exception {
        sink.works(() -> Duration.ofSeconds(20).toNanos());
        Exporter exporter =
                start(
                        "timeout: 20s",
                        "retry_on_failure: {max_interval: 100ms, max_elapsed_time: 200ms}");
        Payload payload = points(1);
        assertThat(failureOf(exporter, payload)).isInstanceOf(Retryable.class);
        sink.works(() -> 0);
        assertThat(failureOf(exporter, payload)).as("given again").isInstanceOf(Retryable.class);
        assertThat(sink.requests).isEmpty();
    }

    @Test
    void formerKeys_areSaidToBe() throws Exception {
        start(
                "remote_write_queue: {num_consumers: 3}",
                "add_metric_suffixes: false",
                "resource_to_telemetry_conversion: {included: [a]}");
        assertThat(settings.log().messages())
                .containsExactly(
                        "`remote_write_queue.num_consumers` will be used to configure processing"
                                + " parallelism, rather than request parallelism in a future"
                                + " release. This may cause out-of-order issues unless you take"
                                + " action. Please migrate to using"
                                + " `max_batch_request_parallelism` to keep the your existing"
                                + " behavior.",
                        "`add_metric_suffixes` is deprecated. Please use `translation_strategy:"
                                + " UnderscoreEscapingWithoutSuffixes` instead.",
                        "resource_to_telemetry_conversion is deprecated; use"
                                + " resource_constant_labels instead");
    }

    @Test
    void wal_isSaidToHaveNoEffect() throws Exception {
        start("wal: {directory: /nowhere}").export(points(1), Context.background());
        assertThat(settings.log().messages()).singleElement().asString().startsWith("`wal` has no");
        assertThat(sink.requests).hasSize(1);
    }
}
