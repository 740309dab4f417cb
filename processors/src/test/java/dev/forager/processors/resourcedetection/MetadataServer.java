// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.forager.config.ConfigException;
import dev.forager.config.RecordBinder;
import dev.forager.testkit.ConfigAssertions;
import dev.forager.testkit.LogRecorder;
import dev.forager.testkit.TestCertificates;
import dev.forager.transport.TlsClientConfig;
import dev.forager.transport.TlsMaterial;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers as a metadata service does: by path, and only to those who send the header that it wants.
 * It stands for every address that a detector asks.
 */
final class MetadataServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final LogRecorder log = new LogRecorder();
    private String header = "";
    private String value = "";

    MetadataServer() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    private MetadataServer(HttpServer server) {
        this.server = server;
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * One that speaks TLS, as the API of a cluster does; what a pod knows of it is in {@code root}.
     */
    static MetadataServer ofCluster(Path root, String token) throws IOException {
        var certificates = new TestCertificates();
        TestCertificates.Issued own = certificates.issue("127.0.0.1");
        Path mount =
                Files.createDirectories(
                        root.resolve("var/run/secrets/kubernetes.io/serviceaccount"));
        Files.writeString(mount.resolve("token"), token);
        String yaml =
                "{ca_file: '%s', cert_file: '%s', key_file: '%s'}"
                        .formatted(
                                certificates.authority().certificateFile(mount, "ca.crt"),
                                own.certificateFile(root, "cert.pem"),
                                own.keyFile(root, "key.pem"));
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (TlsMaterial tls =
                TlsMaterial.forClient(
                        RecordBinder.read(yaml, TlsClientConfig.class),
                        new LogRecorder().logger())) {
            server.setHttpsConfigurator(new HttpsConfigurator(tls.forJdk().context()));
        } catch (ConfigException e) {
            throw new IOException(e);
        }
        return new MetadataServer(server).wants("Authorization", "Bearer " + token);
    }

    int port() {
        return server.getAddress().getPort();
    }

    MetadataServer answer(String path, String body) {
        answers.put(path, body);
        return this;
    }

    /** Answers the next requests with 503, as a service on its way up. */
    void refuse(int times) {
        refusals.set(times);
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
        return "127.0.0.1:" + port();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        String body = answers.get(path);
        boolean isWanted =
                header.isEmpty()
                        || path.endsWith("/token")
                        || value.equals(exchange.getRequestHeaders().getFirst(header));
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
        }
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
                },
                log.logger());
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
