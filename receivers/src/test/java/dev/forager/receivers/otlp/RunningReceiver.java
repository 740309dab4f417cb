// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pipeline.MemoryBudget;
import dev.forager.receivers.otlp.OtlpReceiverConfig.HttpProtocol;
import dev.forager.receivers.otlp.OtlpReceiverConfig.Protocols;
import dev.forager.testkit.TestConsumers;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.transport.GrpcServerConfig;
import dev.forager.transport.HttpServerConfig;
import java.io.IOException;
import java.time.Duration;

/** A receiver on ports of its own with a sink behind it. */
final class RunningReceiver implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    final TestConsumers sinks;
    final MemoryBudget memory = MemoryBudget.ofBytes(200 << 20);
    final TestSettings settings = new TestSettings().withMemory(memory);
    private final OtlpReceiver receiver;

    private RunningReceiver(Protocols protocols, TestConsumers sinks) throws IOException {
        this.sinks = sinks;
        this.receiver = new OtlpReceiver(protocols, settings.receiver("otlp"), sinks);
        receiver.start(new TestHost());
    }

    /** Both protocols, all signals. */
    static RunningReceiver start() throws IOException {
        return start(TestConsumers.all());
    }

    static RunningReceiver start(TestConsumers sinks) throws IOException {
        return new RunningReceiver(protocols(), sinks);
    }

    static Protocols protocols() {
        return new Protocols(
                GrpcServerConfig.listeningOn("127.0.0.1:0"),
                new HttpProtocol(
                        HttpServerConfig.listeningOn("127.0.0.1:0"),
                        "/v1/traces",
                        "v1/metrics",
                        ""));
    }

    String grpcEndpoint() {
        return "http://127.0.0.1:" + grpcPort();
    }

    String httpEndpoint() {
        return "http://127.0.0.1:" + receiver.httpPort();
    }

    int grpcPort() {
        return receiver.grpcPort();
    }

    int httpPort() {
        return receiver.httpPort();
    }

    void stop() {
        receiver.stop(PATIENCE);
    }

    @Override
    public void close() {
        stop();
        assertThat(memory.usedBytes()).as("bytes still reserved").isZero();
    }
}
