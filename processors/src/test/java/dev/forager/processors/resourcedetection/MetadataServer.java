// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.forager.testkit.ConfigAssertions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Answers as a metadata service does: by path, and only to those who send the header that it wants.
 * It stands for every address that a detector asks.
 */
final class MetadataServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private String header = "";
    private String value = "";

    MetadataServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    MetadataServer answer(String path, String body) {
        answers.put(path, body);
        return this;
    }

    /** Refuses requests without this header. */
    MetadataServer wants(String name, String text) {
        header = name;
        value = text;
        return this;
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        String body = answers.get(path);
        boolean isWanted =
                header.isEmpty()
                        || path.endsWith("/token")
                        || value.equals(exchange.getRequestHeaders().getFirst(header));
        exchange.getResponseHeaders().add("Metadata-Flavor", "Google");
        byte[] bytes = (body == null ? "no" : body).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(!isWanted ? 401 : body == null ? 404 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Surroundings in which every service is this one. */
    Surroundings surroundings(Map<String, String> variables, Path root) {
        String address = address();
        return new Surroundings(
                variables::get,
                root,
                new MetadataClient(Duration.ofSeconds(5)) {
                    @Override
                    URI at(String url) {
                        return URI.create(url.replaceFirst("//[^/?]+", "//" + address));
                    }
                });
    }

    /** What a detector finds in these surroundings. */
    Findings ask(String detector, String yaml, Map<String, String> variables, Path root)
            throws Exception {
        var config =
                ConfigAssertions.assertThatConfig(new ResourceDetectionFactory(), yaml).binds();
        DetectorType type = Objects.requireNonNull(DetectorType.find(detector));
        Surroundings surroundings = surroundings(variables, root);
        try (MetadataClient client = surroundings.http()) {
            assertThat(client).isNotNull();
            return type.maker().apply(config).detect(surroundings);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
