// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.forager.testkit.Kubeconfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A server on loopback that lists and watches as the Kubernetes API does, and fails as it is told.
 * Objects are given as JSON with a name and a uid; versions are its own. Thread-safe.
 */
public final class ScriptedApi implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Path kubeconfig;
    private final Map<String, Map<String, String>> objects = new HashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final Map<String, Refusal> refusals = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final List<HttpExchange> watches = new ArrayList<>();
    private @Nullable String token;
    private long version = 100;
    private long oldest;

    private record Event(long version, String plural, String type, String json) {}

    private record Refusal(int code, String reason, String message) {}

    /** A server that runs; its kubeconfig is in {@code folder}. */
    public ScriptedApi(Path folder) throws IOException {
        this(folder, 0);
    }

    /** A server on this port. */
    ScriptedApi(Path folder, int port) throws IOException {
        server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        kubeconfig = folder.resolve("kubeconfig");
        writeKubeconfig("first");
    }

    /** What leads to this server. */
    public KubernetesConfig config() {
        return new KubernetesConfig(AuthType.KUBE_CONFIG, kubeconfig.toString(), "", 1000, 1000);
    }

    /** Where the kubeconfig is. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** Writes another token into the kubeconfig. */
    public void writeKubeconfig(String withToken) throws IOException {
        Path _ =
                Kubeconfig.write(
                        kubeconfig, "http://127.0.0.1:" + server.getAddress().getPort(), withToken);
    }

    /** Only this token is taken from now on. */
    public synchronized void demandToken(String wanted) {
        token = wanted;
    }

    /** Makes or changes an object, given without version. */
    public synchronized void put(String plural, String uid, String json) {
        Map<String, String> all = objects.computeIfAbsent(plural, _ -> new LinkedHashMap<>());
        version++;
        String versioned =
                json.replaceFirst(
                        "\"metadata\":\\{",
                        "\"metadata\":{\"resourceVersion\":\"" + version + "\",");
        String type = all.put(uid, versioned) == null ? "ADDED" : "MODIFIED";
        events.add(new Event(version, plural, type, versioned));
        notifyAll();
    }

    /** Deletes an object. */
    public synchronized void delete(String plural, String uid) {
        String json = objects.getOrDefault(plural, new HashMap<>()).remove(uid);
        version++;
        events.add(new Event(version, plural, "DELETED", String.valueOf(json)));
        notifyAll();
    }

    /**
     * Deletes an object of which watches are told nothing, as one that went while they were cut.
     */
    public synchronized void deleteSilently(String plural, String uid) {
        objects.getOrDefault(plural, new HashMap<>()).remove(uid);
        version++;
    }

    /** Watches from before now are answered with 410. */
    public synchronized void compact() {
        oldest = version;
    }

    /** Every watch is answered with 410. */
    public synchronized void compactAlways() {
        oldest = Long.MAX_VALUE;
    }

    /** Refuses a resource until {@link #allow}. */
    public synchronized void refuse(String plural, int code, String reason, String message) {
        refusals.put(plural, new Refusal(code, reason, message));
    }

    /** Refuses it no more. */
    public synchronized void allow(String plural) {
        refusals.remove(plural);
    }

    /** Cuts every watch. */
    public void cutWatches() {
        List<HttpExchange> open;
        synchronized (this) {
            open = List.copyOf(watches);
            watches.clear();
            notifyAll();
        }
        open.forEach(HttpExchange::close);
    }

    /** Watches that are told what happens; a request for one is counted a moment before. */
    public synchronized int openWatches() {
        return watches.size();
    }

    /** Requests so far, as path and query, that contain {@code part}. */
    public synchronized long requests(String part) {
        return requests.stream().filter(each -> each.contains(part)).count();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        String[] parts = path.split("/");
        String plural = parts[parts.length - 1];
        Refusal refusal;
        synchronized (this) {
            requests.add(exchange.getRequestURI().toString());
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            refusal =
                    token != null && !("Bearer " + token).equals(authorization)
                            ? new Refusal(401, "Unauthorized", "Unauthorized")
                            : refusals.get(plural);
        }
        if (refusal != null) {
            refuse(exchange, refusal);
        } else if (query.containsKey("watch")) {
            watch(exchange, plural, Long.parseLong(query.getOrDefault("resourceVersion", "0")));
        } else {
            list(exchange, plural, query);
        }
    }

    private static Map<String, String> query(@Nullable String raw) {
        var query = new HashMap<String, String>();
        for (String each : raw == null ? new String[0] : raw.split("&")) {
            int equals = each.indexOf('=');
            query.put(
                    each.substring(0, equals),
                    URLDecoder.decode(each.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    private static void refuse(HttpExchange exchange, Refusal refusal) throws IOException {
        respond(exchange, refusal.code(), status(refusal));
    }

    private static String status(Refusal refusal) {
        return "{\"kind\":\"Status\",\"code\":%d,\"reason\":\"%s\",\"message\":\"%s\"}"
                .formatted(refusal.code(), refusal.reason(), refusal.message());
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private void list(HttpExchange exchange, String plural, Map<String, String> query)
            throws IOException {
        List<String> all;
        long now;
        synchronized (this) {
            all = List.copyOf(objects.getOrDefault(plural, Map.of()).values());
            now = version;
        }
        int from = Integer.parseInt(query.getOrDefault("continue", "0"));
        int to = Math.min(all.size(), from + Integer.parseInt(query.getOrDefault("limit", "500")));
        respond(
                exchange,
                200,
                "{\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"%d\",\"continue\":\"%s\"},\"items\":[%s]}"
                        .formatted(
                                now,
                                to < all.size() ? Integer.toString(to) : "",
                                String.join(",", all.subList(from, to))));
    }

    private void watch(HttpExchange exchange, String plural, long from) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.flush();
        synchronized (this) {
            watches.add(exchange);
        }
        long reached = from;
        try {
            while (true) {
                List<Event> news = await(exchange, plural, reached);
                if (news == null) {
                    return;
                }
                for (Event event : news) {
                    out.write(
                            "{\"type\":\"%s\",\"object\":%s}\n"
                                    .formatted(event.type(), event.json())
                                    .getBytes(StandardCharsets.UTF_8));
                    reached = event.version();
                }
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    /** Events behind {@code from}; null when the watch is over. */
    private synchronized @Nullable List<Event> await(
            HttpExchange exchange, String plural, long from) throws InterruptedException {
        while (watches.contains(exchange)) {
            if (from < oldest) {
                watches.remove(exchange);
                return List.of(
                        new Event(
                                from,
                                plural,
                                "ERROR",
                                status(new Refusal(410, "Expired", "too old"))));
            }
            List<Event> news =
                    events.stream()
                            .filter(each -> each.version() > from && each.plural().equals(plural))
                            .toList();
            if (!news.isEmpty()) {
                return news;
            }
            wait();
        }
        return null;
    }

    @Override
    public void close() {
        cutWatches();
        server.stop(0);
        threads.shutdownNow();
        try {
            Files.deleteIfExists(kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
