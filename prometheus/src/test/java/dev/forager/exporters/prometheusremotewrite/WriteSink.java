// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.forager.testkit.ExporterContract;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.DecodeException;
import dev.forager.transport.codec.DecodeLimits;
import dev.forager.transport.codec.Decompressor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The JDK's HTTP server as a receiver of remote write: keeps what it gets, answers as told. */
final class WriteSink implements ExporterContract.Backend, AutoCloseable {
    static final Map<String, String> ALL_WRITTEN =
            Map.of(
                    "X-Prometheus-Remote-Write-Samples-Written", "1000000",
                    "X-Prometheus-Remote-Write-Histograms-Written", "0",
                    "X-Prometheus-Remote-Write-Exemplars-Written", "0");

    final List<Received> requests = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    private final HttpServer server;
    private volatile Reply standing = new Reply(204, Map.of(), "");
    private volatile LongSupplier workNanos = () -> 0;
    private volatile @Nullable String refused;
    private volatile Reply refusal = standing;

    /** A request, decompressed. */
    @SuppressWarnings("ArrayRecordComponent") // Looked at by tests only.
    record Received(Headers headers, byte[] body, boolean isTaken) {
        RemoteWriteMessage version() {
            return headers.getFirst("X-Prometheus-Remote-Write-Version").equals("2.0.0")
                    ? RemoteWriteMessage.V2
                    : RemoteWriteMessage.V1;
        }

        List<String> lines() {
            try {
                return WrittenText.of(version(), body);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** What to answer. */
    record Reply(int status, Map<String, String> headers, String body) {}

    WriteSink() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String url() {
        return "http://127.0.0.1:%d/api/v1/write".formatted(server.getAddress().getPort());
    }

    /** The answer to the next request that has none yet. */
    void reply(int status, Map<String, String> headers, String body) {
        replies.add(new Reply(status, headers, body));
    }

    /** The answer to all others. */
    void always(int status, Map<String, String> headers) {
        standing = new Reply(status, headers, "");
    }

    /** Answers so where a line of the request holds this text: nothing of it is taken. */
    void refuses(String text, int status, String said) {
        refused = text;
        refusal = new Reply(status, Map.of(), said);
    }

    /** How long each request takes until it counts as there. */
    void works(LongSupplier nanos) {
        workNanos = nanos;
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] packed = exchange.getRequestBody().readAllBytes();
        Reply told = replies.poll();
        Reply reply = told == null ? standing : told;
        LockSupport.parkNanos(workNanos.getAsLong());
        try {
            byte[] body =
                    Decompressor.decompress(
                                    Compression.SNAPPY,
                                    packed,
                                    0,
                                    packed.length,
                                    DecodeLimits.ofBytes(1 << 24))
                            .toByteArray();
            var received =
                    new Received(exchange.getRequestHeaders(), body, reply.status / 100 == 2);
            String odd = refused;
            if (odd != null && received.lines().stream().anyMatch(line -> line.contains(odd))) {
                reply = refusal;
                received = new Received(exchange.getRequestHeaders(), body, false);
            }
            requests.add(received);
        } catch (DecodeException e) {
            throw new IOException(e);
        }
        reply.headers.forEach(exchange.getResponseHeaders()::add);
        byte[] text = reply.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status, text.length == 0 ? -1 : text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    /** Lines of all requests that were taken. */
    List<String> taken() {
        List<String> lines = new ArrayList<>();
        requests.stream().filter(Received::isTaken).forEach(each -> lines.addAll(each.lines()));
        return lines;
    }

    @Override
    public long items() {
        return taken().size();
    }

    @Override
    public void refuseForNow() {
        always(500, Map.of());
    }

    @Override
    public void refuseForEver() {
        always(400, Map.of());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
