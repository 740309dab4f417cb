// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.otlpgrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.forager.exporters.OtlpBackend;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.Retryable;
import dev.forager.testkit.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a server is reached, and what happens when it is not. */
class OtlpGrpcConnectionsTest extends OtlpGrpcFixture {
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

    @ParameterizedTest
    @ValueSource(strings = {"collector.example", "collector.example:443"})
    void authority_isVerifiedInsteadOfTheHost(String authority) throws Exception {
        var certificates = new TestCertificates();
        String ca = certificates.authority().certificateFile(folder, "ca.pem");
        try (var secured = new GrpcSink(certificates.issue("collector.example"), null)) {
            start(
                            "{endpoint: \"localhost:%d\", authority: \"%s\", tls: {ca_file: %s}}"
                                    .formatted(secured.port(), authority, ca))
                    .export(payload(REQUEST), Context.background());
            assertThat(secured.requests).containsExactly(REQUEST);
            assertThat(secured.authorities).containsExactly(authority);
        }
    }

    /** grpc-go's text; without TLS there is nothing to verify. */
    @Test
    void authority_andAnotherServerNameOverride_areRefused() throws Exception {
        String config =
                "{endpoint: \"%s\", authority: foo, tls: {server_name_override: otherhost%s}}";
        assertThatThrownBy(() -> start(config.formatted(sink.endpoint(), "")))
                .hasMessageContaining(
                        "authority: ClientConn's authority from transport creds \"otherhost\""
                                + " and dial option \"foo\" don't match");
        start(config.formatted(sink.endpoint(), ", insecure: true"))
                .export(payload(REQUEST), Context.background());
        assertThat(sink.requests).containsExactly(REQUEST);
    }

    /** A Go collector takes the prefix away, and nothing else. */
    @Test
    void http_doesNotSwitchTlsOff_andTheFailureSaysSo() throws Exception {
        Exporter exporter = start("{endpoint: \"http://%s\"}".formatted(sink.endpoint()));
        assertThat(failureOf(exporter))
                .isInstanceOf(Retryable.class)
                .hasMessageContaining("transport: authentication handshake failed: tls:")
                .hasMessageContaining("(http:// does not switch TLS off: set tls::insecure: true)");
    }

    @Test
    void tlsAgainstPlainServer_saysWhatIsWrong() throws Exception {
        Exporter exporter = start("{endpoint: \"%s\"}".formatted(sink.endpoint()));
        assertThat(failureOf(exporter))
                .isInstanceOf(Retryable.class)
                .hasMessageContaining("transport: authentication handshake failed: tls:");
    }

    @Test
    void portOfHttp1_saysThatGrpcIsElsewhere() throws Exception {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.start();
        try {
            int port = http.getAddress().getPort();
            Exporter exporter =
                    start("{endpoint: \"127.0.0.1:%d\", tls: {insecure: true}}".formatted(port));
            assertThat(failureOf(exporter))
                    .isInstanceOf(Retryable.class)
                    .hasMessageContaining(
                            "connection error: desc = \"error reading server preface: http2:"
                                    + " the server does not speak h2c here, it looked like an"
                                    + " HTTP/1.1 server (gRPC is served at port 4317");
        } finally {
            http.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://%s", "dns:///%s", "passthrough:///%s", "dns://8.8.8.8/%s"})
    void schemes_areUnderstood(String form) throws Exception {
        Exporter exporter =
                start(
                        "{endpoint: \"%s\", tls: {insecure: true}}"
                                .formatted(form.formatted(sink.endpoint())));
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
}
