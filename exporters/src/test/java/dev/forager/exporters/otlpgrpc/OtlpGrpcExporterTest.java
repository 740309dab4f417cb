// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.otlpgrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.forager.config.RecordBinder;
import dev.forager.exporters.OtlpBackend;
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
import dev.forager.testkit.TestCertificates;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.Compressor;
import io.grpc.Status;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpGrpcExporterTest {
    private static final ExportTraceServiceRequest REQUEST = request(3);

    @TempDir private Path folder;

    private final TestSettings settings = new TestSettings();
    private final List<Exporter> started = new ArrayList<>();
    private GrpcSink sink;

    OtlpGrpcExporterTest() throws Exception {
        sink = new GrpcSink();
    }

    @AfterEach
    void stop() {
        started.forEach(exporter -> exporter.stop(Duration.ofSeconds(1)));
        sink.close();
    }

    private static ExportTraceServiceRequest request(int spans) {
        var scope = ScopeSpans.newBuilder();
        for (int i = 0; i < spans; i++) {
            scope.addSpans(Span.newBuilder().setName("span " + i).setStartTimeUnixNano(i));
        }
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
                .build();
    }

    private static Payload payload(ExportTraceServiceRequest request) throws Exception {
        byte[] bytes = request.toByteArray();
        return Payload.parse(Signal.TRACES, bytes, 0, bytes.length);
    }

    private Exporter start(String config) throws Exception {
        return start(config, new TestHost());
    }

    private Exporter start(String config, TestHost host) throws Exception {
        var factory = new OtlpGrpcExporterFactory();
        Exporter exporter =
                factory.create(
                        RecordBinder.read(config, OtlpGrpcExporterConfig.class),
                        settings.exporter("otlp_grpc", Signal.TRACES));
        started.add(exporter);
        exporter.start(host);
        return exporter;
    }

    private String plain(String more) {
        return "{endpoint: \"%s\", tls: {insecure: true}%s}".formatted(sink.endpoint(), more);
    }

    private ConsumeException failureOf(Exporter exporter, Context context) {
        return catchThrowableOfType(
                ConsumeException.class, () -> exporter.export(payload(REQUEST), context));
    }

    private ConsumeException failureOf(Exporter exporter) {
        return failureOf(exporter, Context.background());
    }

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
        assertThat(settings.metrics().sum("exporter_compressed_recompressed")).isEqualTo(1);
    }

    @Test
    void receivedGzip_isSentAgain() throws Exception {
        byte[] bytes = REQUEST.toByteArray();
        byte[] gzip = Compressor.of(Compression.GZIP, 9).compress(bytes, 0, bytes.length, 0);
        Payload received = payload(REQUEST).withReceived(new WireBody(WireBody.Codec.GZIP, gzip));
        start(plain("")).export(received, Context.background());
        assertThat(sink.requests).containsExactly(REQUEST);
        assertThat(settings.metrics().sum("exporter_compressed_reused")).isEqualTo(1);
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
    void partialSuccess_isLoggedAndCountsAsSent() throws Exception {
        Exporter exporter = start(plain(""));
        sink.partialSuccess(2, "too old");
        exporter.export(payload(REQUEST), Context.background());
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
    void refusedConnection_isRetryable_withGosText() throws Exception {
        String endpoint = sink.endpoint();
        Exporter exporter = start(plain(""));
        sink.close();
        assertThat(failureOf(exporter))
                .isInstanceOf(Retryable.class)
                .hasMessage(
                        "rpc error: code = Unavailable desc = connection error: desc = \"transport: Error while dialing: dial tcp %s: connect: connection refused\""
                                .formatted(endpoint));
    }

    @Test
    void silentServer_endsWithTheDeadline() throws Exception {
        Exporter exporter = start(plain(""));
        sink.fallSilent();
        Context context = Context.background().withDeadline(Deadline.after(Duration.ofMillis(200)));
        assertThat(failureOf(exporter, context))
                .isInstanceOf(Retryable.class)
                .hasMessage("rpc error: code = DeadlineExceeded desc = context deadline exceeded");
        assertThat(sink.header("grpc-timeout")).matches("(200|210)m");
    }

    @Test
    void interruptedCaller_getsRetryable_andKeepsItsFlag() throws Exception {
        Exporter exporter = start(plain(""));
        sink.fallSilent();
        var failure = new AtomicReference<Throwable>();
        var isInterrupted = new AtomicReference<Boolean>();
        Thread caller =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    failure.set(failureOf(exporter));
                                    isInterrupted.set(Thread.currentThread().isInterrupted());
                                });
        await().until(() -> !sink.headers.isEmpty());
        caller.interrupt();
        caller.join();
        assertThat(failure.get()).isInstanceOf(Retryable.class).hasMessage("shutting down");
        assertThat(isInterrupted.get()).isTrue();
    }

    @Test
    void restartedServer_isUsedAgain() throws Exception {
        Exporter exporter = start(plain(""));
        exporter.export(payload(REQUEST), Context.background());
        int port = sink.port();
        sink.close();
        assertThat(failureOf(exporter)).isInstanceOf(Retryable.class);
        sink = new GrpcSink(port);
        exporter.export(payload(REQUEST), Context.background());
        assertThat(sink.requests).hasSize(1);
    }

    @Test
    void goAway_losesNothing() throws Exception {
        Exporter exporter = start(plain(""));
        exporter.export(payload(REQUEST), Context.background());
        int port = sink.port();
        sink.shutDownSoftly();
        sink = await().ignoreExceptions().until(() -> new GrpcSink(port), _ -> true);
        exporter.export(payload(REQUEST), Context.background());
        assertThat(sink.requests).hasSize(1);
    }

    @Test
    void waitForReady_waitsForTheServer() throws Exception {
        int port = sink.port();
        sink.close();
        Exporter exporter = start(plain(", wait_for_ready: true"));
        Context context = Context.background().withDeadline(Deadline.after(Duration.ofSeconds(20)));
        var outcome = new AtomicReference<Object>();
        Thread caller =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        exporter.export(payload(REQUEST), context);
                                        outcome.set("sent");
                                    } catch (Exception e) {
                                        outcome.set(e);
                                    }
                                });
        sink = new GrpcSink(port);
        caller.join();
        assertThat(outcome.get()).isEqualTo("sent");
    }

    @Test
    void waitForReady_endsWithTheDeadline() throws Exception {
        sink.close();
        Exporter exporter = start(plain(", wait_for_ready: true"));
        Context context = Context.background().withDeadline(Deadline.after(Duration.ofMillis(100)));
        assertThat(failureOf(exporter, context)).hasMessageContaining("DeadlineExceeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", "garbage"})
    void serverOfAnotherKind_isRetryable(String answer) throws Exception {
        try (var socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerEach(socket, answer));
            Exporter exporter =
                    start(
                            "{endpoint: \"127.0.0.1:%d\", tls: {insecure: true}}"
                                    .formatted(socket.getLocalPort()));
            Context context =
                    Context.background().withDeadline(Deadline.after(Duration.ofSeconds(5)));
            assertThat(failureOf(exporter, context)).isInstanceOf(Retryable.class);
        }
    }

    private static void answerEach(ServerSocket socket, String answer) {
        while (!socket.isClosed()) {
            try (var connection = socket.accept()) {
                byte[] _ = connection.getInputStream().readNBytes(24);
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                assertThat(closed).isNotNull(); // the client is gone: the next one, please
            }
        }
    }

    @Test
    void tls_withBothCertificates() throws Exception {
        var certificates = new TestCertificates();
        String ca = certificates.authority().certificateFile(folder, "ca.pem");
        var own = certificates.issue("me");
        try (var secured =
                new GrpcSink(certificates.issue("127.0.0.1"), certificates.authority())) {
            Exporter exporter =
                    start(
                            "{endpoint: \"%s\", tls: {ca_file: %s, cert_file: %s, key_file: %s}}"
                                    .formatted(
                                            secured.endpoint(),
                                            ca,
                                            own.certificateFile(folder, "cert.pem"),
                                            own.keyFile(folder, "key.pem")));
            exporter.export(payload(REQUEST), Context.background());
            assertThat(secured.requests).containsExactly(REQUEST);
        }
    }

    @Test
    void serverNameOverride_isVerifiedInsteadOfTheHost() throws Exception {
        var certificates = new TestCertificates();
        String ca = certificates.authority().certificateFile(folder, "ca.pem");
        try (var secured = new GrpcSink(certificates.issue("collector.example"), null)) {
            String config = "{endpoint: \"%s\", tls: {ca_file: %s%s}}";
            assertThat(failureOf(start(config.formatted(secured.endpoint(), ca, ""))))
                    .isInstanceOf(Retryable.class)
                    .hasMessageContaining(
                            "transport: authentication handshake failed: tls: failed to verify certificate: x509:");
            String override = ", server_name_override: collector.example";
            start(config.formatted(secured.endpoint(), ca, override))
                    .export(payload(REQUEST), Context.background());
            assertThat(secured.requests).containsExactly(REQUEST);
        }
    }

    @Test
    void tlsAgainstPlainServer_saysWhatIsWrong() throws Exception {
        Exporter exporter = start("{endpoint: \"%s\"}".formatted(sink.endpoint()));
        assertThat(failureOf(exporter))
                .isInstanceOf(Retryable.class)
                .hasMessageContaining("transport: authentication handshake failed: tls:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://%s", "dns:///%s", "passthrough:///%s", "dns://8.8.8.8/%s"})
    void schemes_areUnderstood(String form) throws Exception {
        String insecure = form.startsWith("http") ? "" : ", tls: {insecure: true}";
        Exporter exporter =
                start("{endpoint: \"%s\"%s}".formatted(form.formatted(sink.endpoint()), insecure));
        exporter.export(payload(REQUEST), Context.background());
        assertThat(sink.requests).containsExactly(REQUEST);
        assertThat(exporter.destination())
                .containsEntry("server.address", "127.0.0.1")
                .containsEntry("server.port", String.valueOf(sink.port()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "zstd"})
    void socketFile_isSpokenTo(String compression) throws Exception {
        Path socket = folder.resolve("otlp.sock");
        try (var backend = new OtlpBackend(socket)) {
            Exporter exporter =
                    start(
                            "{endpoint: \"unix://%s\", tls: {insecure: true}, compression: %s}"
                                    .formatted(socket, compression));
            exporter.export(payload(REQUEST), Context.background());
            assertThat(backend.items()).isEqualTo(3);
            assertThat(exporter.destination()).containsEntry("server.address", socket.toString());
        }
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
