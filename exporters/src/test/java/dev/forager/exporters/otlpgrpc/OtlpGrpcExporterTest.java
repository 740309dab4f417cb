// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.otlpgrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.config.RecordBinder;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.WireBody;
import dev.forager.pipeline.ClientAuthenticator;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.RpcStatus;
import dev.forager.testkit.TestHost;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.Compressor;
import io.grpc.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, what the answers mean, and what the configuration says. */
class OtlpGrpcExporterTest extends OtlpGrpcFixture {
    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip"})
    void request_arrivesAsItIs(String compression) throws Exception {
        Exporter exporter = start(plain(", compression: " + compression));
        exporter.export(payload(REQUEST), Context.background());
        assertThat(sink.requests).containsExactly(REQUEST);
    }

    @Test
    void compression_isGzipByDefault_andCounted() throws Exception {
        start(plain("")).export(payload(REQUEST), Context.background());
        assertThat(sink.header("grpc-encoding")).isEqualTo("gzip");
        assertThat(settings.metrics().sum("forager_exporter_compressed_recompressed")).isEqualTo(1);
    }

    @Test
    void receivedGzip_isSentAgain() throws Exception {
        byte[] bytes = REQUEST.toByteArray();
        byte[] gzip = Compressor.of(Compression.GZIP, 9).compress(bytes, 0, bytes.length, 0);
        Payload received = payload(REQUEST).withReceived(new WireBody(WireBody.Codec.GZIP, gzip));
        start(plain("")).export(received, Context.background());
        assertThat(sink.requests).containsExactly(REQUEST);
        assertThat(settings.metrics().sum("forager_exporter_compressed_reused")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 9})
    void uncompressedRequest_arrivesWhateverStandsInFront(int front) throws Exception {
        byte[] request = REQUEST.toByteArray();
        byte[] framed = new byte[front + request.length];
        if (front >= 5) {
            ByteBuffer.wrap(framed).position(front - 5).put((byte) 0).putInt(request.length);
        }
        System.arraycopy(request, 0, framed, front, request.length);
        Exporter exporter = start(plain(", compression: none"));
        exporter.export(
                Payload.parse(Signal.TRACES, framed, front, request.length), Context.background());
        assertThat(sink.requests).containsExactly(REQUEST);
    }

    @Test
    void headers_areSent_andProtocolOnesCannotBeChanged() throws Exception {
        Exporter exporter =
                start(
                        plain(
                                ", headers: {X-Scope: t1, te: nothing}, authority: other.example,"
                                        + " timeout: 2s"));
        Context context = Context.background().withDeadline(Deadline.after(Duration.ofSeconds(2)));
        exporter.export(payload(REQUEST), context);
        assertThat(sink.header("x-scope")).isEqualTo("t1");
        assertThat(sink.header("user-agent"))
                .matches("Forager under test/0.0.0-test \\([a-z]+/[a-z0-9]+\\)");
    }

    @Test
    void nothing_isNotSent() throws Exception {
        start(plain("")).export(Payload.empty(Signal.TRACES), Context.background());
        assertThat(sink.requests).isEmpty();
    }

    /** What a Go collector says at its start, and what to do. */
    @Test
    void credentials_areNotSentInPlainText() throws Exception {
        ClientAuthenticator password =
                new ClientAuthenticator() {
                    @Override
                    public Map<String, String> headers() {
                        return Map.of("authorization", "Basic aHVzaA==");
                    }

                    @Override
                    public boolean needsTls() {
                        return true;
                    }
                };
        for (String endpoint :
                List.of(
                        plain(", auth: {authenticator: basic}"),
                        "{endpoint: \"http://%s\", tls: {insecure: true}, auth: {authenticator: basic}}"
                                .formatted(sink.endpoint()))) {
            assertThatThrownBy(() -> start(endpoint, new TestHost().with("basic", password)))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "grpc: the credentials require transport level security (use"
                                    + " grpc.WithTransportCredentials() to set)");
        }
        start(
                "{endpoint: \"127.0.0.1:1\", auth: {authenticator: basic}}",
                new TestHost().with("basic", password));
    }

    @Test
    void authenticator_signsEachRequest_andItsFailureIsRetryable() throws Exception {
        var token = new AtomicReference<String>("one");
        ClientAuthenticator authenticator =
                () -> {
                    if (token.get().isEmpty()) {
                        throw new Retryable("no token");
                    }
                    return Map.of("authorization", "Bearer " + token.get());
                };
        Exporter exporter =
                start(
                        plain(", auth: {authenticator: bearer}"),
                        new TestHost().with("bearer", authenticator));
        exporter.export(payload(REQUEST), Context.background());
        assertThat(sink.header("authorization")).isEqualTo("Bearer one");
        token.set("two");
        exporter.export(payload(REQUEST), Context.background());
        assertThat(sink.header("authorization")).isEqualTo("Bearer two");
        token.set("");
        assertThat(failureOf(exporter)).isInstanceOf(Retryable.class).hasMessage("no token");
    }

    @ParameterizedTest
    @CsvSource({
        "1,Canceled,true",
        "2,Unknown,false",
        "3,InvalidArgument,false",
        "4,DeadlineExceeded,true",
        "5,NotFound,false",
        "6,AlreadyExists,false",
        "7,PermissionDenied,false",
        "8,ResourceExhausted,false",
        "9,FailedPrecondition,false",
        "10,Aborted,true",
        "11,OutOfRange,true",
        "12,Unimplemented,false",
        "13,Internal,false",
        "14,Unavailable,true",
        "15,DataLoss,true",
        "16,Unauthenticated,false"
    })
    void status_decidesWhetherToRetry(int code, String name, boolean isRetryable) throws Exception {
        Exporter exporter = start(plain(""));
        sink.refuse(Status.fromCodeValue(code).withDescription("größer 100%").asRuntimeException());
        ConsumeException failure = failureOf(exporter);
        assertThat(failure)
                .isInstanceOf(isRetryable ? Retryable.class : Permanent.class)
                .hasMessage("rpc error: code = %s desc = größer 100%%".formatted(name));
        assertThat(failure.downstream()).isEqualTo(new RpcStatus(code, "größer 100%", null));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 14})
    void retryInfo_makesRetryable_andGivesTheDelay(int code) throws Exception {
        Exporter exporter = start(plain(""));
        sink.refuse(GrpcSink.withRetryInfo(code, "later", 250));
        assertThat(failureOf(exporter))
                .isInstanceOfSatisfying(
                        Retryable.class,
                        e -> {
                            assertThat(e.retryAfter()).isEqualTo(Duration.ofMillis(250));
                            assertThat(e.downstream())
                                    .isEqualTo(
                                            new RpcStatus(code, "later", Duration.ofMillis(250)));
                        });
    }

    @Test
    void partialSuccess_isLogged_andSaysWhatWasLeftOut() throws Exception {
        Exporter exporter = start(plain(""));
        sink.partialSuccess(2, "too old");
        assertThat(exporter.export(payload(REQUEST), Context.background())).isEqualTo(2);
        assertThat(settings.log().lines())
                .anySatisfy(
                        line ->
                                assertThat(line.toString())
                                        .contains("Partial success response")
                                        .contains("too old")
                                        .contains("dropped_spans")
                                        .contains("2"));
    }

    @Test
    void joinedPayload_arrivesAsOne() throws Exception {
        Payload joined = Payload.concat(List.of(payload(request(1)), payload(request(2))));
        for (String compression : List.of("none", "gzip")) {
            Exporter exporter = start(plain(", compression: " + compression));
            exporter.export(joined, Context.background());
        }
        var whole = request(1).toBuilder().mergeFrom(request(2)).build();
        assertThat(sink.requests).containsExactly(whole, whole);
    }

    @Test
    void export_withoutStart_andStopTwice() throws Exception {
        Exporter exporter = start(plain(""));
        exporter.stop(Duration.ZERO);
        exporter.stop(Duration.ZERO);
        assertThat(failureOf(exporter)).isInstanceOf(Retryable.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|requires a non-empty \"endpoint\"",
                "{endpoint: \"localhost\"}|address localhost: missing port in address",
                "{endpoint: \"a:b\"}|invalid port \"b\"",
                "{endpoint: \"a:1:2\"}|address a:1:2: too many colons in address",
                "{endpoint: \"unix://\"}|unix socket path cannot be empty",
                "{endpoint: \"a:1\", balancer_name: x}|invalid balancer_name: x",
                "{endpoint: \"a:1\", compression: lz4}|unsupported compression type \"lz4\"",
                "{endpoint: \"a:1\", compression: br}|unsupported compression type \"br\"",
                "{endpoint: \"xds:///a:1\"}|unknown scheme \"xds\"",
                "{endpoint: \"a:1\", middlewares: [{id: x}]}|middleware",
            })
    void badConfiguration_isRefusedWithTheCollectorsText(String yaml, String text) {
        assertThatThrownBy(() -> RecordBinder.read(yaml, OtlpGrpcExporterConfig.class))
                .hasMessageContaining(text);
    }

    @Test
    void secrets_areNotInTheConfigurationsText() throws Exception {
        var config =
                RecordBinder.read(
                        "{endpoint: \"a:1\", headers: [{name: k, value: hush}]}",
                        OtlpGrpcExporterConfig.class);
        assertThat(config.toString()).contains("[REDACTED]").doesNotContain("hush");
        assertThat(config.sending().timeout()).isEqualTo(Duration.ofSeconds(5));
    }
}
