// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.forager.config.RecordBinder;
import dev.forager.testkit.LogRecorder;
import dev.forager.testkit.RecordingProxy;
import dev.forager.testkit.TestCertificates;
import dev.forager.testkit.TestCertificates.Issued;
import dev.forager.transport.TlsClientConfig;
import dev.forager.transport.TlsMaterial;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of a server with TLS below a path, which knows clients by their certificates. */
class ApiServerTest {
    private final TestCertificates certificates = new TestCertificates();
    private final LogRecorder log = new LogRecorder();
    @TempDir private Path folder = Path.of("");
    private HttpsServer server = unset();

    @SuppressWarnings("NullAway") // Set before each test.
    private static HttpsServer unset() {
        return null;
    }

    @BeforeEach
    void start() throws Exception {
        serve("127.0.0.1");
    }

    private void serve(String name) throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TlsMaterial tls = TlsMaterial.forClient(tls(certificates.issue(name), ""), log.logger());
        server.setHttpsConfigurator(
                new HttpsConfigurator(tls.forJdk().context()) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                        wanted.setNeedClientAuth(true);
                        parameters.setSSLParameters(wanted);
                    }
                });
        server.createContext("/clusters/one/version", ApiServerTest::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] body =
                "{\"gitVersion\":\"%s\"}"
                        .formatted(exchange.getRequestHeaders().getFirst("Authorization"))
                        .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private TlsClientConfig tls(Issued own, String more) throws Exception {
        String yaml =
                "{ca_file: '%s', cert_file: '%s', key_file: '%s' %s}"
                        .formatted(
                                certificates.authority().certificateFile(folder, "ca.pem"),
                                own.certificateFile(folder, "cert.pem"),
                                own.keyFile(folder, "key.pem"),
                                more);
        return RecordBinder.read(yaml, TlsClientConfig.class);
    }

    private String version(String host, TlsClientConfig tls, ApiServer.Headers headers)
            throws IOException {
        URI address =
                URI.create(
                        "https://%s:%d/clusters/one/"
                                .formatted(host, server.getAddress().getPort()));
        return version(new ApiServer(address, tls, headers));
    }

    private String version(ApiServer named) throws IOException {
        try (KubernetesClient client = KubernetesClient.open(named, "test", log.logger())) {
            return client.read(
                    "/version",
                    in -> {
                        in.nextToken();
                        return Json.text(in);
                    });
        }
    }

    @Test
    void authorityAndOwnCertificate_andHeadersAsTheyAreNow() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "one");
        TlsClientConfig tls = tls(certificates.issue("client"), "");
        ApiServer.Headers headers =
                () -> Map.of("Authorization", "Bearer " + Files.readString(token));
        assertThat(version("127.0.0.1", tls, headers)).isEqualTo("Bearer one");
        Files.writeString(token, "two");
        assertThat(version("127.0.0.1", tls, headers)).isEqualTo("Bearer two");
        Files.delete(token);
        assertThatThrownBy(() -> version("127.0.0.1", tls, headers))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("token");
    }

    @Test
    void certificateOfAnotherAuthority_orForAnotherName_isRefused() throws Exception {
        Issued own = certificates.issue("client");
        TlsClientConfig known = tls(own, "");
        assertThatThrownBy(() -> version("localhost", known, Map::of))
                .hasMessageContaining("No name matching localhost found");
        assertThat(version("localhost", tls(own, ", insecure_skip_verify: true"), Map::of))
                .isEqualTo("null");
        Files.writeString(
                folder.resolve("ca.pem"), new TestCertificates().authority().certificatePem());
        assertThatThrownBy(() -> version("127.0.0.1", known, Map::of))
                .hasMessageContaining("unable to find valid certification path");
    }

    @Test
    void numericAddress_mayHaveACertificateOfAName() throws Exception {
        stop();
        serve("api.example");
        Issued own = certificates.issue("client");
        TlsClientConfig named = tls(own, ", server_name_override: api.example");
        assertThat(version("127.0.0.1", named, Map::of)).isEqualTo("null");
        assertThatThrownBy(
                        () ->
                                version(
                                        "127.0.0.1",
                                        tls(own, ", server_name_override: other.example"),
                                        Map::of))
                .hasMessageContaining("127.0.0.1");
        assertThatThrownBy(() -> version("localhost", named, Map::of))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "server_name is not supported beside an api_server with a name");
    }

    @Test
    void proxy_isAskedForATunnel_exceptForWhatNeedsNone() throws Exception {
        TlsClientConfig tls = tls(certificates.issue("client"), ", insecure_skip_verify: true");
        try (var proxy = new RecordingProxy(server.getAddress().getPort())) {
            String url = "http://127.0.0.1:" + proxy.port();
            URI behind = URI.create("https://api.example/clusters/one/");
            for (String except : new String[] {"", "other.example"}) {
                var proxied = new ApiServer.Proxy(url, except);
                ApiServer through =
                        new ApiServer(
                                behind, tls, () -> Map.of("Authorization", "Bearer one"), proxied);
                assertThat(version(through)).as(except).isEqualTo("Bearer one");
            }
            assertThat(proxy.heads())
                    .hasSize(2)
                    .allMatch(head -> head.startsWith("CONNECT api.example:443 HTTP/1.1"));
            var direct = new ApiServer.Proxy(url, "10.0.0.0/8, api.example");
            assertThatThrownBy(() -> version(new ApiServer(behind, tls, Map::of, direct)))
                    .isInstanceOf(IOException.class);
            assertThat(proxy.heads()).hasSize(2);
        }
    }

    @Test
    void proxyWithAUser_isToldWhoAsks() throws Exception {
        TlsClientConfig tls = tls(certificates.issue("client"), ", insecure_skip_verify: true");
        try (var proxy = new RecordingProxy(server.getAddress().getPort())) {
            var through =
                    new ApiServer.Proxy(
                            "http://me:it%%40s@127.0.0.1:%d".formatted(proxy.port()), "");
            assertThat(
                            version(
                                    new ApiServer(
                                            URI.create("https://api.example/clusters/one/"),
                                            tls,
                                            () -> Map.of("Authorization", "Bearer one"),
                                            through)))
                    .isEqualTo("Bearer one");
            assertThat(proxy.heads())
                    .singleElement()
                    .asString()
                    .contains("Proxy-Authorization: Basic bWU6aXRAcw==");
        }
    }

    @Test
    void whatIsNoAddress_isRefused() {
        for (String text :
                new String[] {"", "host", "host:6443", "ftp://host", "https://", "https://a b"}) {
            assertThat(ApiServer.isAddress(text)).as(text).isFalse();
        }
        assertThat(ApiServer.isAddress("https://[fd00::1]:6443/path")).isTrue();
    }
}
