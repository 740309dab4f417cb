// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.forager.pipeline.Deadline;
import dev.forager.testkit.TestSettings;
import dev.forager.transport.TlsClientConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Documents of plain servers on loopback. */
class HttpGetterTest {
    private static final HttpGetter.Limits PLENTY = new HttpGetter.Limits(1000, _ -> true);

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final HttpServer first = server();
    private final HttpServer second = server();

    HttpGetterTest() throws IOException {
        first.createContext("/", this::answer);
        second.createContext("/", this::answer);
        first.start();
        second.start();
    }

    private static HttpServer server() throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @AfterEach
    void close() {
        first.stop(0);
        second.stop(0);
    }

    private static String url(HttpServer server, String path) {
        return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString();
            seen.add(path + " " + exchange.getRequestHeaders().getFirst("X-Key"));
            if (path.equals("/away") || path.equals("/circle")) {
                String to = path.equals("/away") ? url(second, "/there") : path;
                exchange.getResponseHeaders().set("Location", to);
                exchange.sendResponseHeaders(307, -1);
                return;
            }
            byte[] body = "document".getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(path.equals("/none") ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static HttpGetter getter(boolean followsRedirects, String proxy) throws IOException {
        return HttpGetter.open(
                new HttpGetter.Options(
                        TlsClientConfig.DEFAULT,
                        proxy,
                        "",
                        false,
                        true,
                        followsRedirects,
                        Duration.ofMinutes(1)),
                new TestSettings().log().logger());
    }

    private static HttpGetter.Reply get(HttpGetter getter, String url, HttpGetter.Limits limits)
            throws IOException {
        return getter.get(
                url, Map.of("X-Key", "secret"), limits, Deadline.after(Duration.ofSeconds(30)));
    }

    @Test
    void document_isGotWithWhatTheServerSaysOfIt() throws Exception {
        try (var getter = getter(true, "")) {
            HttpGetter.Reply reply = get(getter, url(first, "/a?b=c+d%20e"), PLENTY);
            assertThat(new String(reply.body(), UTF_8)).isEqualTo("document");
            assertThat(reply.contentType()).isEqualTo("text/plain");
            assertThat(reply.cut()).isNull();
            assertThat(get(getter, url(first, "/none"), PLENTY).statusText())
                    .isEqualTo("404 Not Found");
            assertThat(seen).containsExactly("/a?b=c+d%20e secret", "/none secret");
        }
    }

    @Test
    void connectionThatClosesInsteadOfAnAnswer_isTriedAgainOnce() throws Exception {
        try (var listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                var getter = getter(true, "")) {
            var server =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        serve(listening, 2);
                                        serve(listening, 1);
                                        serve(listening, 0);
                                    });
            String url = "http://127.0.0.1:" + listening.getLocalPort();
            for (int i = 0; i < 3; i++) {
                assertThat(get(getter, url, PLENTY).status()).isEqualTo(200);
            }
            assertThatThrownBy(() -> get(getter, url, PLENTY)).isInstanceOf(IOException.class);
            server.join();
        }
    }

    /** Answers so many requests on one connection, and closes it at the next. */
    private static void serve(ServerSocket listening, int answers) {
        try (Socket socket = listening.accept()) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            for (int i = 0; ; i++) {
                String line = in.readLine();
                while (line != null && !line.isEmpty()) {
                    line = in.readLine();
                }
                if (i == answers) {
                    return;
                }
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx".getBytes(UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void redirect_isFollowedWithoutTheHeaders_orNot() throws Exception {
        try (var getter = getter(true, "");
                var other = getter(false, "")) {
            assertThat(get(getter, url(first, "/away"), PLENTY).status()).isEqualTo(200);
            assertThat(seen).containsExactly("/away secret", "/there null");
            assertThat(get(other, url(first, "/away"), PLENTY).status()).isEqualTo(307);
        }
    }

    @Test
    void circle_endsWhereGoEndsIt() throws Exception {
        try (var getter = getter(true, "")) {
            assertThatThrownBy(() -> get(getter, url(first, "/circle"), PLENTY))
                    .hasMessageContaining("stopped after 10 redirects");
            assertThat(seen).hasSize(10);
        }
    }

    @Test
    void tooMuch_isCut() throws Exception {
        try (var getter = getter(true, "")) {
            assertThat(get(getter, url(first, "/"), new HttpGetter.Limits(3, _ -> true)).cut())
                    .isEmpty();
            assertThat(get(getter, url(first, "/"), new HttpGetter.Limits(9, _ -> false)).cut())
                    .isEqualTo("no memory for the answer");
        }
    }

    @Test
    void noAnswer_isToldWithTheUrl() throws Exception {
        try (var getter = getter(true, "");
                var behindNothing = getter(true, "http://127.0.0.1:1")) {
            assertThatThrownBy(() -> get(getter, "http://127.0.0.1:1/x", PLENTY))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Get \"http://127.0.0.1:1/x\"")
                    .hasMessageContaining("connection refused");
            assertThatThrownBy(() -> get(getter, "http:// /", PLENTY))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(behindNothing, url(first, "/"), PLENTY))
                    .isInstanceOf(IOException.class);
            assertThat(seen).isEmpty();
        }
    }
}
