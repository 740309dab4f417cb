// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.otlpgrpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import dev.forager.testkit.TestCertificates.Issued;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc.TraceServiceImplBase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** grpc-java's server with the generated trace service; keeps what it gets, answers as told. */
final class GrpcSink extends TraceServiceImplBase implements AutoCloseable, ServerInterceptor {
    final List<ExportTraceServiceRequest> requests = new CopyOnWriteArrayList<>();
    final List<Metadata> headers = new CopyOnWriteArrayList<>();
    final List<String> authorities = new CopyOnWriteArrayList<>();
    private final BlockingQueue<StatusRuntimeException> refusals = new LinkedBlockingQueue<>();
    private final Server server;
    private final int port;
    private volatile ExportTraceServiceResponse response =
            ExportTraceServiceResponse.getDefaultInstance();
    private volatile boolean isSilent;

    GrpcSink() throws IOException {
        this(0);
    }

    GrpcSink(int port) throws IOException {
        server = builder(port).addService(this).intercept(this).build().start();
        this.port = server.getPort();
    }

    /** With TLS, and a certificate of each client where {@code clientAuthority} is given. */
    GrpcSink(Issued identity, @Nullable Issued clientAuthority) throws IOException {
        var tls =
                GrpcSslContexts.forServer(
                        stream(identity.certificatePem()), stream(identity.keyPem()));
        if (clientAuthority != null) {
            tls.trustManager(clientAuthority.certificate()).clientAuth(ClientAuth.REQUIRE);
        }
        server =
                builder(0).sslContext(tls.build()).addService(this).intercept(this).build().start();
        port = server.getPort();
    }

    private static NettyServerBuilder builder(int port) {
        return NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    int port() {
        return port;
    }

    String endpoint() {
        return "127.0.0.1:" + port();
    }

    /** The next request is refused. */
    void refuse(StatusRuntimeException refusal) {
        refusals.add(refusal);
    }

    /** A refusal with a RetryInfo. */
    static StatusRuntimeException withRetryInfo(int code, String message, int millis) {
        var delay = Duration.newBuilder().setNanos(millis * 1_000_000);
        return StatusProto.toStatusRuntimeException(
                com.google.rpc.Status.newBuilder()
                        .setCode(code)
                        .setMessage(message)
                        .addDetails(Any.pack(RetryInfo.newBuilder().setRetryDelay(delay).build()))
                        .build());
    }

    void partialSuccess(long rejected, String message) {
        response =
                ExportTraceServiceResponse.newBuilder()
                        .setPartialSuccess(
                                ExportTracePartialSuccess.newBuilder()
                                        .setRejectedSpans(rejected)
                                        .setErrorMessage(message))
                        .build();
    }

    /** From now on requests are taken and not answered. */
    void fallSilent() {
        isSilent = true;
    }

    @Override
    public void export(
            ExportTraceServiceRequest request,
            StreamObserver<ExportTraceServiceResponse> observer) {
        StatusRuntimeException refusal = refusals.poll();
        if (isSilent) {
            return;
        }
        if (refusal != null) {
            observer.onError(refusal);
            return;
        }
        requests.add(request);
        observer.onNext(response);
        observer.onCompleted();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata metadata, ServerCallHandler<Q, A> next) {
        headers.add(metadata);
        authorities.add(String.valueOf(call.getAuthority()));
        return next.startCall(call, metadata);
    }

    @Nullable String header(String name) {
        return headers.getLast().get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    }

    /** Says GOAWAY and lets calls end. */
    void shutDownSoftly() {
        server.shutdown();
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
