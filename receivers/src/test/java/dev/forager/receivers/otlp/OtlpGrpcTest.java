// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.rpc.RetryInfo;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.RpcStatus;
import dev.forager.testkit.TestConsumers;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.collector.profiles.v1development.ProfilesServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.profiles.v1development.ResourceProfiles;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** grpc-java as the client. */
class OtlpGrpcTest {
    private RunningReceiver receiver;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        receiver = RunningReceiver.start();
        channel = channel(receiver.grpcPort());
    }

    private static ManagedChannel channel(int port) {
        return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    @AfterEach
    void stop() throws InterruptedException {
        channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        receiver.close();
    }

    static ExportTraceServiceRequest spans(int count, int nameLength) {
        var scope = ScopeSpans.newBuilder();
        for (int i = 0; i < count; i++) {
            scope.addSpans(
                    Span.newBuilder()
                            .setTraceId(ByteString.copyFrom(new byte[16]))
                            .setName("x".repeat(nameLength)));
        }
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
                .build();
    }

    private TraceServiceGrpc.TraceServiceBlockingStub stub() {
        return TraceServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    private Status refusal(ExportTraceServiceRequest request) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> stub().export(request))
                .getStatus();
    }

    @Test
    void arrives_unchanged() throws Exception {
        ExportTraceServiceRequest request = spans(1000, 100);
        assertThat(stub().export(request))
                .isEqualTo(
                        ExportTraceServiceResponse.newBuilder()
                                .setPartialSuccess(ExportTracePartialSuccess.getDefaultInstance())
                                .build());
        Payload payload = receiver.sinks.sink(Signal.TRACES).payloads().getFirst();
        assertThat(payload.itemCount()).isEqualTo(1000);
        assertThat(ExportTraceServiceRequest.parseFrom(payload.toByteArray())).isEqualTo(request);
        assertThat(receiver.sinks.sink(Signal.TRACES).contexts().getFirst().deadline()).isNotNull();
    }

    @Test
    void compressed_arrives() {
        stub().withCompression("gzip").export(spans(1000, 100));
        Payload payload = receiver.sinks.sink(Signal.TRACES).payloads().getFirst();
        assertThat(payload.itemCount()).isEqualTo(1000);
        assertThat(payload.received()).isNotNull();
    }

    @Test
    void emptyRequests_succeedAndReachNobody() {
        stub().export(ExportTraceServiceRequest.getDefaultInstance());
        stub().export(
                        ExportTraceServiceRequest.newBuilder()
                                .addResourceSpans(ResourceSpans.getDefaultInstance())
                                .build());
        assertThat(receiver.sinks.sink(Signal.TRACES).attempts()).isZero();
    }

    @Test
    void everySignal_hasItsService() {
        MetricsServiceGrpc.newBlockingStub(channel)
                .export(ExportMetricsServiceRequest.getDefaultInstance());
        LogsServiceGrpc.newBlockingStub(channel)
                .export(ExportLogsServiceRequest.getDefaultInstance());
        assertThat(
                        ProfilesServiceGrpc.newBlockingStub(channel)
                                .export(ExportProfilesServiceRequest.getDefaultInstance())
                                .getPartialSuccess()
                                .getRejectedProfiles())
                .isZero();
    }

    @Test
    void aReferenceToNowhere_isNoErrorOfDecoding() {
        var request =
                ExportProfilesServiceRequest.newBuilder()
                        .addResourceProfiles(
                                ResourceProfiles.newBuilder()
                                        .setResource(
                                                Resource.newBuilder()
                                                        .addAttributes(
                                                                KeyValue.newBuilder()
                                                                        .setKeyStrindex(4))))
                        .build();
        var stub = ProfilesServiceGrpc.newBlockingStub(channel);
        assertThatThrownBy(() -> stub.export(request))
                .hasMessage(
                        "INVALID_ARGUMENT: resource profiles 0 resource attributes: attribute 0"
                                + " has invalid key_strindex 4");
    }

    @Test
    void signalsWithoutPipeline_areUnknown() throws Exception {
        try (var logsOnly = RunningReceiver.start(TestConsumers.of(Signal.LOGS))) {
            ManagedChannel other = channel(logsOnly.grpcPort());
            Status status =
                    catchThrowableOfType(
                                    StatusRuntimeException.class,
                                    () ->
                                            TraceServiceGrpc.newBlockingStub(other)
                                                    .export(spans(1, 1)))
                            .getStatus();
            assertThat(status.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
            assertThat(status.getDescription())
                    .isEqualTo(
                            "unknown service"
                                    + " opentelemetry.proto.collector.trace.v1.TraceService");
            other.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void signalsThatPipelinesWantAtTimes_haveAServiceMeanwhile() {
        var stub = TraceServiceGrpc.newBlockingStub(channel);
        receiver.sinks.want(Signal.TRACES, false);
        assertThatThrownBy(() -> stub.export(spans(1, 1)))
                .hasMessage(
                        "UNIMPLEMENTED: unknown service"
                                + " opentelemetry.proto.collector.trace.v1.TraceService");
        receiver.sinks.want(Signal.TRACES, true);
        assertThat(stub.export(spans(1, 1)).getPartialSuccess().getRejectedSpans()).isZero();
    }

    @Test
    void unknownMethod_isUnimplemented() {
        MethodDescriptor<ExportTraceServiceRequest, ExportTraceServiceResponse> method =
                TraceServiceGrpc.getExportMethod().toBuilder()
                        .setFullMethodName(
                                "opentelemetry.proto.collector.trace.v1.TraceService/Import")
                        .build();
        Status status =
                catchThrowableOfType(
                                StatusRuntimeException.class,
                                () ->
                                        ClientCalls.blockingUnaryCall(
                                                channel, method, CallOptions.DEFAULT, spans(1, 1)))
                        .getStatus();
        assertThat(status.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(status.getDescription())
                .isEqualTo(
                        "unknown method Import for service"
                                + " opentelemetry.proto.collector.trace.v1.TraceService");
    }

    @Test
    void tooLarge_isResourceExhausted_andTheConnectionGoesOn() {
        Status status = refusal(spans(1, 5 << 20));
        assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(status.getDescription()).contains("larger than max", "4194304");
        Status bomb =
                catchThrowableOfType(
                                StatusRuntimeException.class,
                                () -> stub().withCompression("gzip").export(spans(1, 5 << 20)))
                        .getStatus();
        assertThat(bomb.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        stub().export(spans(1, 1));
        assertThat(receiver.sinks.sink(Signal.TRACES).items()).isEqualTo(1);
    }

    @Test
    void undecodable_isInternal_asByGoGrpc() {
        MethodDescriptor<byte[], ExportTraceServiceResponse> raw =
                MethodDescriptor.<byte[], ExportTraceServiceResponse>newBuilder(
                                new RawBytes(),
                                ProtoUtils.marshaller(
                                        ExportTraceServiceResponse.getDefaultInstance()))
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName(TraceServiceGrpc.getExportMethod().getFullMethodName())
                        .build();
        Status status =
                catchThrowableOfType(
                                StatusRuntimeException.class,
                                () ->
                                        ClientCalls.blockingUnaryCall(
                                                channel,
                                                raw,
                                                CallOptions.DEFAULT,
                                                new byte[] {10, 100, 1}))
                        .getStatus();
        assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(status.getDescription())
                .startsWith("grpc: error unmarshalling request: unexpected EOF");
    }

    @Test
    void failures_haveTheirCode() {
        var sink = receiver.sinks.sink(Signal.TRACES);
        sink.refuse(new Retryable("queue is full \u00fc%"));
        Status status = refusal(spans(1, 1));
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription()).isEqualTo("queue is full \u00fc%");
        sink.refuse(new Permanent("no"));
        assertThat(refusal(spans(1, 1)).getCode()).isEqualTo(Status.Code.INTERNAL);
        String whole = "Permanent error: rpc error: code = PermissionDenied desc = not yours";
        sink.refuse(new Permanent(whole, new RpcStatus(7, "not yours", null), null));
        status = refusal(spans(1, 1));
        assertThat(status.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(status.getDescription()).isEqualTo(whole);
    }

    @Test
    void delays_travelAsRetryInfo() throws Exception {
        receiver.sinks
                .sink(Signal.TRACES)
                .refuse(new Retryable("slow down", Duration.ofMillis(2500), null, null));
        var failure =
                catchThrowableOfType(
                        StatusRuntimeException.class, () -> stub().export(spans(1, 1)));
        com.google.rpc.Status status = Objects.requireNonNull(StatusProto.fromThrowable(failure));
        assertThat(status.getCode()).isEqualTo(14);
        assertThat(status.getMessage()).isEqualTo("slow down");
        var delay = status.getDetails(0).unpack(RetryInfo.class).getRetryDelay();
        assertThat(delay.getSeconds()).isEqualTo(2);
        assertThat(delay.getNanos()).isEqualTo(500_000_000);
    }

    @Test
    void overload_isRefusedBeforeDecoding() {
        try (var held = receiver.memory.reserve(receiver.memory.limitBytes() - 1000)) {
            assertThat(held).isNotNull();
            Status status = refusal(spans(1, 5000));
            assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(status.getDescription())
                    .startsWith(
                            "data refused due to high memory usage: bytes of telemetry in flight: "
                                    + (receiver.memory.limitBytes() - 1000));
        }
        assertThat(receiver.settings.metrics().points("forager_receiver_refused_requests"))
                .containsExactly("{reason=memory, receiver=otlp, transport=grpc} 1");
        stub().export(spans(1, 5000));
    }

    @Test
    void portOfHttp_saysWhereGrpcIs_retryably() {
        channel.shutdownNow();
        channel = channel(receiver.httpPort());
        Status status = refusal(spans(1, 1));
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription())
                .startsWith("this port speaks OTLP/HTTP; gRPC is served at");
    }

    @Test
    void largeMetadata_isTaken_hugeIsRefused_andTheClientGoesOn() {
        stubWith("a".repeat(65_536)).export(spans(1, 1));
        assertThat(
                        catchThrowableOfType(
                                StatusRuntimeException.class,
                                () -> stubWith("a".repeat(200_000)).export(spans(1, 1))))
                .isNotNull();
        stub().export(spans(1, 1));
        assertThat(receiver.sinks.sink(Signal.TRACES).items()).isEqualTo(2);
    }

    private TraceServiceGrpc.TraceServiceBlockingStub stubWith(String metadata) {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("x-large", Metadata.ASCII_STRING_MARSHALLER), metadata);
        return stub().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    @Test
    void stop_letsRequestsFinish_andRefusesNewOnes() throws Exception {
        var sink = receiver.sinks.sink(Signal.TRACES);
        sink.block();
        var running = TraceServiceGrpc.newFutureStub(channel).export(spans(1, 1));
        Awaitility.await().until(() -> sink.waiting() == 1);
        Thread stopping = Thread.ofVirtual().start(receiver::stop);
        Awaitility.await()
                .untilAsserted(
                        () ->
                                assertThat(refusal(spans(1, 1)).getCode())
                                        .isEqualTo(Status.Code.UNAVAILABLE));
        sink.release();
        assertThat(running.get(10, TimeUnit.SECONDS).getPartialSuccess().getRejectedSpans())
                .isZero();
        assertThat(stopping.join(Duration.ofSeconds(10))).isTrue();
        assertThat(sink.items()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void logLines_nameTheEndpoints() {
        assertThat(receiver.settings.log().messages())
                .containsExactly("Starting GRPC server", "Starting HTTP server");
        assertThat(receiver.settings.log().lines().getFirst().fields().get("endpoint"))
                .asString()
                .startsWith("127.0.0.1:")
                .doesNotEndWith(":0");
    }
}
