// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pipeline.AuthResult;
import dev.forager.pipeline.AuthenticationException;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.ServerAuthenticator;
import dev.forager.pipeline.config.Secret;
import dev.forager.pipeline.config.SecretMap;
import dev.forager.testkit.TestCertificates;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.transport.AuthConfig;
import dev.forager.transport.CorsConfig;
import dev.forager.transport.HttpServerConfig;
import dev.forager.transport.ListenTransport;
import dev.forager.transport.TlsConfig;
import dev.forager.transport.TlsServerConfig;
import dev.forager.transport.server.RawConnection.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys of the server's configuration, each seen from a client. */
class ServerFeaturesTest {
    private static final ComponentId AUTH = ComponentId.parse("tokens");
    private static final CorsConfig CORS =
            new CorsConfig(
                    List.of("https://*.shop.test", "https://exact.test"),
                    List.of("X-Tenant"),
                    List.of("X-Answer"),
                    600);

    private final Echo echo = new Echo();
    private @Nullable RunningServer server;
    @TempDir Path folder;

    /** Knows one token, in a header or a query parameter. */
    private static final ServerAuthenticator TOKENS =
            headers -> {
                if (headers.get("x-token").contains("good")) {
                    return new AuthResult(Map.of("subject", "anna"));
                }
                throw new AuthenticationException("no token provided");
            };

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(Duration.ofSeconds(10));
        }
    }

    private int start(HttpServerConfig config) throws IOException {
        var settings =
                new ServerSettings(new TestSettings().log().logger(), MemoryBudget.unlimited());
        RunningServer started =
                HttpServer.of(config, settings, ErrorAnswers.STATUS)
                        .messages("/v1/traces", new HttpFormat("application/json", echo))
                        .start(new TestHost().with("tokens", TOKENS));
        server = started;
        return started.port();
    }

    static HttpServerConfig config(
            String endpoint,
            ListenTransport transport,
            @Nullable TlsServerConfig tls,
            @Nullable CorsConfig cors,
            @Nullable AuthConfig auth) {
        return config(endpoint, transport, tls, cors, auth, List.of("gzip"));
    }

    private static HttpServerConfig config(
            String endpoint,
            ListenTransport transport,
            @Nullable TlsServerConfig tls,
            @Nullable CorsConfig cors,
            @Nullable AuthConfig auth,
            List<String> compressions) {
        HttpServerConfig plain = HttpServerConfig.listeningOn(endpoint);
        return new HttpServerConfig(
                endpoint,
                transport,
                tls,
                cors,
                auth,
                1000,
                true,
                new SecretMap(Map.of("X-Answer", new Secret("yes"))),
                compressions,
                plain.readTimeout(),
                plain.readHeaderTimeout(),
                plain.writeTimeout(),
                plain.idleTimeout(),
                true,
                plain.keepalive(),
                List.of());
    }

    private static HttpServerConfig config(@Nullable CorsConfig cors, @Nullable AuthConfig auth) {
        return config("127.0.0.1:0", ListenTransport.TCP, null, cors, auth);
    }

    @Test
    void authentication_guardsEveryPath() throws IOException {
        int port = start(config(null, new AuthConfig(AUTH, List.of("x-token"))));
        try (var connection = new RawConnection(port)) {
            for (String path :
                    List.of("/v1/traces", "/nothing", "/", "//v1/traces", "/v1/traces;x=1")) {
                Answer answer = connection.postJson(path, "{}").answer();
                assertThat(answer.status()).as(path).isEqualTo(401);
                assertThat(answer.body())
                        .isEqualTo("{\"code\":16,\"message\":\"no token provided\"}");
            }
            assertThat(echo.messages).isEmpty();
            String headers =
                    "X-Token: good\r\nContent-Encoding: gzip\r\nContent-Type: application/json\r\n";
            assertThat(connection.post("/nothing", headers, new byte[0]).answer().status())
                    .isEqualTo(404);
            connection.post("/v1/traces", headers, gzip("{}"));
            assertThat(connection.answer().status()).isEqualTo(200);
            Context context = echo.contexts.remove();
            assertThat(context.client().auth().attributes()).containsEntry("subject", "anna");
            assertThat(context.client().metadata().get("X-TOKEN")).containsExactly("good");
            assertThat(context.client().metadata().get("host")).containsExactly("x");
            String plain = "Content-Encoding: gzip\r\nContent-Type: application/json\r\n";
            connection.post("/v1/traces?x-token=good", plain, gzip("{}"));
            assertThat(connection.answer().status()).isEqualTo(200);
        }
    }

    private static byte[] gzip(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return dev.forager.transport.codec.Compressor.of(
                        dev.forager.transport.codec.Compression.GZIP, 0)
                .compress(bytes, 0, bytes.length, 0);
    }

    @Test
    void anUnknownAuthenticator_failsTheStart() {
        var auth = new AuthConfig(ComponentId.parse("other"), List.of());
        assertThatThrownBy(() -> start(config(null, auth)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other");
    }

    @Test
    void onlyListedCompressions_areTaken() throws IOException {
        try (var connection = new RawConnection(start(config(null, null)))) {
            Answer answer = connection.postJson("/v1/traces", "{}").answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("unsupported Content-Encoding: \"");
            assertThat(answer.header("x-answer")).isEqualTo("yes");
        }
    }

    @Test
    void anEmptyListOfCompressions_takesWhatIsNotCompressed() throws IOException {
        HttpServerConfig none =
                config("127.0.0.1:0", ListenTransport.TCP, null, null, null, List.of());
        try (var connection = new RawConnection(start(none))) {
            assertThat(connection.postJson("/v1/traces", "{}").answer().status()).isEqualTo(200);
            String json = "Content-Type: application/json\r\n";
            Answer packed =
                    connection
                            .post("/v1/traces", json + "Content-Encoding: gzip\r\n", new byte[1])
                            .answer();
            assertThat(packed.body()).contains("unsupported Content-Encoding: gzip");
        }
    }

    @Test
    void preflight_isAnsweredBeforeAuthentication() throws IOException {
        int port = start(config(CORS, new AuthConfig(AUTH, List.of())));
        try (var connection = new RawConnection(port)) {
            Answer answer = preflight(connection, "https://a.b.shop.test", "content-type,x-tenant");
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.header("access-control-allow-origin"))
                    .isEqualTo("https://a.b.shop.test");
            assertThat(answer.header("access-control-allow-methods")).isEqualTo("POST");
            assertThat(answer.header("access-control-allow-headers"))
                    .isEqualTo("content-type,x-tenant");
            assertThat(answer.header("access-control-allow-credentials")).isEqualTo("true");
            assertThat(answer.header("access-control-max-age")).isEqualTo("600");
            for (Answer refused :
                    List.of(
                            preflight(connection, "https://evil.test", "content-type"),
                            preflight(connection, "https://exact.test", "x-other"))) {
                assertThat(refused.status()).isEqualTo(204);
                assertThat(refused.headers()).doesNotContainKey("access-control-allow-origin");
            }
        }
    }

    private static Answer preflight(RawConnection connection, String origin, String headers)
            throws IOException {
        return connection
                .send("OPTIONS /v1/traces HTTP/1.1\r\nHost: x\r\nOrigin: " + origin)
                .send("\r\nAccess-Control-Request-Method: POST\r\n")
                .send("Access-Control-Request-Headers: " + headers + "\r\n\r\n")
                .answer();
    }

    @Test
    void everyAnswer_carriesTheCorsHeaders() throws IOException {
        int port = start(config(CORS, new AuthConfig(AUTH, List.of())));
        String json = "Origin: https://exact.test\r\nContent-Type: application/json\r\n";
        try (var connection = new RawConnection(port)) {
            String token = json + "X-Token: good\r\nContent-Encoding: gzip\r\n";
            for (Answer answer :
                    List.of(
                            connection.post("/v1/traces", token, gzip("{}")).answer(),
                            connection.post("/v1/traces", token, new byte[] {1}).answer(),
                            connection.post("/v1/traces", json, new byte[0]).answer(),
                            connection.post("/nothing", token, new byte[0]).answer())) {
                assertThat(answer.header("access-control-allow-origin"))
                        .as(answer.toString())
                        .isEqualTo("https://exact.test");
                assertThat(answer.header("access-control-expose-headers")).isEqualTo("X-Answer");
                assertThat(answer.header("vary")).isEqualTo("Origin");
            }
        }
    }

    @Test
    void unixSocket_alsoAfterAProcessThatDied() throws IOException {
        Path socket = folder.resolve("otlp.sock");
        // What a killed process leaves behind: the file, and nobody who listens.
        try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();
        var config = config(socket.toString(), ListenTransport.UNIX, null, null, null);
        for (int round = 0; round < 2; round++) {
            start(config);
            assertThat(overUnix(socket)).startsWith("HTTP/1.1 400 ");
            assertThatThrownBy(() -> start(config))
                    .hasMessage(
                            "listen unix %1$s: bind: address already in use (this process listens"
                                    + " there already: choose another endpoint than %1$s)",
                            socket);
            stop();
        }
        assertThat(Files.exists(socket)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "TCP, ':0', [::]:",
        "TCP, 0.0.0.0:0, [::]:",
        "TCP, localhost:0, 127.0.0.1:",
        "TCP4, 0.0.0.0:0, 0.0.0.0:",
        "TCP6, '[::1]:0', [::1]:"
    })
    void boundAddress_isWrittenAsGoWritesIt(
            ListenTransport transport, String endpoint, String start) throws IOException {
        int port = start(config(endpoint, transport, null, null, null));
        assertThat(requireNonNull(server).address()).isEqualTo(start + port);
    }

    private static String overUnix(Path socket) throws IOException {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            String request = "GET /v1/traces HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            var answer = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            while (channel.read(buffer) >= 0) {
                answer.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
            return answer.toString(StandardCharsets.US_ASCII);
        }
    }

    @Test
    void tls_withAndWithoutClientCertificates() throws Exception {
        var authority = new TestCertificates();
        var issued = authority.issue("localhost", "127.0.0.1");
        Path ca =
                Files.writeString(folder.resolve("ca.pem"), authority.authority().certificatePem());
        var common =
                new TlsConfig(
                        null,
                        null,
                        null,
                        new Secret(issued.certificatePem()),
                        null,
                        new Secret(issued.keyPem()),
                        "1.2",
                        "",
                        List.of(),
                        false,
                        List.of(),
                        false,
                        Duration.ZERO,
                        null);
        int port = start(overTls(new TlsServerConfig(common, null, false)));
        assertThat(get(port, authority, null).statusCode()).isEqualTo(400);
        assertThat(get(port, authority, null).version()).isEqualTo(HttpClient.Version.HTTP_2);
        stop();
        int mutual = start(overTls(new TlsServerConfig(common, ca.toString(), false)));
        assertThat(get(mutual, authority, authority.issue("client")).statusCode()).isEqualTo(400);
        assertThatThrownBy(() -> get(mutual, authority, null)).isInstanceOf(IOException.class);
        var stranger = new TestCertificates().issue("client");
        assertThatThrownBy(() -> get(mutual, authority, stranger)).isInstanceOf(IOException.class);
    }

    @Test
    void changedCertificates_countWhileTheServerRuns() throws Exception {
        var authority = new TestCertificates();
        var other = new TestCertificates();
        var first = authority.issue("localhost");
        String cert = first.certificateFile(folder, "cert.pem");
        String key = first.keyFile(folder, "key.pem");
        var files =
                new TlsConfig(
                        null,
                        null,
                        cert,
                        null,
                        key,
                        null,
                        "1.2",
                        "",
                        List.of(),
                        false,
                        List.of(),
                        false,
                        Duration.ofMillis(20),
                        null);
        int port = start(overTls(new TlsServerConfig(files, null, false)));
        assertThat(get(port, authority, null).statusCode()).isEqualTo(400);
        assertThatThrownBy(() -> get(port, other, null)).isInstanceOf(IOException.class);

        var second = other.issue("localhost");
        second.certificateFile(folder, "cert.pem");
        second.keyFile(folder, "key.pem");

        Awaitility.await()
                .ignoreExceptions()
                .until(() -> get(port, other, null).statusCode() == 400);
        assertThatThrownBy(() -> get(port, authority, null)).isInstanceOf(IOException.class);
    }

    private static HttpServerConfig overTls(TlsServerConfig tls) {
        return config("localhost:0", ListenTransport.TCP, tls, null, null);
    }

    private static HttpResponse<String> get(
            int port, TestCertificates trusted, TestCertificates.@Nullable Issued identity)
            throws Exception {
        SSLContext context = trusted.context(identity);
        try (var client = HttpClient.newBuilder().sslContext(context).build()) {
            var request =
                    HttpRequest.newBuilder(
                                    URI.create("https://localhost:%d/v1/traces".formatted(port)))
                            .timeout(Duration.ofSeconds(10))
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void withoutKeepAlive_oneRequestPerConnection() throws IOException {
        HttpServerConfig plain = HttpServerConfig.listeningOn("127.0.0.1:0");
        int port =
                start(
                        new HttpServerConfig(
                                plain.endpoint(),
                                plain.transport(),
                                null,
                                null,
                                null,
                                0,
                                false,
                                SecretMap.EMPTY,
                                plain.compressionAlgorithms(),
                                Duration.ZERO,
                                Duration.ZERO,
                                Duration.ZERO,
                                Duration.ZERO,
                                false,
                                plain.keepalive(),
                                List.of()));
        try (var connection = new RawConnection(port)) {
            assertThat(connection.postJson("/v1/traces", "{}").answer().status()).isEqualTo(200);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aConnection_mayHaveAsManyStreamsAsInGo() throws IOException {
        try (var client = new Http2Wire(start(config(null, null)))) {
            assertThat(client.setting(Http2Wire.MAX_CONCURRENT_STREAMS)).isEqualTo(250);
        }
    }
}
