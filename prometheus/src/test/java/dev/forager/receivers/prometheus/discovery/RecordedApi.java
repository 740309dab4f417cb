// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.forager.testkit.Kubeconfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Lists that a real Kubernetes API answered, and watches in which nothing happens. Not a stand-in
 * for the API's manners: just for its objects.
 */
final class RecordedApi implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> credentials = new CopyOnWriteArrayList<>();

    RecordedApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** Where it is. */
    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Writes what leads here. */
    Path kubeconfig(Path file) throws IOException {
        return Kubeconfig.write(file, address(), "t");
    }

    /** The header Authorization of each request so far. */
    List<String> credentials() {
        return credentials;
    }

    /** Path and query of each request so far. */
    List<String> requests() {
        return requests;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestURI().toString());
            credentials.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            if (query.contains("watch=1")) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().flush();
                end.await();
                return;
            }
            String path = exchange.getRequestURI().getPath();
            String name = "kubernetes/" + path.substring(path.lastIndexOf('/') + 1) + ".json";
            try (InputStream in = RecordedApi.class.getResourceAsStream(name)) {
                byte[] body = in == null ? new byte[0] : in.readAllBytes();
                exchange.sendResponseHeaders(in == null ? 404 : 200, body.length);
                exchange.getResponseBody().write(body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.close();
    }
}
