// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.otlphttp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.config.RecordBinder;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.WireBody;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.Retryable;
import dev.forager.testkit.TestTelemetry;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.Compressor;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, and what the configuration says about it. */
class OtlpHttpExporterTest extends OtlpHttpFixture {
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
        "/a%20b?key=a%20b+c&d=%7E,/a%20b/v1/traces?key=a%20b+c&d=%7E",
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
        exporter.export(TestTelemetry.of(signal, 1), Context.background());
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
    void nothing_isNotSent() throws Exception {
        plain().export(Payload.empty(Signal.TRACES), Context.background());
        assertThat(sink.requests).isEmpty();
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
        assertThat(settings.metrics().sum("forager_exporter_compressed_reused")).isEqualTo(1);
        start(config.formatted(sink.url(), ", compression_params: {level: 3}"))
                .export(received, Context.background());
        assertThat(settings.metrics().sum("forager_exporter_compressed_recompressed")).isEqualTo(1);
        assertThat(inflated(sink.requests.getLast())).isEqualTo(bytes);
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
