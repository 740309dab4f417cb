// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Lists pods as the Kubernetes API does, and never tells of a change. Thread-safe. */
final class PodListServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final int pods;

    PodListServer(int pods) throws IOException {
        this.pods = pods;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The address of a pod. */
    static String address(int number) {
        return "10.0.%d.%d".formatted(number / 250, number % 250 + 1);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            if (exchange.getRequestURI().getRawQuery().contains("watch=1")) {
                out.flush();
                closed.await();
            } else {
                out.write(
                        "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":["
                                .getBytes(StandardCharsets.UTF_8));
                for (int i = 0; i < pods; i++) {
                    out.write(((i > 0 ? "," : "") + pod(i)).getBytes(StandardCharsets.UTF_8));
                }
                out.write("]}".getBytes(StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String pod(int number) {
        return """
               {"metadata":{"name":"web-7d4b9c6f5-%05d","namespace":"team-%d","uid":"00000000-0000-4000-8000-%012d",
                "creationTimestamp":"2026-11-26T00:00:00Z","labels":{"pod-template-hash":"7d4b9c6f5","app.kubernetes.io/name":"web"},
                "ownerReferences":[{"kind":"ReplicaSet","name":"web-7d4b9c6f5","uid":"rs","controller":true}]},
                "spec":{"nodeName":"node-1","containers":[{"name":"app","image":"registry/web:1.2"}]},
                "status":{"phase":"Running","podIP":"%s","startTime":"2026-11-26T00:00:00Z",
                "containerStatuses":[{"name":"app","containerID":"containerd://%064d","restartCount":0}]}}"""
                .formatted(number, number % 50, number, address(number), number);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
