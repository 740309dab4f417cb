// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A Kubernetes API that lists very many pods, without holding them, and never tells of a change.
 * Thread-safe.
 */
public final class ManyPods implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final int count;
    private final String padding;

    /**
     * A server that runs.
     *
     * @param count how many pods
     * @param padding bytes of each that nobody asks for
     */
    public ManyPods(int count, int padding) throws IOException {
        this.count = count;
        this.padding = "x".repeat(padding);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Writes a kubeconfig that leads here. */
    public Path kubeconfig(Path folder) throws IOException {
        return Kubeconfig.write(
                folder.resolve("many.kubeconfig"),
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "t");
    }

    /** The address of a pod. */
    public static String address(int number) {
        return "10.%d.%d.%d".formatted(1 + number / 62_500, number / 250 % 250, number % 250 + 1);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            if (query.contains("watch=1")) {
                out.flush();
                closed.await();
            } else {
                list(out, parameter(query, "continue", 0), parameter(query, "limit", count));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int parameter(String query, String name, int fallback) {
        for (String each : query.split("&")) {
            if (each.startsWith(name + "=")) {
                return Integer.parseInt(each.substring(name.length() + 1));
            }
        }
        return fallback;
    }

    private void list(OutputStream out, int from, int size) throws IOException {
        int to = Math.min(count, from + size);
        write(
                out,
                "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"1\",\"continue\":\"%s\"},\"items\":["
                        .formatted(to < count ? to : ""));
        for (int i = from; i < to; i++) {
            write(out, (i > from ? "," : "") + pod(i));
        }
        write(out, "]}");
    }

    private String pod(int number) {
        return """
               {"metadata":{"name":"web-7d4b9c6f5-%1$05d","namespace":"team-%2$d","uid":"00000000-0000-4000-8000-%1$012d",
                "creationTimestamp":"2026-11-26T00:00:00Z","labels":{"pod-template-hash":"7d4b9c6f5","app.kubernetes.io/name":"web-%3$d"},
                "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web-%3$d-7d4b9c6f5","uid":"web-%3$d-uid","controller":true}],
                "managedFields":[{"manager":"%4$s"}]},
                "spec":{"nodeName":"node-1","containers":[{"name":"app","image":"registry:5000/shop/web:1.2"}]},
                "status":{"phase":"Running","podIP":"%5$s","podIPs":[{"ip":"%5$s"}],"startTime":"2026-11-26T00:00:05Z",
                "containerStatuses":[{"name":"app","containerID":"containerd://%1$064d","imageID":"docker.io/shop/web@sha256:abc","restartCount":0}]}}"""
                .formatted(number, number % 50, number % 100, padding, address(number));
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
