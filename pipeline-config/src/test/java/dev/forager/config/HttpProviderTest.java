// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.forager.config.ConfigProvider.NotFetchedException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HttpProviderTest {
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private String base;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        base = "//127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/ok", it -> answer(it, 200, "a: ${env:X}"));
        server.createContext("/gone", it -> answer(it, 404, "no"));
        server.createContext("/moved", it -> redirect(it, "/ok"));
        server.createContext("/loop", it -> redirect(it, "/loop"));
        server.createContext("/away", it -> redirect(it, "http://169.254.169.254/secret"));
        server.createContext("/endless", this::endless);
        server.createContext("/silent", this::silent);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    @Test
    void answer_isConfiguration() throws Exception {
        var root =
                ConfigResolver.over(Map.of("X", "1")::get)
                        .resolve(
                                List.of("http:" + base + "/ok"), List.of(), FeatureGates.defaults())
                        .root();
        assertThat(root.entries()).extracting(it -> it.value().kind()).containsExactly("integer");
        assertThat(root.position().source()).isEqualTo("http:" + base + "/ok");
    }

    @Test
    void redirect_isFollowedOnTheSameHostOnly() throws Exception {
        assertThat(fetch("/moved")).isEqualTo("a: ${env:X}");
        assertThatThrownBy(() -> fetch("/away"))
                .hasMessageContaining("redirected to another host, which is not followed");
        assertThatThrownBy(() -> fetch("/loop")).hasMessageContaining("too many redirects");
    }

    @Test
    void connectionsThatNobodyTakes_areToldAsInGo() {
        server.stop(0);
        assertThatThrownBy(() -> fetch("/ok"))
                .hasMessageEndingWith(
                        ": Get \"http:%s/ok\": dial tcp %s: connect: connection refused"
                                .formatted(base, base.substring(2)));
        base = "//no-such-host.invalid";
        assertThatThrownBy(() -> fetch("/ok"))
                .hasMessageEndingWith(": dial tcp: lookup no-such-host.invalid: no such host");
    }

    @Test
    void failure_namesTheAddressWithoutItsSecrets() {
        assertThatThrownBy(() -> fetch("/gone?token=hunter2"))
                .hasMessage(
                        "failed to load resource from uri \"http:%s/gone\". status code: 404"
                                .formatted(base));
        assertThatThrownBy(
                        () ->
                                new HttpProvider("http")
                                        .fetch(
                                                "//user:hunter2@127.0.0.1:1/x?q=hunter2",
                                                new Problems()))
                .hasMessageStartingWith(
                        "unable to download the file via HTTP GET for uri \"http://127.0.0.1:1/x\"")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> new HttpProvider("http").fetch("nohost", new Problems()))
                .isInstanceOf(NotFetchedException.class);
    }

    @Test
    @Timeout(20)
    void endlessAndSilentAnswers_areGivenUp() {
        assertThatThrownBy(() -> fetch("/endless")).hasMessageContaining("larger than 2 MiB");
        assertThatThrownBy(
                        () ->
                                new HttpProvider("http", Duration.ofMillis(200))
                                        .fetch(base + "/silent", new Problems()))
                .hasMessageContaining("no complete answer within 200ms");
    }

    private String fetch(String path) throws NotFetchedException {
        return new HttpProvider("http").fetch(base + path, new Problems()).text();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().add("Location", to);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            while (end.getCount() > 0) {
                out.write(new byte[65_536]);
            }
        }
    }

    private void silent(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }
}
