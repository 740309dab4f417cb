// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.util.DomainSocketAddress;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerPort;
import dev.forager.pdata.MalformedTelemetryException;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.testkit.ExporterContract;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.DecodeException;
import dev.forager.transport.codec.DecodeLimits;
import dev.forager.transport.codec.Decompressor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A server of OTLP over gRPC and HTTP for all signals: counts items, and refuses as told. */
public final class OtlpBackend implements ExporterContract.Backend, AutoCloseable {
    private final AtomicLong items = new AtomicLong();
    private final Server server;
    private volatile int grpcStatus;
    private volatile HttpStatus httpStatus = HttpStatus.OK;

    /** Listens on a free port of the loopback address. */
    public OtlpBackend() {
        this(Server.builder().http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    /** Listens on a socket file. */
    public OtlpBackend(Path socket) {
        this(
                Server.builder()
                        .port(
                                new ServerPort(
                                        DomainSocketAddress.of(socket), SessionProtocol.HTTP)));
    }

    private OtlpBackend(ServerBuilder builder) {
        server =
                builder.serviceUnder(
                                "/",
                                (context, request) ->
                                        HttpResponse.of(
                                                request.aggregate().thenApply(this::answer)))
                        .build();
        server.start().join();
    }

    /** The port of the first constructor. */
    public int port() {
        return server.activeLocalPort();
    }

    private HttpResponse answer(AggregatedHttpRequest request) {
        boolean isGrpc = request.path().endsWith("/Export");
        if (grpcStatus == 0) {
            items.addAndGet(count(request, isGrpc));
        }
        return isGrpc ? grpcAnswer() : HttpResponse.of(httpStatus);
    }

    private HttpResponse grpcAnswer() {
        ResponseHeaders headers =
                ResponseHeaders.of(HttpStatus.OK, HttpHeaderNames.CONTENT_TYPE, "application/grpc");
        HttpHeaders trailers = HttpHeaders.of("grpc-status", grpcStatus);
        return grpcStatus == 0
                ? HttpResponse.of(headers, HttpData.wrap(new byte[5]), trailers)
                : HttpResponse.of(headers, HttpData.empty(), trailers);
    }

    private static int count(AggregatedHttpRequest request, boolean isGrpc) {
        byte[] body = request.content().array();
        int offset = isGrpc ? 5 : 0;
        String encoding =
                request.headers()
                        .get(
                                isGrpc
                                        ? HttpHeaderNames.of("grpc-encoding")
                                        : HttpHeaderNames.CONTENT_ENCODING);
        try {
            byte[] message = inflated(encoding, body, offset);
            return Payload.parse(signal(request.path()), message, 0, message.length).itemCount();
        } catch (DecodeException | MalformedTelemetryException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static byte[] inflated(@Nullable String encoding, byte[] body, int offset)
            throws DecodeException {
        Compression codec = encoding == null ? null : Compression.ofWireName(encoding);
        if (codec == null) {
            return Arrays.copyOfRange(body, offset, body.length);
        }
        return Decompressor.decompress(
                        codec, body, offset, body.length - offset, DecodeLimits.ofBytes(1 << 20))
                .toByteArray();
    }

    private static Signal signal(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        for (Signal signal : Signal.values()) {
            if (lower.contains(signal.id().substring(0, signal.id().length() - 1))) {
                return signal;
            }
        }
        throw new IllegalArgumentException(path);
    }

    @Override
    public long items() {
        return items.get();
    }

    @Override
    public void refuseForNow() {
        grpcStatus = 14;
        httpStatus = HttpStatus.SERVICE_UNAVAILABLE;
    }

    @Override
    public void refuseForEver() {
        grpcStatus = 3;
        httpStatus = HttpStatus.BAD_REQUEST;
    }

    @Override
    public void close() {
        server.close();
    }
}
