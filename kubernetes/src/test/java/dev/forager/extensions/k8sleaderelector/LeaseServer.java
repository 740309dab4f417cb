// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.k8sleaderelector;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.forager.testkit.Kubeconfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps one lease as the API does: a version that is not the present one is a conflict. */
final class LeaseServer implements AutoCloseable {
    private static final Pattern VERSION = Pattern.compile("\"resourceVersion\":\"(\\d+)\"");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Path kubeconfig;
    private @Nullable String lease;
    private int version;
    private int refusal;
    private boolean stalls;

    LeaseServer(Path folder) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        kubeconfig =
                Kubeconfig.write(
                        folder.resolve("lease.kubeconfig"),
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                        "t");
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    /** Every request is answered with this status from now on; 0 for none. */
    synchronized void refuse(int status) {
        refusal = status;
    }

    /** Requests get no answer while this is so. */
    synchronized void stall(boolean silent) {
        stalls = silent;
        notifyAll();
    }

    private synchronized void awaitVoice() throws IOException {
        try {
            while (stalls) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IOException("closed", e);
        }
    }

    /** The lease as it was written last; empty if there is none. */
    synchronized String lease() {
        return lease == null ? "" : lease;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String method = exchange.getRequestMethod();
        awaitVoice();
        int status;
        String answer;
        synchronized (this) {
            status = refusal != 0 ? refusal : status(method, body);
            if (status < 300 && !method.equals("GET")) {
                version++;
                lease = versioned(body);
            }
            answer = status < 300 ? lease() : "{\"kind\":\"Status\",\"message\":\"refused\"}";
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private int status(String method, String body) {
        Matcher given = VERSION.matcher(body);
        return switch (method) {
            case "GET" -> lease == null ? 404 : 200;
            case "POST" -> lease == null ? 201 : 409;
            default -> given.find() && given.group(1).equals(Integer.toString(version)) ? 200 : 409;
        };
    }

    private String versioned(String body) {
        String field = "\"resourceVersion\":\"" + version + "\"";
        Matcher given = VERSION.matcher(body);
        return given.find()
                ? given.replaceFirst(field)
                : body.replaceFirst("\"metadata\":\\{", "\"metadata\":{" + field + ",");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
