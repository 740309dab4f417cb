// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.OtlpJson;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.Compressor;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is answered, and what a hostile sender cannot do. */
class PrometheusRemoteWriteReceiverTest {
    private static final String ONE_V1 =
            """
            {"timeseries": [{"labels": [{"name": "__name__", "value": "a"}, {"name": "x", "value": "y"}],
              "samples": [{"value": 1.5, "timestamp": "1700000000000"}]}]}
            """;
    private static final String ONE_V2 =
            """
            {"symbols": ["", "__name__", "a", "x", "y"], "timeseries": [{"labelsRefs": [1, 2, 3, 4],
              "samples": [{"value": 1.5, "timestamp": "1700000000000"}], "metadata": {"type": 2}}]}
            """;

    @Test
    void bothVersions_areTaken() throws Exception {
        try (var server = new WrittenTo()) {
            HttpResponse<String> first = server.write(WrittenTo.V1, ONE_V1);
            assertThat(first.statusCode()).isEqualTo(204);
            assertThat(WrittenTo.written(first)).containsOnly("none");
            HttpResponse<String> second = server.write(WrittenTo.V2, ONE_V2);
            assertThat(second.statusCode()).isEqualTo(204);
            assertThat(WrittenTo.written(second)).containsExactly("1", "0", "0");
            assertThat(server.sink().items()).isEqualTo(2);
        }
    }

    @Test
    void emptyRequest_isTaken_andNothingGoesOn() throws Exception {
        try (var server = new WrittenTo()) {
            assertThat(server.post(WrittenTo.V1, new byte[0]).statusCode()).isEqualTo(204);
            assertThat(server.sink().attempts()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain|415|text/plain is not supported",
                "application/json|415|application/json is not supported",
                "application/x-protobuf;proto=other|415|proto=other is not supported",
                "application/x-protobuf;proto=prometheus.WriteRequest|204|''",
                "application/x-protobuf; charset=utf-8|204|''",
            })
    void contentType_decides(String type, int status, String text) throws Exception {
        try (var server = new WrittenTo()) {
            HttpResponse<String> answer =
                    server.post(type, WrittenTo.message(WrittenTo.V1, ONE_V1));
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).contains(text);
        }
    }

    @Test
    void bodyThatIsNone_isRefusedForEver() throws Exception {
        try (var server = new WrittenTo()) {
            byte[] body = {1, 2, 3, 4};
            assertThat(server.post(WrittenTo.V1, body).statusCode()).isEqualTo(400);
            assertThat(server.post(WrittenTo.V2, body).statusCode()).isEqualTo(400);
            assertThat(
                            server.send(
                                            body,
                                            "Content-Type",
                                            WrittenTo.V1,
                                            "Content-Encoding",
                                            "snappy")
                                    .statusCode())
                    .isEqualTo(400);
            assertThat(server.send(body).statusCode()).isEqualTo(415);
            assertThat(server.sink().attempts()).isZero();
            assertThat(
                            server.settings
                                    .metrics()
                                    .sum("forager_receiver_prometheusremotewrite_refused"))
                    .isEqualTo(2);
        }
    }

    /** A vmagent sends zstd first. */
    @Test
    void otherCompression_isTaken() throws Exception {
        try (var server = new WrittenTo()) {
            byte[] body = WrittenTo.message(WrittenTo.V1, ONE_V1);
            byte[] packed =
                    Compressor.of(Compression.ZSTD, Compressor.DEFAULT_LEVEL)
                            .compress(body, 0, body.length, 0);
            assertThat(
                            server.send(
                                            packed,
                                            "Content-Type",
                                            WrittenTo.V1,
                                            "Content-Encoding",
                                            "zstd")
                                    .statusCode())
                    .isEqualTo(204);
            assertThat(server.sink().items()).isEqualTo(1);
        }
    }

    /** Prometheus repeats 5xx and drops at 4xx, 429 as well. */
    @Test
    void failureOfThePipeline_isToldSoThatTheSenderDoesRight() throws Exception {
        try (var server = new WrittenTo()) {
            server.sink().refuse(new Retryable("queue full", Duration.ofMillis(1500), null, null));
            HttpResponse<String> later = server.write(WrittenTo.V2, ONE_V2);
            assertThat(later.statusCode()).isEqualTo(503);
            assertThat(later.headers().firstValue("retry-after")).contains("2");
            assertThat(WrittenTo.written(later)).containsExactly("0", "0", "0");
            server.sink().refuse(new Permanent("never"));
            HttpResponse<String> never = server.write(WrittenTo.V2, ONE_V2);
            assertThat(never.statusCode()).isEqualTo(400);
            assertThat(never.body()).isEqualTo("never\n");
        }
    }

    @Test
    void otherMethod_isNotAllowed_andOtherPathNotFound() throws Exception {
        try (var server = new WrittenTo("path: /push")) {
            assertThat(server.write(WrittenTo.V1, ONE_V1).statusCode()).isEqualTo(404);
        }
    }

    /** The marker is a certain NaN, which JSON cannot say. */
    @Test
    void staleMarker_isNoRecordedValue() throws Exception {
        String json = ONE_V1.replace("1.5", "\"NaN\"");
        byte[] body = WrittenTo.message(WrittenTo.V1, json);
        byte[] nan = {0, 0, 0, 0, 0, 0, (byte) 0xf8, 0x7f};
        int at = indexOf(body, nan);
        body[at] = 2;
        body[at + 6] = (byte) 0xf0;
        try (var server = new WrittenTo()) {
            assertThat(server.post(WrittenTo.V1, body).statusCode()).isEqualTo(204);
            assertThat(new String(OtlpJson.toJson(server.sink().payloads().getFirst()), UTF_8))
                    .contains("\"flags\":1")
                    .doesNotContain("NaN");
        }
    }

    private static int indexOf(byte[] body, byte[] part) {
        for (int i = 0; i <= body.length - part.length; i++) {
            if (Arrays.equals(body, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not there");
    }

    /** Few bytes name a long text often: what it becomes is bounded, not only what it is. */
    @Test
    void bombOfReferences_isRefused() throws Exception {
        try (var server = new WrittenTo("max_request_body_size: 200000")) {
            String symbols = "\"\", \"__name__\", \"a\", \"x\", \"" + "z".repeat(50_000) + "\"";
            String series = "{\"labelsRefs\": [1, 2, 3, 4], \"samples\": [{\"timestamp\": \"1\"}]}";
            String all = String.join(",", Collections.nCopies(2000, series));
            HttpResponse<String> answer =
                    server.write(
                            WrittenTo.V2,
                            "{\"symbols\": [%s], \"timeseries\": [%s]}".formatted(symbols, all));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("becomes more than 1600000 bytes");
            assertThat(server.sink().attempts()).isZero();
        }
    }

    @Test
    void bodyBeyondTheLimit_isRefused() throws Exception {
        try (var server = new WrittenTo("max_request_body_size: 100")) {
            byte[] body = new byte[10_000];
            HttpResponse<String> answer = server.post(WrittenTo.V1, body);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("http: request body too large");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{path: x}|path must start with /",
                "{max_targets: -1}|max_targets",
            })
    void wrongKeys_areRefused(String yaml, String text) {
        assertThatConfig(new PrometheusRemoteWriteReceiverFactory(), yaml).failsWith(text);
    }

    @Test
    void noKeys_areTheDefaults() {
        var config = assertThatConfig(new PrometheusRemoteWriteReceiverFactory(), "{}").binds();
        assertThat(List.of(config.server().endpoint(), config.path()))
                .containsExactly("localhost:9090", "/api/v1/write");
    }
}
