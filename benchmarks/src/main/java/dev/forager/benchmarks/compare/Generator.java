// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Sends a scenario's requests: in a closed loop (as many in flight as {@link #IN_FLIGHT} says) or
 * at a fixed rate, where latency counts from the planned moment, so that a stalled server cannot
 * hide. All state is confined to one event loop.
 */
final class Generator implements AutoCloseable {
    private static final int CONNECTIONS = 4;
    private static final int IN_FLIGHT = 32;

    /** Bodies that wait are in memory twice; beyond, the generator itself would fail. */
    private static final long MAX_BYTES_IN_FLIGHT = 256 << 20;

    private static final long HIGHEST_LATENCY_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final Scenario scenario;
    private final List<Body> bodies = new ArrayList<>();
    private final List<ClientFactory> factories = new ArrayList<>();
    private final List<WebClient> clients = new ArrayList<>();
    private final RequestHeaders headers;
    private final EventExecutor loop;
    private Histogram latency = new Histogram(HIGHEST_LATENCY_NANOS, 3);
    private Identities acknowledged = Identities.NONE;
    private long sent;
    private long inFlight;
    private long bytesInFlight;
    private long refused;
    private long retryable;
    private @Nullable String firstLoss;
    private boolean stopped;
    private double itemsPerSecond;
    private long startNanos;

    /**
     * Connects to nothing yet.
     *
     * @param distinct how many different bodies there are; 16 compares with suites that repeat
     *     theirs
     */
    Generator(Scenario scenario, int port, int distinct) {
        this.scenario = scenario;
        for (int i = 0; i < distinct; i++) {
            bodies.add(Body.of(scenario, i + 1));
        }
        for (int i = 0; i < CONNECTIONS; i++) {
            var factory =
                    ClientFactory.builder()
                            .workerGroup(1)
                            .http2InitialConnectionWindowSize(1 << 20)
                            .build();
            factories.add(factory);
            String protocol = scenario.http() ? "h1c" : "h2c";
            clients.add(
                    WebClient.builder(protocol + "://127.0.0.1:" + port)
                            .factory(factory)
                            .responseTimeoutMillis(60_000)
                            .writeTimeoutMillis(60_000)
                            .build());
        }
        headers = headers(scenario);
        loop = factories.getFirst().eventLoopGroup().next();
    }

    private static RequestHeaders headers(Scenario scenario) {
        var headers =
                RequestHeaders.builder(
                        HttpMethod.POST,
                        scenario.http() ? scenario.httpPath() : scenario.grpcPath());
        if (scenario.http()) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, "application/x-protobuf");
            if (!scenario.codec().equals("none")) {
                headers.set(HttpHeaderNames.CONTENT_ENCODING, scenario.codec());
            }
        } else {
            headers.set(HttpHeaderNames.CONTENT_TYPE, "application/grpc+proto");
            headers.set(HttpHeaderNames.TE, "trailers");
            if (!scenario.codec().equals("none")) {
                headers.set("grpc-encoding", scenario.codec());
            }
        }
        return headers.build();
    }

    /** Begins; {@code rate} items a second, or 0 for the closed loop. */
    void start(double rate) {
        loop.execute(
                () -> {
                    itemsPerSecond = rate;
                    startNanos = System.nanoTime();
                    if (rate > 0) {
                        pace();
                    } else {
                        for (int i = 0; i < (scenario.http() ? IN_FLIGHT / 2 : IN_FLIGHT); i++) {
                            send(System.nanoTime());
                        }
                    }
                });
    }

    private void pace() {
        if (stopped) {
            return;
        }
        long now = System.nanoTime();
        double interval = scenario.batch() / itemsPerSecond * 1e9;
        while (startNanos + (long) (sent * interval) <= now
                && bytesInFlight < MAX_BYTES_IN_FLIGHT) {
            send(startNanos + (long) (sent * interval));
        }
        var _ = loop.schedule(this::pace, 500, TimeUnit.MICROSECONDS);
    }

    private void send(long planned) {
        Body body = bodies.get((int) (sent % bodies.size()));
        body.renew(sent);
        Identities identities = body.identities();
        WebClient client = clients.get((int) (sent % CONNECTIONS));
        sent++;
        inFlight++;
        int bytes = body.wire().length;
        bytesInFlight += bytes;
        // A renewed body is written while the next one is made: each sending has its own copy.
        var _ =
                client.execute(HttpRequest.of(headers, HttpData.wrap(body.wire().clone())))
                        .aggregate()
                        .whenComplete(
                                (response, failure) ->
                                        loop.execute(
                                                () ->
                                                        answered(
                                                                planned,
                                                                bytes,
                                                                identities,
                                                                response,
                                                                failure)));
    }

    private void answered(
            long planned,
            int bytes,
            Identities identities,
            @Nullable AggregatedHttpResponse response,
            @Nullable Throwable failure) {
        inFlight--;
        bytesInFlight -= bytes;
        if (response != null && failure == null && accepted(response)) {
            acknowledged = acknowledged.plus(identities);
            latency.recordValue(Math.min(System.nanoTime() - planned, HIGHEST_LATENCY_NANOS));
        } else {
            refused++;
            if (response != null && failure == null && mayBeTriedAgain(response)) {
                retryable++;
            } else if (firstLoss == null) {
                firstLoss =
                        failure != null
                                ? failure.toString()
                                : response == null
                                        ? "no response"
                                        : response.headers() + " " + response.contentUtf8();
            }
        }
        if (!stopped && itemsPerSecond == 0) {
            send(System.nanoTime());
        }
    }

    private static boolean accepted(AggregatedHttpResponse response) {
        return response.status().equals(HttpStatus.OK) && grpcStatus(response).equals("0");
    }

    /** Unavailable, in words of gRPC and of HTTP: OTLP specification, "Failures". */
    private static boolean mayBeTriedAgain(AggregatedHttpResponse response) {
        return grpcStatus(response).equals("14")
                || response.status().equals(HttpStatus.SERVICE_UNAVAILABLE)
                || response.status().equals(HttpStatus.TOO_MANY_REQUESTS);
    }

    private static String grpcStatus(AggregatedHttpResponse response) {
        return response.trailers().get("grpc-status", response.headers().get("grpc-status", "0"));
    }

    /** What has been acknowledged, refused and how fast; the latencies start anew. */
    Progress progress() {
        return await(
                () -> {
                    var present =
                            new Progress(acknowledged, refused, retryable, firstLoss, latency);
                    latency = new Histogram(HIGHEST_LATENCY_NANOS, 3);
                    return present;
                });
    }

    /** Sends no more and waits for the answers that are due. */
    Progress finish() {
        await(
                () -> {
                    stopped = true;
                    return true;
                });
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (await(() -> inFlight) > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        return progress();
    }

    private <T> T await(java.util.concurrent.Callable<T> task) {
        try {
            return loop.submit(task).get();
        } catch (Exception e) {
            throw new IllegalStateException("generator", e);
        }
    }

    /** Sends each body once, one after the other; returns the messages. */
    List<byte[]> sendEachOnce() {
        var messages = new ArrayList<byte[]>();
        for (Body body : bodies) {
            body.renew(messages.size());
            messages.add(body.message(scenario.signal(), scenario.http()));
            var response =
                    clients.getFirst()
                            .execute(HttpRequest.of(headers, HttpData.wrap(body.wire().clone())))
                            .aggregate()
                            .join();
            if (!accepted(response)) {
                throw new IllegalStateException(
                        "refused: " + response.headers() + " " + response.contentUtf8());
            }
        }
        return messages;
    }

    @Override
    public void close() {
        factories.forEach(ClientFactory::close);
    }

    /**
     * A moment of a run.
     *
     * @param retryable of the refused requests those that a sender tries again by the protocol
     * @param firstLoss what the first of the others got
     * @param latency of the answers since the last moment, nanoseconds
     */
    record Progress(
            Identities acknowledged,
            long refused,
            long retryable,
            @Nullable String firstLoss,
            Histogram latency) {}
}
