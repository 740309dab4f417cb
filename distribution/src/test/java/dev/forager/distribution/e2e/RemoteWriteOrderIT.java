// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.forager.testkit.Ports;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.DecodeException;
import dev.forager.transport.codec.DecodeLimits;
import dev.forager.transport.codec.Decompressor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The whole program with a sending queue and several consumers, before a receiver of remote write
 * that takes another while for each body and refuses some at first: the samples of each series
 * arrive in the order of time, each once, although bodies are on their way at once.
 */
class RemoteWriteOrderIT {
    private static final int SERIES = 60;
    private static final int REQUESTS = 60;
    private static final int MOST_NANOS = 4_000_000;

    private final HttpServer server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final SplittableRandom random = new SplittableRandom(20261126);
    private final Map<List<ByteString>, List<Long>> arrived = new HashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    RemoteWriteOrderIT() throws IOException {
        server.createContext("/", this::write);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private void write(HttpExchange exchange) throws IOException {
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        try (exchange) {
            byte[] body = unpacked(exchange.getRequestBody().readAllBytes());
            int turn = turn();
            LockSupport.parkNanos(turn);
            boolean isRefused = turn % 16 == 0;
            if (isRefused) {
                refused.incrementAndGet();
            } else {
                keep(body);
            }
            exchange.sendResponseHeaders(isRefused ? 503 : 204, -1);
        } finally {
            underWay.decrementAndGet();
        }
    }

    private static byte[] unpacked(byte[] body) throws IOException {
        try {
            var limits = DecodeLimits.ofBytes(1 << 24);
            return Decompressor.decompress(Compression.SNAPPY, body, 0, body.length, limits)
                    .toByteArray();
        } catch (DecodeException e) {
            throw new IOException(e);
        }
    }

    private synchronized int turn() {
        return random.nextInt(MOST_NANOS);
    }

    /** Fields 1 of WriteRequest (prometheus/prompb/remote.proto): labels in 1, samples in 2. */
    private synchronized void keep(byte[] body) throws IOException {
        for (var bytes : UnknownFieldSet.parseFrom(body).getField(1).getLengthDelimitedList()) {
            UnknownFieldSet series = UnknownFieldSet.parseFrom(bytes);
            List<ByteString> labels = series.getField(1).getLengthDelimitedList();
            for (var sample : series.getField(2).getLengthDelimitedList()) {
                long millis =
                        UnknownFieldSet.parseFrom(sample).getField(2).getVarintList().getFirst();
                arrived.computeIfAbsent(labels, _ -> new ArrayList<>()).add(millis);
            }
        }
    }

    private synchronized long samples() {
        return arrived.values().stream().mapToLong(List::size).sum();
    }

    @Test
    void samplesOfASeries_arriveInTheOrderOfTime() throws Exception {
        int port = Ports.free();
        try (var forager = RunningForager.ready(config(port))) {
            for (int second = 1; second <= REQUESTS; second++) {
                var response = Http.postJson(port, "/v1/metrics", request(second));
                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> samples() >= (long) SERIES * REQUESTS);
            forager.signal("TERM");
            assertThat(forager.exitCode()).as(forager.err()).isZero();
        }
        List<Long> rising = LongStream.rangeClosed(1, REQUESTS).map(s -> s * 1000).boxed().toList();
        assertThat(arrived).hasSize(SERIES).allSatisfy((_, t) -> assertThat(t).isEqualTo(rising));
        assertThat(mostUnderWay).hasValueGreaterThan(1);
        assertThat(refused).hasPositiveValue();
    }

    private String config(int port) {
        return """
        receivers: {otlp: {protocols: {http: {endpoint: "127.0.0.1:%d"}}}}
        exporters:
          prometheus_remote_write:
            endpoint: "http://127.0.0.1:%d/write"
            max_batch_size_bytes: 1500
            target_info: {enabled: false}
            remote_write_queue: {enabled: true, queue_size: 1000, num_consumers: 5}
            retry_on_failure: {initial_interval: 5ms, max_interval: 20ms}
        service:
          telemetry: {metrics: {level: none}}
          pipelines: {metrics: {receivers: [otlp], exporters: [prometheus_remote_write]}}
        """
                .formatted(port, server.getAddress().getPort());
    }

    private static String request(int second) {
        String points =
                IntStream.range(0, SERIES)
                        .mapToObj(
                                i ->
                                        """
                                        {"asInt": "1", "timeUnixNano": "%d000000000",
                                         "attributes": [{"key": "i", "value": {"intValue": "%d"}}]}"""
                                                .formatted(second, i))
                        .collect(Collectors.joining(","));
        return """
        {"resourceMetrics": [{"scopeMetrics": [{"metrics": [
          {"name": "g", "gauge": {"dataPoints": [%s]}}]}]}]}
        """
                .formatted(points);
    }
}
