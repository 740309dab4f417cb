// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.forager.config.RecordBinder;
import dev.forager.testkit.TestSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpFetcherTest {
    private static final int MOST = 100_000;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final HttpServer first = server();
    private final HttpServer second = server();

    HttpFetcherTest() throws IOException {
        first.createContext("/", this::answer);
        second.createContext("/", this::answer);
        first.start();
        second.start();
    }

    private static HttpServer server() throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    private static String url(HttpServer server, String path) {
        return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            seen.add(path + " " + exchange.getRequestHeaders().getFirst("X-Key"));
            String to =
                    switch (path) {
                        case "/moved" -> "/there";
                        case "/away" -> url(second, "/there");
                        case "/circle" -> "/circle";
                        default -> null;
                    };
            if (to != null) {
                exchange.getResponseHeaders().set("Location", to);
                exchange.sendResponseHeaders(302, -1);
                return;
            }
            byte[] body = "x".repeat(path.equals("/big") ? MOST + 1 : MOST).getBytes(UTF_8);
            exchange.sendResponseHeaders(path.equals("/none") ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @AfterEach
    void close() {
        first.stop(0);
        second.stop(0);
    }

    private static byte[] get(String url) throws Exception {
        var config = RecordBinder.read("headers: {X-Key: secret}", HttpClientConfig.class);
        var limits = new HttpFetcher.Limits(Duration.ofSeconds(30), MOST);
        return new HttpFetcher(config, limits, "test/1", null, new TestSettings().log().logger())
                .get(url);
    }

    @Test
    void document_isGot() throws Exception {
        assertThat(get(url(first, "/there"))).hasSize(MOST);
        assertThat(get(url(first, "/moved"))).hasSize(MOST);
        assertThat(seen).containsExactly("/there secret", "/moved secret", "/there secret");
    }

    @Test
    void otherServer_getsNoHeadersOfTheConfiguration() throws Exception {
        assertThat(get(url(first, "/away"))).hasSize(MOST);
        assertThat(seen).containsExactly("/away secret", "/there null");
    }

    @Test
    void whatIsNoDocument_isRefused() {
        refused(url(first, "/none"), "unexpected status code: 404");
        refused(url(first, "/big"), "failed to read response body: more than 100000 bytes");
        refused(url(first, "/circle"), "request failed: stopped after 10 redirects");
        refused("ftp://host/x", "unsupported protocol scheme");
        refused("http://127.0.0.1:1/x", "connection refused");
    }

    private static void refused(String url, String message) {
        assertThatThrownBy(() -> get(url))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }
}
