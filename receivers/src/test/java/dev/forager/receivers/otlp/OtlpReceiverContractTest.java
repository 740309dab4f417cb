// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.otlp;

import static java.util.Objects.requireNonNull;

import dev.forager.pdata.OtlpJson;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.ReceiverFactory;
import dev.forager.receivers.otlp.OtlpReceiverConfig.HttpProtocol;
import dev.forager.testkit.ReceiverContract;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

/** The contract of receivers, over each way in. */
class OtlpReceiverContractTest {
    abstract static class Contract extends ReceiverContract<OtlpReceiverConfig> {
        @Override
        protected ReceiverFactory<OtlpReceiverConfig> factory() {
            return new OtlpReceiverFactory();
        }

        @Override
        protected OtlpReceiverConfig config() {
            return new OtlpReceiverConfig(RunningReceiver.protocols());
        }
    }

    @Nested
    class Grpc extends Contract {
        @Override
        protected Sender sender(Receiver receiver) {
            int port = ((OtlpReceiver) receiver).grpcPort();
            return payload -> {
                ManagedChannel channel =
                        ManagedChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
                String service = OtlpSignal.of(payload.signal()).grpcService();
                try {
                    ClientCalls.blockingUnaryCall(
                            channel,
                            MethodDescriptor.newBuilder(new RawBytes(), new RawBytes())
                                    .setType(MethodType.UNARY)
                                    .setFullMethodName(service + "/Export")
                                    .build(),
                            CallOptions.DEFAULT,
                            payload.toByteArray());
                    return true;
                } catch (StatusRuntimeException refused) {
                    return false;
                } finally {
                    channel.shutdownNow();
                }
            };
        }

        @Override
        protected boolean isShared(String threadName) {
            return threadName.startsWith("grpc-") || super.isShared(threadName);
        }
    }

    abstract static class Http extends Contract {
        private final boolean isJson;

        Http(boolean isJson) {
            this.isJson = isJson;
        }

        @Override
        protected Sender sender(Receiver receiver) {
            int port = ((OtlpReceiver) receiver).httpPort();
            HttpProtocol config = requireNonNull(config().protocols().http());
            return payload -> {
                byte[] body = isJson ? OtlpJson.toJson(payload) : payload.toByteArray();
                var uri =
                        URI.create(
                                "http://127.0.0.1:%d%s"
                                        .formatted(
                                                port,
                                                OtlpSignal.of(payload.signal()).path(config)));
                var request =
                        HttpRequest.newBuilder(uri)
                                .header(
                                        "Content-Type",
                                        isJson ? "application/json" : "application/x-protobuf")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build();
                try (var client = HttpClient.newHttpClient()) {
                    return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
                } catch (IOException gone) {
                    return false;
                }
            };
        }

        @Override
        protected boolean isShared(String threadName) {
            return threadName.startsWith("HttpClient-") || super.isShared(threadName);
        }
    }

    @Nested
    class HttpProtobuf extends Http {
        HttpProtobuf() {
            super(false);
        }

        @Override
        protected @Nullable String yaml() {
            return "protocols: {grpc: {endpoint: \"127.0.0.1:0\"}, http: {endpoint:"
                    + " \"127.0.0.1:0\", metrics_url_path: v1/metrics, read_header_timeout: 1m,"
                    + " write_timeout: 30s, idle_timeout: 1m}}";
        }
    }

    @Nested
    class HttpJson extends Http {
        HttpJson() {
            super(true);
        }
    }
}
