// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Retryable;
import dev.forager.testkit.TestConsumers;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OTLP/HTTP with the JDK's client; the malformed input corpus for protobuf and JSON. */
class OtlpHttpTest {
    private static final String SPAN =
            """
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"a",\
            "traceId":"0102030405060708090A0b0c0d0e0f10","spanId":"1112131415161718"}]}]}]}""";

    private RunningReceiver receiver;
    private HttpClient client;

    @BeforeEach
    void start() throws IOException {
        receiver = RunningReceiver.start();
        client = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() {
        client.close();
        receiver.close();
    }

    private HttpResponse<String> post(String path, String type, byte[] body) throws Exception {
        return post(receiver, path, type, body);
    }

    private HttpResponse<String> post(RunningReceiver to, String path, String type, byte[] body)
            throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(to.httpEndpoint() + path))
                        .header("Content-Type", type)
                        .timeout(Duration.ofSeconds(20))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        return client.send(
                request, HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    private HttpResponse<String> json(String path, String body) throws Exception {
        return post(path, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> protobuf(byte[] body) throws Exception {
        return post("/v1/traces", "application/x-protobuf", body);
    }

    @Test
    void json_arrivesAsProtobuf() throws Exception {
        HttpResponse<String> answer = json("/v1/traces", SPAN);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"partialSuccess\":{}}");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        Payload payload = receiver.sinks.sink(Signal.TRACES).payloads().getFirst();
        var request = ExportTraceServiceRequest.parseFrom(payload.toByteArray());
        var span = request.getResourceSpans(0).getScopeSpans(0).getSpans(0);
        assertThat(span.getName()).isEqualTo("a");
        assertThat(HexFormat.of().formatHex(span.getTraceId().toByteArray()))
                .isEqualTo("0102030405060708090a0b0c0d0e0f10");
    }

    @Test
    void everySignal_hasItsPath() throws Exception {
        for (String path :
                new String[] {"/v1/traces", "/v1/metrics", "/v1/logs", "/v1development/profiles"}) {
            HttpResponse<String> answer = json(path, "{}");
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"partialSuccess\":{}}");
        }
        for (Signal signal : Signal.values()) {
            assertThat(receiver.sinks.sink(signal).attempts()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'1', 200, ''",
        "'1;1', 400, 'otlp-profiles-development-version must contain exactly one value'",
        "'2', 400, 'invalid or unsupported otlp-profiles-development-version: supported version is 1'",
        "'01', 400, 'invalid or unsupported otlp-profiles-development-version: supported version is 1'"
    })
    void profilesOfAnotherDraft_areRefused(String drafts, int status, String why) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(receiver.httpEndpoint() + OtlpSignal.PROFILES_PATH))
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(20))
                        .POST(HttpRequest.BodyPublishers.ofString("{}"));
        for (String draft : drafts.split(";", -1)) {
            request.header("otlp-profiles-development-version", draft);
        }
        HttpResponse<String> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(why);
    }

    @Test
    void signalsWithoutPipeline_areUnknown() throws Exception {
        try (var logsOnly = RunningReceiver.start(TestConsumers.of(Signal.LOGS))) {
            byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
            for (String path : new String[] {"/v1/traces", "/v1development/profiles"}) {
                HttpResponse<String> answer = post(logsOnly, path, "application/json", body);
                assertThat(answer.statusCode()).isEqualTo(404);
                assertThat(answer.body()).isEqualTo("404 page not found\n");
            }
            assertThat(post(logsOnly, "/v1/logs", "application/json", body).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void signalsThatPipelinesWantAtTimes_haveAPathMeanwhile() throws Exception {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        receiver.sinks.want(Signal.LOGS, false);
        assertThat(post(receiver, "/v1/logs", "application/json", body).statusCode())
                .isEqualTo(404);
        receiver.sinks.want(Signal.LOGS, true);
        assertThat(post(receiver, "/v1/logs", "application/json", body).statusCode())
                .isEqualTo(200);
    }

    @Test
    void emptyProtobuf_succeeds_emptyJsonDoesNot() throws Exception {
        HttpResponse<String> answer = protobuf(new byte[0]);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("\n\0");
        answer = json("/v1/traces", "");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.body()).startsWith("{\"code\":3,\"message\":\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "\"text\"",
                "{\"resourceSpans\":5}",
                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"010203\"}]}]}]}",
                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"startTimeUnixNano\":1e400}]}]}]}",
                "{} {}",
                "{}x",
                "{/* comment */}"
            })
    void badJson(String body) throws Exception {
        HttpResponse<String> answer = json("/v1/traces", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.body())
                .startsWith("{\"code\":3,\"message\":\"")
                .doesNotContain("Exception", "jackson");
        assertThat(receiver.sinks.sink(Signal.TRACES).attempts()).isZero();
        assertThat(json("/v1/traces", SPAN).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "0a64, length past the end",
        "0affffffffffffffffff7f, varint of 64 bits as length",
        "0affffffffffffffffffff01, varint of 11 bytes",
        "0affffffff0f, negative length",
        "02, field 0",
        "0b, group that does not end",
        "0c, end of a group that did not begin",
        "0e, wire type 6",
        "0f, wire type 7",
        "0801, wrong wire type of a known field"
    })
    void badProtobuf(String hex, String what) throws Exception {
        HttpResponse<String> answer = protobuf(HexFormat.of().parseHex(hex));
        assertThat(answer.statusCode()).as(what).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/x-protobuf");
        assertThat(answer.body()).startsWith("\b\3\22");
    }

    @Test
    void protobufCutAnywhere_isRefusedOrShorter() throws Exception {
        byte[] body = OtlpGrpcTest.spans(1, 10).toByteArray();
        for (int length = 1; length < body.length; length++) {
            assertThat(protobuf(Arrays.copyOf(body, length)).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void unknownFieldsAndSoundGroups_areSkipped() throws Exception {
        assertThat(
                        protobuf(HexFormat.of().parseHex("a00605ab0608 01ac06".replace(" ", "")))
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void illFormedText_isMendedAndCounted() throws Exception {
        byte[] body = OtlpGrpcTest.spans(1, 10).toByteArray();
        body[body.length - 1] = (byte) 0xfc;
        assertThat(protobuf(body).statusCode()).isEqualTo(200);
        Payload payload = receiver.sinks.sink(Signal.TRACES).payloads().getFirst();
        var request = ExportTraceServiceRequest.parseFrom(payload.toByteArray());
        assertThat(request.getResourceSpans(0).getScopeSpans(0).getSpans(0).getName())
                .isEqualTo("xxxxxxxxx\ufffd");
    }

    @Test
    void millionEmptyAttributes_arrive() throws Exception {
        byte[] attributes = new byte[2_000_000];
        for (int i = 0; i < attributes.length; i += 2) {
            attributes[i] = 0x0a; // field 1, and no byte of it
        }
        var request =
                ExportTraceServiceRequest.newBuilder()
                        .mergeFrom(OtlpGrpcTest.spans(1, 10))
                        .addResourceSpans(
                                ResourceSpans.newBuilder()
                                        .setResource(Resource.parseFrom(attributes)))
                        .build();
        assertThat(protobuf(request.toByteArray()).statusCode()).isEqualTo(200);
        assertThat(receiver.sinks.sink(Signal.TRACES).items()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"64, 200", "100, 200", "101, 400", "400000, 400"})
    void nestedJsonValues(int depth, int status) throws Exception {
        String body =
                "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"a\",\"value\":"
                        + "{\"arrayValue\":{\"values\":[".repeat(depth - 1)
                        + "{}"
                        + "]}}".repeat(depth - 1)
                        + "}]},\"scopeSpans\":[{\"spans\":[{}]}]}]}";
        assertThat(json("/v1/traces", body).statusCode()).isEqualTo(status);
    }

    @Test
    void refusedSenders_mayTryAgain() throws Exception {
        var sink = receiver.sinks.sink(Signal.TRACES);
        sink.refuse(new Retryable("sending queue is full"));
        HttpResponse<String> answer = json("/v1/traces", SPAN);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"code\":14,\"message\":\"sending queue is full\"}");
        sink.refuse(null);
        assertThat(json("/v1/traces", SPAN).statusCode()).isEqualTo(200);
        assertThat(sink.items()).isEqualTo(1);
    }

    /** Latin-1 where UTF-8 should be: mended, and counted for both encodings. */
    @Test
    void illFormedStrings_areMendedAndCounted() throws Exception {
        String broken = SPAN.replace("\"a\"", "\"\u00e9t\u00e9\"");
        byte[] latin = broken.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(post("/v1/traces", "application/json", latin).statusCode()).isEqualTo(200);
        var sink = receiver.sinks.sink(Signal.TRACES);
        byte[] request = sink.payloads().getFirst().toByteArray();
        String name =
                ExportTraceServiceRequest.parseFrom(request)
                        .getResourceSpans(0)
                        .getScopeSpans(0)
                        .getSpans(0)
                        .getName();
        assertThat(name).isEqualTo("\uFFFDt\uFFFD");
        assertThat(receiver.settings.metrics().points("forager_receiver_mended_strings"))
                .containsExactly("{signal=traces} 1");
        byte[] protobuf =
                new String(request, StandardCharsets.ISO_8859_1)
                        .replace("\u00ef\u00bf\u00bdt\u00ef\u00bf\u00bd", "\u00e9tt\u00e9tt\u00e9")
                        .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(post("/v1/traces", "application/x-protobuf", protobuf).statusCode())
                .isEqualTo(200);
        assertThat(receiver.settings.metrics().points("forager_receiver_mended_strings"))
                .containsExactly("{signal=traces} 2");
    }
}
