// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.linecorp.armeria.common.HttpData;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.forager.config.RecordBinder;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Retryable;
import dev.forager.testkit.RecordingProxy;
import dev.forager.testkit.TestCertificates;
import dev.forager.testkit.TestSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to a server: in the clear, over TLS, through proxies. */
class HttpSenderTest {
    private final TestCertificates certificates = new TestCertificates();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer plain;
    private final HttpsServer secure;
    @TempDir private Path folder;

    HttpSenderTest() throws Exception {
        var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        plain = HttpServer.create(anywhere, 0);
        secure = HttpsServer.create(anywhere, 0);
        secure.setHttpsConfigurator(
                new HttpsConfigurator(certificates.context(certificates.issue("backend.example"))));
        for (HttpServer server : List.of(plain, secure)) {
            server.createContext("/", this::answer);
            server.start();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        requests.add(
                exchange.getRequestHeaders().getFirst("Host")
                        + exchange.getRequestURI()
                        + " "
                        + body);
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    @AfterEach
    void stop() {
        plain.stop(0);
        secure.stop(0);
    }

    private void post(String config, String url, Map<String, String> environment) throws Exception {
        post(config, url, environment, "one", "two");
    }

    private void post(String config, String url, Map<String, String> environment, String... texts)
            throws Exception {
        var form = new HttpSender.Form("text/plain", null, "test", Map.of());
        try (HttpSender sender =
                HttpSender.open(
                        RecordBinder.read(config, HttpClientConfig.class),
                        HttpTarget.parse(url, "endpoint"),
                        form,
                        null,
                        InstantSource.system(),
                        new TestSettings().log().logger(),
                        environment)) {
            for (String text : texts) {
                sender.post(new HttpData[] {HttpData.ofUtf8(text)}, Context.background());
            }
        }
    }

    @Test
    void largeBody_arrivesWhole() throws Exception {
        String text = "0123456789abcdef".repeat(BodyPieces.MAX_BYTES / 4);
        post("{}", "http://127.0.0.1:" + plain.getAddress().getPort() + "/x", Map.of(), text);
        assertThat(requests).hasSize(1).first(STRING).endsWith("/x " + text);
    }

    private String trusted() throws IOException {
        return "{tls: {ca_file: \"%s\"}}"
                .formatted(certificates.authority().certificateFile(folder, "ca.pem"));
    }

    @Test
    void https_verifiesTheServer() throws Exception {
        int port = secure.getAddress().getPort();
        String url = "https://localhost:" + port + "/x?a=b%20c";
        String named = trusted().replace("}}", ", server_name_override: backend.example}}");
        post(named, url, Map.of());
        String host = "localhost:" + port;
        assertThat(requests).containsExactly(host + "/x?a=b%20c one", host + "/x?a=b%20c two");
        assertThatThrownBy(() -> post(trusted(), url, Map.of()))
                .isInstanceOf(Retryable.class)
                .hasMessageContaining("tls: failed to verify certificate: x509:");
        assertThatThrownBy(() -> post("{}", url, Map.of()))
                .isInstanceOf(Retryable.class)
                .hasMessageContaining("tls: failed to verify certificate: x509:");
        post("{tls: {insecure_skip_verify: true}}", url, Map.of());
        assertThat(requests).hasSize(4);
    }

    /** As Go: many proxies make tunnels to port 443 only. */
    @Test
    void httpTarget_isSaidWholeToTheProxy() throws Exception {
        try (var proxy = new RecordingProxy(plain.getAddress().getPort())) {
            String address = "user:pass@127.0.0.1:" + proxy.port();
            post("{}", "http://backend.example/x?a=b%20c", Map.of("HTTP_PROXY", address));
            // The server behind the proxy in this test is shown what the proxy was.
            String seen = "backend.examplehttp://backend.example/x?a=b%20c ";
            assertThat(requests).containsExactly(seen + "one", seen + "two");
            assertThat(proxy.heads().getFirst())
                    .startsWith("POST http://backend.example/x?a=b%20c HTTP/1.1\r\n")
                    .containsIgnoringCase("\r\nhost: backend.example\r\n")
                    .containsIgnoringCase("proxy-authorization: Basic dXNlcjpwYXNz\r\n");
        }
    }

    @Test
    void httpsTarget_goesThroughATunnel() throws Exception {
        try (var proxy = new RecordingProxy(secure.getAddress().getPort())) {
            var environment = Map.of("https_proxy", "http://user:pass@127.0.0.1:" + proxy.port());
            post(trusted(), "https://backend.example/x?a=1", environment);
            assertThat(requests)
                    .containsExactly("backend.example/x?a=1 one", "backend.example/x?a=1 two");
            assertThat(proxy.heads()).hasSize(1);
            assertThat(proxy.heads().getFirst())
                    .startsWith("CONNECT backend.example:443 HTTP/1.1\r\n")
                    .containsIgnoringCase("proxy-authorization: Basic dXNlcjpwYXNz\r\n");
        }
    }

    @Test
    void refusedTunnel_isToldInTheWordsOfTheProxy() throws Exception {
        int port = secure.getAddress().getPort();
        try (var proxy =
                new RecordingProxy(
                        port, "407 Proxy Authentication Required\r\nContent-Length: 0")) {
            var environment = Map.of("https_proxy", "http://127.0.0.1:" + proxy.port());
            assertThatThrownBy(() -> post(trusted(), "https://backend.example/x", environment))
                    .isInstanceOf(Retryable.class)
                    .hasMessageEndingWith(
                            "Post \"https://backend.example/x\": Proxy Authentication Required");
            assertThat(requests).isEmpty();
        }
    }

    @Test
    void configuredProxy_winsOverTheEnvironment() throws Exception {
        try (var proxy = new RecordingProxy(plain.getAddress().getPort())) {
            var environment =
                    Map.of("HTTP_PROXY", "http://127.0.0.1:1", "NO_PROXY", "backend.example");
            post(
                    "{proxy_url: \"http://127.0.0.1:%d\"}".formatted(proxy.port()),
                    "http://backend.example/x?a=1",
                    environment);
            assertThat(proxy.heads()).isNotEmpty();
            assertThat(requests).hasSize(2);
        }
    }

    @Test
    void exceptions_andTheOwnMachine_goDirect() throws Exception {
        var environment = Map.of("HTTP_PROXY", "http://127.0.0.1:1", "NO_PROXY", "backend.example");
        post("{}", "http://localhost:%d/".formatted(plain.getAddress().getPort()), environment);
        assertThat(requests).hasSize(2);
        assertThatThrownBy(() -> post("{}", "http://backend.example/", environment))
                .isInstanceOf(Retryable.class)
                .hasMessageContaining("lookup backend.example");
        assertThatThrownBy(() -> post("{}", "http://other.example/", environment))
                .isInstanceOf(Retryable.class)
                .hasMessageContaining("proxyconnect tcp: dial tcp")
                .hasMessageContaining("connection refused");
    }
}
