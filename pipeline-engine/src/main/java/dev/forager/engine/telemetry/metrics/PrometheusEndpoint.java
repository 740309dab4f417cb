// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry.metrics;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.forager.config.TelemetryMetrics;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/**
 * Serves {@code /metrics}. On the JDK's own server, which starts faster than Armeria and can be
 * scraped when event loops are busy. A scrape runs on a virtual thread and disturbs nobody who
 * measures. Requests have five seconds to arrive, answers ten to leave, as in the Go collector.
 */
final class PrometheusEndpoint implements AutoCloseable {
    private static final String PATH = "/metrics";

    static {
        // The server reads these once. They hold for this endpoint alone: nothing else here uses
        // it.
        setUnlessGiven("sun.net.httpserver.maxReqTime", "5");
        setUnlessGiven("sun.net.httpserver.maxRspTime", "10");
        setUnlessGiven("jdk.httpserver.maxConnections", "256");
    }

    private final HttpServer server;
    private final ExecutorService executor;
    private final CollectingReader reader;
    private final PrometheusText text;

    private PrometheusEndpoint(HttpServer server, CollectingReader reader, PrometheusText text) {
        this.server = server;
        this.reader = reader;
        this.text = text;
        this.executor =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("metrics-", 0).factory());
    }

    /**
     * Listens.
     *
     * @throws IOException when the address cannot be had; the text names it
     */
    static PrometheusEndpoint open(
            TelemetryMetrics.Prometheus config, Resource resource, CollectingReader reader)
            throws IOException {
        HttpServer server = bind(Objects.requireNonNull(config.host()), portOf(config));
        var endpoint = new PrometheusEndpoint(server, reader, new PrometheusText(config, resource));
        server.createContext("/", endpoint::answer);
        server.setExecutor(endpoint.executor);
        server.start();
        return endpoint;
    }

    private static int portOf(TelemetryMetrics.Prometheus config) {
        return Objects.requireNonNull(config.port());
    }

    private static HttpServer bind(String host, int port) throws IOException {
        boolean bracketed = host.length() > 2 && host.startsWith("[") && host.endsWith("]");
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        String shown = (bare.contains(":") ? "[" + bare + "]" : bare) + ":" + port;
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getByName(bare), port), 0);
        } catch (IOException e) {
            throw new IOException(
                    "binding address %s for Prometheus exporter: listen tcp %s: %s (choose another"
                                    .formatted(shown, shown, reason(e))
                            + " port under service::telemetry::metrics::readers, or set"
                            + " service::telemetry::metrics::level to none)",
                    e);
        }
    }

    private static String reason(IOException e) {
        boolean taken =
                e instanceof BindException && String.valueOf(e.getMessage()).contains("in use");
        return taken ? "bind: address already in use" : String.valueOf(e.getMessage());
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestURI().getPath().equals(PATH)) {
                scrape(exchange);
            } else {
                notFound(exchange);
            }
        }
    }

    private void scrape(HttpExchange exchange) throws IOException {
        byte[] body = text.write(reader.collect()).getBytes(StandardCharsets.UTF_8);
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", PrometheusText.CONTENT_TYPE);
        String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(200, -1);
        } else if (accepted != null && accepted.contains("gzip")) {
            headers.set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = new GZIPOutputStream(exchange.getResponseBody())) {
                out.write(body);
            }
        } else {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static void notFound(HttpExchange exchange) throws IOException {
        byte[] body = "404 page not found\n".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(404, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.close();
    }
}
