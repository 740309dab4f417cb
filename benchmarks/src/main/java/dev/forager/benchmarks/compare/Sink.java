// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

import com.github.luben.zstd.ZstdInputStream;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.forager.pdata.Signal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * The backend: accepts everything, counts bytes and identities, and hands whole messages to a
 * listener while fidelity is checked. Thread-safe.
 */
final class Sink implements AutoCloseable {
    private static final int PREFIX = 5;
    private static final ResponseHeaders GRPC_OK =
            ResponseHeaders.of(
                    HttpStatus.OK, HttpHeaderNames.CONTENT_TYPE, "application/grpc+proto");
    private static final HttpHeaders GRPC_TRAILERS = HttpHeaders.of("grpc-status", "0");
    private static final ResponseHeaders HTTP_OK =
            ResponseHeaders.of(
                    HttpStatus.OK, HttpHeaderNames.CONTENT_TYPE, "application/x-protobuf");

    /** More than any body has: what a sender wants to read when all was taken. */
    private static final ResponseHeaders WRITTEN =
            ResponseHeaders.builder(HttpStatus.NO_CONTENT)
                    .add("x-prometheus-remote-write-samples-written", "1000000")
                    .add("x-prometheus-remote-write-histograms-written", "1000000")
                    .add("x-prometheus-remote-write-exemplars-written", "1000000")
                    .build();

    private final Scenario scenario;
    private final Server server;
    private final Object lock = new Object();
    private Identities arrived = Identities.NONE;
    private long bytes;
    private volatile Consumer<byte[]> listener = message -> {};
    private volatile boolean inspects = true;

    Sink(Scenario scenario) {
        this.scenario = scenario;
        ServerBuilder builder =
                Server.builder()
                        .http(0)
                        .maxRequestLength(0)
                        .requestTimeoutMillis(0)
                        .http2InitialConnectionWindowSize(8 << 20)
                        .http2InitialStreamWindowSize(4 << 20)
                        .service(scenario.httpPath(), this::http)
                        .service("/api/v1/write", this::remoteWrite);
        for (Signal signal : List.of(Signal.TRACES, Signal.METRICS, Signal.LOGS)) {
            builder.service(Scenario.grpcPath(signal), this::grpc);
        }
        this.server = builder.build();
        server.start().join();
    }

    int port() {
        return server.activeLocalPort();
    }

    /** Identities of everything that has arrived. */
    Identities arrived() {
        synchronized (lock) {
            return arrived;
        }
    }

    /** Body bytes that have arrived, as they were on the wire. */
    long bytes() {
        synchronized (lock) {
            return bytes;
        }
    }

    /** Gets each message that arrives from now on. */
    void listen(Consumer<byte[]> each) {
        listener = each;
    }

    /** Whether packed bodies are unpacked and their items counted; else just their bytes. */
    void inspect(boolean on) {
        inspects = on;
    }

    private HttpResponse grpc(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(
                request.aggregate()
                        .thenApply(
                                body -> {
                                    take(
                                            body.content().array(),
                                            PREFIX,
                                            body.headers().get("grpc-encoding", "identity"));
                                    return HttpResponse.of(
                                            GRPC_OK,
                                            HttpData.wrap(new byte[PREFIX]),
                                            GRPC_TRAILERS);
                                }));
    }

    private HttpResponse http(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(
                request.aggregate()
                        .thenApply(
                                body -> {
                                    take(
                                            body.content().array(),
                                            0,
                                            body.headers().get("content-encoding", "identity"));
                                    return HttpResponse.of(HTTP_OK);
                                }));
    }

    private HttpResponse remoteWrite(ServiceRequestContext context, HttpRequest request) {
        boolean isSecond = scenario.out() == Scenario.Out.REMOTE_WRITE_2;
        return HttpResponse.of(
                request.aggregate()
                        .thenApply(
                                body -> {
                                    byte[] wire = body.content().array();
                                    long samples =
                                            inspects ? RemoteWriteSamples.in(wire, isSecond) : 0;
                                    synchronized (lock) {
                                        arrived = arrived.plus(new Identities(samples, 0, 0));
                                        bytes += wire.length;
                                    }
                                    return HttpResponse.of(WRITTEN);
                                }));
    }

    private void take(byte[] wire, int from, String encoding) {
        boolean packed = from == PREFIX ? wire[0] == 1 : !encoding.equals("identity");
        Identities ids = Identities.NONE;
        if (scenario.work().proof() != Work.Proof.NONE && (inspects || !packed)) {
            byte[] message = packed ? unpack(wire, from, encoding) : wire;
            int start = packed ? 0 : from;
            ids = ItemWalk.identities(message, start, message.length, scenario.signal());
            listener.accept(Arrays.copyOfRange(message, start, message.length));
        }
        synchronized (lock) {
            arrived = arrived.plus(ids);
            bytes += wire.length - from;
        }
    }

    private static byte[] unpack(byte[] wire, int from, String encoding) {
        var raw = new ByteArrayInputStream(wire, from, wire.length - from);
        try (InputStream in =
                encoding.equals("zstd") ? new ZstdInputStream(raw) : new GZIPInputStream(raw)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("sink: cannot unpack " + encoding, e);
        }
    }

    @Override
    public void close() {
        server.stop().join();
    }
}
