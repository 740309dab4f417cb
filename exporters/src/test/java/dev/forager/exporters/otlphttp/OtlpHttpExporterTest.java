// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.otlphttp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.Status;
import dev.forager.config.RecordBinder;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.WireBody;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.RpcStatus;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.Compressor;
import dev.forager.transport.codec.DecodeLimits;
import dev.forager.transport.codec.Decompressor;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpHttpExporterTest {
    private static final ExportTraceServiceRequest REQUEST =
            ExportTraceServiceRequest.newBuilder()
                    .addResourceSpans(
                            ResourceSpans.newBuilder()
                                    .addScopeSpans(
                                            ScopeSpans.newBuilder()
                                                    .addSpans(Span.newBuilder().setName("op"))))
                    .build();
    private static final Map<String, String> PROTO =
            Map.of("Content-Type", "application/x-protobuf");

    private final TestClock clock = new TestClock();
    private final TestSettings settings = new TestSettings(clock);
    private final List<Exporter> started = new ArrayList<>();
    private final HttpSink sink;

    OtlpHttpExporterTest() throws Exception {
        sink = new HttpSink();
    }

    @AfterEach
    void stop() {
        started.forEach(exporter -> exporter.stop(Duration.ofSeconds(1)));
        sink.close();
    }

    private static Payload payload() throws Exception {
        byte[] bytes = REQUEST.toByteArray();
        return Payload.parse(Signal.TRACES, bytes, 0, bytes.length);
    }

    private Exporter start(String config) throws Exception {
        return start(config, Signal.TRACES);
    }

    private Exporter start(String config, Signal signal) throws Exception {
        Exporter exporter =
                new OtlpHttpExporterFactory()
                        .create(
                                RecordBinder.read(config, OtlpHttpExporterConfig.class),
                                settings.exporter("otlp_http", signal));
        started.add(exporter);
        exporter.start(new TestHost());
        return exporter;
    }

    private Exporter plain() throws Exception {
        return start("{endpoint: \"%s\"}".formatted(sink.url()));
    }

    private static ConsumeException failureOf(Exporter exporter) {
        return catchThrowableOfType(
                ConsumeException.class, () -> exporter.export(payload(), Context.background()));
    }

    private static byte[] inflated(HttpSink.Received received) throws Exception {
        String encoding = received.headers().getFirst("Content-Encoding");
        byte[] body = received.body();
        return encoding == null
                ? body
                : Decompressor.decompress(
                                requireNonNull(Compression.ofWireName(encoding)),
                                body,
                                0,
                                body.length,
                                DecodeLimits.ofBytes(1 << 20))
                        .toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "gzip",
                "zlib",
                "deflate",
                "snappy",
                "x-snappy-framed",
                "zstd",
                "lz4"
            })
    void compressions_arriveAsTheyAreNamed(String compression) throws Exception {
        start("{endpoint: \"%s\", compression: %s}".formatted(sink.url(), compression))
                .export(payload(), Context.background());
        HttpSink.Received received = sink.requests.getFirst();
        assertThat(inflated(received)).isEqualTo(REQUEST.toByteArray());
        assertThat(received.headers().getFirst("Content-Encoding"))
                .isEqualTo(compression.equals("none") ? null : compression);
    }

    @Test
    void request_hasTheFormOfOtlp() throws Exception {
        plain().export(payload(), Context.background());
        HttpSink.Received received = sink.requests.getFirst();
        assertThat(received.method()).isEqualTo("POST");
        assertThat(received.uri()).isEqualTo("/v1/traces");
        assertThat(received.headers().getFirst("Content-Type")).isEqualTo("application/x-protobuf");
        assertThat(received.headers().getFirst("Content-Encoding")).isEqualTo("gzip");
        assertThat(received.headers().getFirst("Host")).isEqualTo("127.0.0.1:" + sink.port());
        assertThat(received.headers().getFirst("User-Agent"))
                .startsWith("Forager under test/0.0.0-test (");
        assertThat(received.headers()).doesNotContainKey("Transfer-Encoding");
    }

    @ParameterizedTest
    @CsvSource({
        "/,/v1/traces",
        "/base,/base/v1/traces",
        "/base/,/base/v1/traces",
        "/base?key=1&b=%2B,/base/v1/traces?key=1&b=%2B",
        "?key=1,/v1/traces?key=1",
        "#part,/v1/traces"
    })
    void path_isPutBehindTheEndpointsPath_andInFrontOfItsQuery(String suffix, String uri)
            throws Exception {
        start("{endpoint: \"%s\"}".formatted(sink.url() + suffix))
                .export(payload(), Context.background());
        assertThat(sink.requests.getFirst().uri()).isEqualTo(uri);
    }

    @Test
    void endpointOfASignal_isUsedAsItStands() throws Exception {
        Exporter exporter =
                start(
                        "{endpoint: \"http://other.example\", traces_endpoint: \"%s/own/?x=1\"}"
                                .formatted(sink.url()));
        exporter.export(payload(), Context.background());
        assertThat(sink.requests.getFirst().uri()).isEqualTo("/own/?x=1");
        assertThat(exporter.destination())
                .isEqualTo(
                        Map.of(
                                "server.address", "127.0.0.1",
                                "server.port", String.valueOf(sink.port()),
                                "url.path", "/own/"));
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void signals_haveTheirPaths(Signal signal) throws Exception {
        Exporter exporter = start("{endpoint: \"%s\"}".formatted(sink.url()), signal);
        exporter.export(Payload.empty(signal), Context.background());
        HttpSink.Received received = sink.requests.getFirst();
        assertThat(received.uri())
                .isEqualTo(
                        signal == Signal.PROFILES
                                ? "/v1development/profiles"
                                : "/v1/" + signal.id());
        assertThat(received.headers().getFirst("otlp-profiles-development-version"))
                .isEqualTo(signal == Signal.PROFILES ? "1" : null);
    }

    @Test
    void json_isSentWithItsContentType() throws Exception {
        start("{endpoint: \"%s\", encoding: json, compression: none}".formatted(sink.url()))
                .export(payload(), Context.background());
        HttpSink.Received received = sink.requests.getFirst();
        assertThat(received.headers().getFirst("Content-Type")).isEqualTo("application/json");
        assertThat(new String(received.body(), UTF_8)).contains("\"name\":\"op\"");
    }

    @Test
    void headersAndCredentials_areSent_andNeverShown() throws Exception {
        Exporter exporter =
                start(
                        "{endpoint: \"http://user:hush@127.0.0.1:%d\", headers: [{name: X-Tenant, value: t1}, {name: Host, value: other.example}]}"
                                .formatted(sink.port()));
        sink.reply(400, Map.of(), new byte[0]);
        assertThat(failureOf(exporter).getMessage()).doesNotContain("hush").doesNotContain("user");
        HttpSink.Received received = sink.requests.getFirst();
        assertThat(received.headers().getFirst("X-Tenant")).isEqualTo("t1");
        assertThat(received.headers().getFirst("Authorization")).isEqualTo("Basic dXNlcjpodXNo");
        assertThat(received.headers().getFirst("Host")).isEqualTo("other.example");
    }

    @Test
    void receivedBody_isSentAgain_unlessALevelIsConfigured() throws Exception {
        byte[] bytes = REQUEST.toByteArray();
        byte[] zstd = Compressor.of(Compression.ZSTD, 19).compress(bytes, 0, bytes.length, 0);
        Payload received = payload().withReceived(new WireBody(WireBody.Codec.ZSTD, zstd));
        String config = "{endpoint: \"%s\", compression: zstd%s}";
        start(config.formatted(sink.url(), "")).export(received, Context.background());
        assertThat(sink.requests.getFirst().body()).isEqualTo(zstd);
        assertThat(settings.metrics().sum("exporter_compressed_reused")).isEqualTo(1);
        start(config.formatted(sink.url(), ", compression_params: {level: 3}"))
                .export(received, Context.background());
        assertThat(settings.metrics().sum("exporter_compressed_recompressed")).isEqualTo(1);
        assertThat(inflated(sink.requests.getLast())).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "400,3,false",
        "401,16,false",
        "403,7,false",
        "404,12,false",
        "405,2,false",
        "408,2,false",
        "413,2,false",
        "429,8,true",
        "500,2,false",
        "501,2,false",
        "502,14,true",
        "503,14,true",
        "504,14,true"
    })
    void statusCode_decidesWhetherToRetry(int status, int grpcCode, boolean isRetryable)
            throws Exception {
        sink.reply(status, PROTO, Status.newBuilder().setMessage("no").build().toByteArray());
        String text =
                "error exporting items, request to %s/v1/traces responded with HTTP Status Code %d, Message=no, Details=[]"
                        .formatted(sink.url(), status);
        ConsumeException failure = failureOf(plain());
        assertThat(failure)
                .isInstanceOf(isRetryable ? Retryable.class : Permanent.class)
                .hasMessage(text);
        assertThat(failure.downstream()).isEqualTo(new RpcStatus(grpcCode, text, null));
    }

    @Test
    void bodyThatIsNoStatus_isLeftOut() throws Exception {
        sink.reply(400, Map.of("Content-Type", "text/html"), "<html>no</html>".getBytes(UTF_8));
        assertThat(failureOf(plain())).message().endsWith("HTTP Status Code 400");
        sink.reply(
                400,
                Map.of("Content-Type", "application/json"),
                "{\"code\":3,\"message\":\"why\",\"details\":[{}]}".getBytes(UTF_8));
        assertThat(failureOf(plain())).message().endsWith("400, Message=why, Details=[]");
    }

    @ParameterizedTest
    @CsvSource({
        "429,7,7",
        "503,7,7",
        "503,0,0",
        "503,-3,0",
        "503,soon,0",
        "502,7,0",
        "504,7,0",
        "503,99999999999999999999,0"
    })
    void retryAfterInSeconds_countsForOverload(int status, String value, long seconds)
            throws Exception {
        sink.reply(status, Map.of("Retry-After", value), new byte[0]);
        assertThat(failureOf(plain()))
                .isInstanceOfSatisfying(
                        Retryable.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(seconds)));
    }

    @Test
    void retryAfterAsDate_isMeasuredByTheClock() throws Exception {
        String date =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        clock.instant().plusSeconds(90).atOffset(ZoneOffset.UTC));
        sink.reply(503, Map.of("Retry-After", date), new byte[0]);
        assertThat(failureOf(plain()))
                .isInstanceOfSatisfying(
                        Retryable.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(90)));
    }

    @ParameterizedTest
    @ValueSource(ints = {307, 308})
    void redirectOnTheSameServer_isFollowedWithMethodAndBody(int status) throws Exception {
        sink.reply(status, Map.of("Location", "/elsewhere?x=1"), new byte[0]);
        plain().export(payload(), Context.background());
        HttpSink.Received second = sink.requests.get(1);
        assertThat(second.method()).isEqualTo("POST");
        assertThat(second.uri()).isEqualTo("/elsewhere?x=1");
        assertThat(inflated(second)).isEqualTo(REQUEST.toByteArray());
    }

    @ParameterizedTest
    @CsvSource({
        "301,/x",
        "302,/x",
        "303,/x",
        "304,/x",
        "307,http://other.example/x",
        "308,::",
        "307,https://127.0.0.1/x"
    })
    void otherRedirects_areFailures(int status, String location) throws Exception {
        sink.reply(status, Map.of("Location", location), new byte[0]);
        assertThat(failureOf(plain()))
                .isInstanceOf(Permanent.class)
                .message()
                .endsWith("HTTP Status Code " + status);
        assertThat(sink.requests).hasSize(1);
    }

    @Test
    void redirectsInACircle_end() throws Exception {
        for (int i = 0; i < 20; i++) {
            sink.reply(307, Map.of("Location", "/v1/traces"), new byte[0]);
        }
        assertThat(failureOf(plain())).isInstanceOf(Permanent.class);
        assertThat(sink.requests).hasSize(11);
    }

    @Test
    void partialSuccess_isLogged_inBothEncodings() throws Exception {
        var partial = ExportTracePartialSuccess.newBuilder().setRejectedSpans(2);
        byte[] proto =
                ExportTraceServiceResponse.newBuilder()
                        .setPartialSuccess(partial.setErrorMessage("old"))
                        .build()
                        .toByteArray();
        sink.reply(200, PROTO, proto);
        plain().export(payload(), Context.background());
        sink.reply(
                202,
                Map.of("Content-Type", "application/json; charset=utf-8"),
                "{\"partialSuccess\":{\"rejectedSpans\":\"3\",\"errorMessage\":\"young\"}}"
                        .getBytes(UTF_8));
        plain().export(payload(), Context.background());
        assertThat(settings.log().lines().toString())
                .contains("Partial success response")
                .contains("old")
                .contains("young")
                .contains("dropped_spans");
    }

    @Test
    void successWithAnOddBody_isASuccess_andSaidOnce() throws Exception {
        Exporter exporter = plain();
        sink.reply(200, PROTO, "garbage".getBytes(UTF_8));
        sink.reply(200, Map.of("Content-Type", "text/html"), "<html>".getBytes(UTF_8));
        sink.reply(200, PROTO, new byte[1 << 20]);
        for (int i = 0; i < 3; i++) {
            exporter.export(payload(), Context.background());
        }
        assertThat(settings.log().messages()).hasSize(1);
    }

    @Test
    void hugeErrorBody_isNotReadWhole() throws Exception {
        sink.reply(503, Map.of("Content-Type", "text/plain"), new byte[8 << 20]);
        assertThat(failureOf(plain())).isInstanceOf(Retryable.class);
    }

    @Test
    void cookies_areKeptWhereAsked() throws Exception {
        Exporter exporter =
                start("{endpoint: \"%s\", cookies: {enabled: true}}".formatted(sink.url()));
        sink.reply(200, Map.of("Set-Cookie", "node=7; Path=/"), new byte[0]);
        exporter.export(payload(), Context.background());
        exporter.export(payload(), Context.background());
        assertThat(sink.requests.get(0).headers().getFirst("Cookie")).isNull();
        assertThat(sink.requests.get(1).headers().getFirst("Cookie")).isEqualTo("node=7");
    }

    @Test
    void refusedConnection_isRetryable_withGosText() throws Exception {
        String url = sink.url();
        Exporter exporter = plain();
        sink.close();
        assertThat(failureOf(exporter))
                .isInstanceOf(Retryable.class)
                .hasMessage(
                        "failed to make an HTTP request: Post \"%s/v1/traces\": dial tcp %s: connect: connection refused"
                                .formatted(url, url.substring("http://".length())));
    }

    @Test
    void unknownHost_isRetryable_withGosText() throws Exception {
        assertThat(failureOf(start("{endpoint: \"http://no-such-host.invalid:4318\"}")))
                .isInstanceOf(Retryable.class)
                .message()
                .contains("dial tcp: lookup no-such-host.invalid")
                .endsWith("no such host");
    }

    @Test
    void silentServer_endsWithTheDeadline() throws Exception {
        try (var socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Exporter exporter =
                    start("{endpoint: \"http://127.0.0.1:%d\"}".formatted(socket.getLocalPort()));
            Context context =
                    Context.background().withDeadline(Deadline.after(Duration.ofMillis(100)));
            assertThatThrownBy(() -> exporter.export(payload(), context))
                    .isInstanceOf(Retryable.class)
                    .hasMessageEndingWith(
                            "context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200",
                "nonsense\r\n\r\n",
                "HTTP/1.1 503 Busy\r\ncontent-length: 100\r\n\r\nhalf"
            })
    void brokenAnswers_areRetryable(String answer) throws Exception {
        try (var socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerEach(socket, answer));
            assertThat(
                            failureOf(
                                    start(
                                            "{endpoint: \"http://127.0.0.1:%d\"}"
                                                    .formatted(socket.getLocalPort()))))
                    .isInstanceOf(Retryable.class);
        }
    }

    @Test
    void successWhoseBodyIsCut_isASuccess() throws Exception {
        try (var socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String answer = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf";
            Thread.ofVirtual().start(() -> answerEach(socket, answer));
            Exporter exporter =
                    start("{endpoint: \"http://127.0.0.1:%d\"}".formatted(socket.getLocalPort()));
            exporter.export(payload(), Context.background());
            assertThat(settings.log().messages()).hasSize(1);
        }
    }

    /** Reads the head of each request, answers and closes. */
    private static void answerEach(ServerSocket socket, String answer) {
        while (!socket.isClosed()) {
            try (var connection = socket.accept()) {
                byte[] _ = connection.getInputStream().readNBytes(64);
                connection.getOutputStream().write(answer.getBytes(UTF_8));
                connection.shutdownOutput();
                byte[] _ = connection.getInputStream().readAllBytes();
            } catch (IOException closed) {
                assertThat(closed).isNotNull(); // the client is gone: the next one, please
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'keepalive: {enabled: false}'",
        "'disable_keep_alives: true'",
        "'max_conns_per_host: 1'",
        "'keepalive: {idle_conn_timeout: 1s, max_idle_conns: 3}'",
        "'idle_conn_timeout: 0s'",
        "'http2_read_idle_timeout: 5s, http2_ping_timeout: 2s'",
        "'force_attempt_http2: false'",
        "'read_buffer_size: 1, write_buffer_size: 1, max_idle_conns: 1'"
    })
    void keysOfConnections_areTaken(String keys) throws Exception {
        Exporter exporter = start("{endpoint: \"%s\", %s}".formatted(sink.url(), keys));
        exporter.export(payload(), Context.background());
        exporter.export(payload(), Context.background());
        assertThat(sink.requests).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|at least one endpoint must be specified",
                "{endpoint: \"localhost:4318\"}|endpoint must be a valid URL",
                "{endpoint: \"http://\"}|endpoint must be a valid URL",
                "{traces_endpoint: \"ftp://a\"}|traces_endpoint must be a valid URL",
                "{endpoint: \"http://a\", encoding: xml}|invalid encoding type: xml",
                "{endpoint: \"http://a\", compression: br}|unsupported compression type \"br\"",
                "{endpoint: \"http://a\", compression_params: {level: 10}}|unsupported parameters {Level:10} for compression type \"gzip\"",
                "{endpoint: \"http://a\", compression: snappy, compression_params: {level: 1}}|unsupported parameters",
                "{endpoint: \"http://a\", proxy_url: \"nonsense\"}|invalid URI for request",
                "{endpoint: \"http://a\", middlewares: [{id: x}]}|middleware",
            })
    void badConfiguration_isRefusedWithTheCollectorsText(String yaml, String text) {
        assertThatThrownBy(() -> RecordBinder.read(yaml, OtlpHttpExporterConfig.class))
                .hasMessageContaining(text);
    }

    @Test
    void signalWithoutEndpoint_isRefused() {
        assertThatThrownBy(() -> start("{traces_endpoint: \"http://a\"}", Signal.LOGS))
                .hasMessage("either endpoint or logs_endpoint must be specified");
    }

    @Test
    void timeout_isThirtySecondsByDefault() throws Exception {
        var config = RecordBinder.read("{endpoint: \"http://a\"}", OtlpHttpExporterConfig.class);
        assertThat(new OtlpHttpExporterFactory().sending(config).timeout())
                .isEqualTo(Duration.ofSeconds(30));
    }
}
