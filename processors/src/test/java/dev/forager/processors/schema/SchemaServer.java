// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Serves the schema files of the tests. In files the host is {@code schemas.test}: {@link #here}
 * puts this server's address in its place, {@link #there} takes it out.
 */
final class SchemaServer implements AutoCloseable {
    private static final String HOST = "http://schemas.test";
    private static final Path FILES =
            Path.of("src/test/resources/dev/forager/processors/schema/schemas");

    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean isBroken;

    SchemaServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            Path file = FILES.resolve(path.substring(1));
            if (isBroken || !Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] body = here(Files.readString(file)).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** From now on there are no files, or there are. */
    void broken(boolean value) {
        isBroken = value;
    }

    /** Paths that were asked for. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String here(String text) {
        return text.replace(HOST, base());
    }

    String there(String text) {
        return text.replace(base(), HOST);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
