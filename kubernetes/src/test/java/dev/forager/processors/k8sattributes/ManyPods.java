// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server that lists very many pods, each as large as on a usual cluster (8.5 KB, most of it
 * fields that nobody asks for), without holding them. Thread-safe.
 */
final class ManyPods implements AutoCloseable {
    private static final int PADDING = 7_600;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final int count;
    private final String padding = "x".repeat(PADDING);

    ManyPods(int count) throws IOException {
        this.count = count;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Writes a kubeconfig that leads here. */
    Path kubeconfig(Path folder) throws IOException {
        return Files.writeString(
                folder.resolve("many.kubeconfig"),
                """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: test}}]
                clusters: [{name: test, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: test, user: {token: t}}]
                """
                        .formatted(server.getAddress().getPort()));
    }

    /** The address of a pod. */
    static String address(int number) {
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
        String json =
                TestPods.pod("00000000-0000-4000-8000-%012d".formatted(number))
                        .named("web-7d4b9c6f5-%05d".formatted(number))
                        .in("team-" + number % 50)
                        .at(address(number))
                        .labelled("pod-template-hash", "7d4b9c6f5")
                        .labelled("app.kubernetes.io/name", "web-" + number % 100)
                        .ownedBy("ReplicaSet", "web-%d-7d4b9c6f5".formatted(number % 100))
                        .ran("app", "%064d".formatted(number), 0, "")
                        .json();
        return json.replace("\"manager\":\"kubelet\"", "\"manager\":\"" + padding + "\"");
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
