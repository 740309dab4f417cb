// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pipeline.MemoryBudget;
import dev.forager.testkit.LogRecorder;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.transport.GrpcServerConfig;
import dev.forager.transport.GrpcServerConfig.EnforcementPolicy;
import dev.forager.transport.GrpcServerConfig.Keepalive;
import dev.forager.transport.GrpcServerConfig.ServerParameters;
import dev.forager.transport.ListenTransport;
import dev.forager.transport.server.Http2Wire.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each key of {@code keepalive}, seen by a client that follows no rules. */
class GrpcKeepaliveTest {
    private static final String PATH = "/pack.Service/Export";
    private static final Duration NEVER = Duration.ZERO;
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final int NO_ERROR = 0;
    private static final int ENHANCE_YOUR_CALM = 11;

    private final LogRecorder log = new TestSettings().log();
    private @Nullable RunningServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(Duration.ofSeconds(10));
        }
    }

    private Http2Wire connect(@Nullable Keepalive keepalive) throws IOException {
        var config =
                new GrpcServerConfig(
                        "127.0.0.1:0",
                        ListenTransport.TCP,
                        null,
                        0,
                        0,
                        keepalive,
                        null,
                        false,
                        List.of());
        var settings = new ServerSettings(log.logger(), MemoryBudget.unlimited());
        RunningServer started =
                GrpcServer.of(config, settings)
                        .unary("pack.Service", "Export", new Echo())
                        .start(new TestHost());
        server = started;
        return new Http2Wire(started.port());
    }

    private static Keepalive parameters(
            Duration idle, Duration age, Duration grace, Duration time, Duration timeout) {
        return new Keepalive(new ServerParameters(idle, age, grace, time, timeout), null);
    }

    private static Keepalive policy(Duration minTime, boolean permitWithoutStream) {
        return new Keepalive(null, new EnforcementPolicy(minTime, permitWithoutStream));
    }

    private static void assertCutOff(Http2Wire client) throws IOException {
        Frame goAway = requireNonNull(client.next(Http2Wire.GOAWAY), "no GOAWAY");
        assertThat(goAway.errorCode()).isEqualTo(ENHANCE_YOUR_CALM);
        assertThat(goAway.debugData()).isEqualTo("too_many_pings");
        client.awaitClose();
    }

    private static void assertAlive(Http2Wire client) throws IOException {
        client.beginCall(99, PATH);
        client.endCall(99);
        assertThat(client.next(Http2Wire.DATA)).isNotNull();
    }

    private static void ping(Http2Wire client, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            client.ping();
            Frame answer = requireNonNull(client.next(Http2Wire.PING), "no answer to a ping");
            assertThat(answer.flags()).isEqualTo(Http2Wire.ACK);
        }
    }

    @Test
    void pingsWithoutCalls_areTooMany_byDefault() throws IOException {
        try (Http2Wire client = connect(null)) {
            ping(client, 3); // the first, and two that are forgiven
            client.ping();
            assertCutOff(client);
        }
    }

    @Test
    void pingsWithoutCalls_mayBePermitted_butNotMoreOftenThanMinTime() throws IOException {
        try (Http2Wire client = connect(policy(Duration.ofNanos(1), true))) {
            ping(client, 20);
            assertAlive(client);
        }
        stop();
        try (Http2Wire client = connect(policy(Duration.ofMinutes(1), true))) {
            ping(client, 3);
            client.ping();
            assertCutOff(client);
        }
    }

    @Test
    void pingsDuringACall_mustKeepToMinTime() throws IOException {
        try (Http2Wire client = connect(policy(Duration.ofNanos(1), false))) {
            client.beginCall(1, PATH);
            ping(client, 20);
            client.endCall(1);
            assertThat(client.next(Http2Wire.DATA)).isNotNull();
        }
        stop();
        try (Http2Wire client = connect(policy(Duration.ofMinutes(1), false))) {
            client.beginCall(1, PATH);
            ping(client, 3);
            client.ping();
            assertCutOff(client);
        }
    }

    @Test
    void anAnswer_forgivesEarlierPings() throws IOException {
        try (Http2Wire client = connect(policy(Duration.ofMinutes(1), true))) {
            for (int stream = 1; stream < 20; stream += 2) {
                ping(client, 3);
                client.beginCall(stream, PATH);
                client.endCall(stream);
                Frame trailers = client.next(Http2Wire.HEADERS);
                while (trailers != null && (trailers.flags() & Http2Wire.END_STREAM) == 0) {
                    trailers = client.next(Http2Wire.HEADERS);
                }
            }
            assertAlive(client);
        }
    }

    @Test
    void anIdleConnection_isEndedWithAGoodbye() throws IOException {
        try (Http2Wire client = connect(parameters(SHORT, NEVER, NEVER, NEVER, NEVER))) {
            client.beginCall(1, PATH);
            client.endCall(1);
            assertThat(client.next(Http2Wire.DATA)).isNotNull();
            Frame goAway = requireNonNull(client.next(Http2Wire.GOAWAY), "no GOAWAY");
            assertThat(goAway.errorCode()).isEqualTo(NO_ERROR);
            client.awaitClose();
        }
    }

    @Test
    void anOldConnection_isEndedWhenItsCallsAreDone() throws IOException {
        try (Http2Wire client = connect(parameters(NEVER, SHORT, NEVER, NEVER, NEVER))) {
            client.beginCall(1, PATH);
            assertThat(client.next(Http2Wire.GOAWAY)).isNotNull();
            assertThat(client.next(Http2Wire.GOAWAY)).isNotNull(); // the one that names the last
            client.endCall(1);
            assertThat(client.next(Http2Wire.DATA)).isNotNull();
            client.awaitClose();
        }
    }

    @Test
    void graceOver_cutsCallsOff() throws IOException {
        try (Http2Wire client = connect(parameters(NEVER, SHORT, SHORT, NEVER, NEVER))) {
            client.beginCall(1, PATH);
            assertThat(client.next(Http2Wire.GOAWAY)).isNotNull();
            assertThat(client.next(Http2Wire.DATA)).isNull();
        }
    }

    @Test
    void aSilentClient_isProbedThenCutOff() throws IOException {
        try (Http2Wire client = connect(parameters(NEVER, NEVER, NEVER, SHORT, SHORT))) {
            Frame probe = requireNonNull(client.next(Http2Wire.PING), "no probe");
            assertThat(probe.flags()).isZero();
            client.send(Http2Wire.PING, Http2Wire.ACK, 0, probe.payload());
            long answered = System.nanoTime();
            assertThat(client.next(Http2Wire.PING)).isNotNull();
            long probed = System.nanoTime();
            assertThat(client.next(Http2Wire.PING)).isNull();
            long timeout = System.nanoTime() - probed;
            // Two settings, two clocks: the least time between probes is a second.
            assertThat(timeout).isLessThan(probed - answered);
        }
    }

    @Test
    void stop_doesNotWaitForIdleClients() throws IOException {
        try (Http2Wire client = connect(null)) {
            assertAlive(client);
            stop();
            assertThat(log.lines()).noneMatch(line -> line.message().contains("under way"));
            assertThat(client.next(Http2Wire.GOAWAY)).isNotNull();
            client.awaitClose();
        }
    }

    @Test
    void stop_letsCallsFinish() throws Exception {
        try (Http2Wire client = connect(null)) {
            client.beginCall(1, PATH);
            ping(client, 1); // the call has arrived
            Thread stopping = Thread.ofVirtual().start(this::stop);
            assertThat(client.next(Http2Wire.GOAWAY)).isNotNull();
            client.endCall(1);
            assertThat(client.next(Http2Wire.DATA)).isNotNull();
            client.awaitClose();
            stopping.join();
        }
    }
}
