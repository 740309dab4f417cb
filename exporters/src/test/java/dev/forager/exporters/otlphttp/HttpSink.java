// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.otlphttp;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** The JDK's HTTP server; keeps what it gets, answers as told. */
final class HttpSink implements AutoCloseable {
    final List<Received> requests = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    private final HttpServer server;

    /** A request as it came. */
    @SuppressWarnings("ArrayRecordComponent") // Looked at by tests only.
    record Received(String method, String uri, Headers headers, byte[] body) {}

    /** What to answer. */
    @SuppressWarnings("ArrayRecordComponent") // Looked at by tests only.
    record Reply(int status, Map<String, String> headers, byte[] body) {
        static final Reply OK = new Reply(200, Map.of(), new byte[0]);
    }

    HttpSink() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    void reply(int status, Map<String, String> headers, byte[] body) {
        replies.add(new Reply(status, headers, body));
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests.add(
                new Received(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        exchange.getRequestHeaders(),
                        body));
        Reply reply = replies.poll();
        reply = reply == null ? Reply.OK : reply;
        reply.headers.forEach(exchange.getResponseHeaders()::add);
        exchange.sendResponseHeaders(reply.status, reply.body.length == 0 ? -1 : reply.body.length);
        exchange.getResponseBody().write(reply.body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
