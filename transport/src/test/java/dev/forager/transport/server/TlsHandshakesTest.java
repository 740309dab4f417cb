// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.forager.pipeline.MemoryBudget;
import dev.forager.testkit.LogRecorder;
import dev.forager.testkit.TestCertificates;
import dev.forager.testkit.TestCertificates.Issued;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.transport.ListenTransport;
import dev.forager.transport.TlsConfig;
import dev.forager.transport.TlsServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of handshakes that fail: in the log, and to the client. */
class TlsHandshakesTest {
    private final TestCertificates certificates = new TestCertificates();
    private final LogRecorder log = new TestSettings().log();
    private RunningServer server;
    @TempDir Path folder;

    @BeforeEach
    void start() throws IOException {
        Issued own = certificates.issue("localhost");
        var files =
                new TlsConfig(
                        null,
                        null,
                        own.certificateFile(folder, "cert.pem"),
                        null,
                        own.keyFile(folder, "key.pem"),
                        null,
                        "1.2",
                        "1.2",
                        List.of(),
                        false,
                        List.of(),
                        false,
                        Duration.ZERO,
                        null);
        String clientCa = certificates.authority().certificateFile(folder, "client-ca.pem");
        var tls = new TlsServerConfig(files, clientCa, false);
        server =
                HttpServer.of(
                                ServerFeaturesTest.config(
                                        "localhost:0", ListenTransport.TCP, tls, null, null),
                                new ServerSettings(log.logger(), MemoryBudget.unlimited()),
                                ErrorAnswers.STATUS)
                        .start(new TestHost());
    }

    @AfterEach
    void stop() {
        server.stop(Duration.ofSeconds(10));
    }

    @Test
    void plainHttp_isToldThatThisIsTls() throws IOException {
        try (var connection = new RawConnection(server.port())) {
            connection.send("GET /v1/traces HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(connection.rest())
                    .startsWith("HTTP/1.0 400 Bad Request\r\n\r\n")
                    .endsWith("\nClient sent an HTTP request to an HTTPS server.\n");
        }
        assertLogged("client sent an HTTP request to an HTTPS server");
    }

    @Test
    void strangersGarbageAndClientsWithoutCertificate_areReported() throws IOException {
        assertThatThrownBy(() -> shake(null)).isInstanceOf(IOException.class);
        assertLogged("tls: client didn't provide a certificate");
        assertThatThrownBy(() -> shake(new TestCertificates().issue("me")))
                .satisfiesAnyOf(
                        alert ->
                                assertThat(alert)
                                        .isInstanceOf(SSLException.class)
                                        .hasMessageContaining("unknown_ca"),
                        // The end that follows the alert can overtake it.
                        end -> assertThat(end).isInstanceOf(SocketException.class));
        assertLogged(
                "tls: failed to verify certificate: x509: certificate signed by unknown authority");
        try (var connection = new RawConnection(server.port())) {
            connection.send("SSH-2.0-OpenSSH_9.2\r\n");
            assertLogged("tls: first record does not look like a TLS handshake");
        }
    }

    private void shake(@Nullable Issued identity) throws IOException {
        var factory = certificates.context(identity).getSocketFactory();
        try (var socket =
                (SSLSocket) factory.createSocket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.startHandshake();
        }
    }

    private void assertLogged(String problem) {
        await().untilAsserted(
                        () ->
                                assertThat(log.messages())
                                        .anyMatch(
                                                line ->
                                                        line.startsWith(
                                                                        "http: TLS handshake error"
                                                                                + " from 127.0.0.1:")
                                                                && line.endsWith(": " + problem)));
        log.clear();
    }
}
