// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.config.SecretMap;
import dev.forager.testkit.LogRecorder;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.transport.HttpServerConfig;
import dev.forager.transport.HttpServerConfig.KeepAlive;
import dev.forager.transport.ListenTransport;
import dev.forager.transport.server.RawConnection.Answer;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each time limit, alone; the answers are those of a Go collector 0.165. */
class HttpTimeoutsTest {
    private static final Duration NONE = Duration.ZERO;
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final String HEAD =
            "POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    private final CountDownLatch release = new CountDownLatch(1);
    private final LogRecorder log = new TestSettings().log();
    private @Nullable RunningServer server;

    @AfterEach
    void stop() {
        release.countDown();
        if (server != null) {
            server.stop(Duration.ofSeconds(10));
        }
    }

    private RawConnection connect(
            Duration read, Duration head, Duration write, @Nullable Duration idle)
            throws IOException {
        return connect(read, head, write, new KeepAlive(true, idle));
    }

    private RawConnection connect(Duration read, Duration head, Duration write, KeepAlive keepalive)
            throws IOException {
        var config =
                new HttpServerConfig(
                        "127.0.0.1:0",
                        ListenTransport.TCP,
                        null,
                        null,
                        null,
                        0,
                        false,
                        SecretMap.EMPTY,
                        List.of(""),
                        read,
                        head,
                        write,
                        NONE,
                        true,
                        keepalive,
                        List.of());
        var settings = new ServerSettings(log.logger(), MemoryBudget.unlimited());
        RunningServer started =
                HttpServer.of(config, settings, ErrorAnswers.STATUS)
                        .messages("/v1/traces", new HttpFormat("application/json", new Echo()))
                        .pages("/slow", _ -> slow())
                        .start(new TestHost());
        server = started;
        return new RawConnection(started.port());
    }

    private Page slow() throws InterruptedException {
        release.await();
        return Page.text(200, "late");
    }

    private static void assertAnswers(RawConnection connection) throws IOException {
        assertThat(connection.postJson("/v1/traces", "{}").answer().status()).isEqualTo(200);
    }

    @Test
    void head_mustComeInTime() throws IOException {
        try (var connection = connect(NONE, SHORT, NONE, NONE)) {
            assertThat(connection.isClosedByServer()).isTrue();
        }
        try (var connection = connect(NONE, SHORT, NONE, NONE)) {
            Answer answer = connection.send(HEAD).answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("connection")).isEqualTo("close");
        }
    }

    @Test
    void headOfALaterRequest_mustComeInTimeFromItsFirstByte() throws IOException {
        try (var connection = connect(NONE, SHORT, NONE, NONE)) {
            assertAnswers(connection);
            assertThat(connection.send(HEAD).answer().status()).isEqualTo(400);
            assertThat(connection.isClosedByServer()).isFalse(); // the text of the answer
        }
    }

    @Test
    void headLimit_doesNotBoundTheBody() throws IOException {
        try (var connection = connect(NONE, SHORT, NONE, NONE)) {
            connection.send(HEAD + "Content-Length: 2\r\n\r\n");
            assertThat(connection.staysSilentFor(SHORT.multipliedBy(2))).isTrue();
            assertThat(connection.send("{}").answer().status()).isEqualTo(200);
        }
    }

    @Test
    void body_mustComeInTime() throws IOException {
        try (var connection = connect(SHORT, NONE, NONE, NONE)) {
            connection.send(HEAD + "Content-Length: 10\r\n\r\n{");
            Answer answer = connection.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body())
                    .matches(
                            "\\{\"code\":3,\"message\":\"read tcp 127.0.0.1:\\d+->127.0.0.1:\\d+:"
                                    + " i/o timeout\"}");
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    /** One limit after the other, not both: a head is not waited for once the body was too late. */
    @Test
    void bodyThatIsLate_endsTheConnectionBesideALimitForHeads() throws IOException {
        try (var connection = connect(SHORT, Duration.ofMinutes(1), NONE, NONE)) {
            connection.send(HEAD + "Content-Length: 10\r\n\r\n{");
            assertThat(connection.answer().status()).isEqualTo(400);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void readLimit_standsInForHeadAndIdle() throws IOException {
        try (var connection = connect(SHORT, NONE, NONE, NONE)) {
            assertThat(connection.isClosedByServer()).isTrue();
        }
        try (var connection = connect(SHORT, NONE, NONE, NONE)) {
            assertAnswers(connection);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void answer_mustBeThereInTime() throws IOException {
        try (var connection = connect(NONE, NONE, SHORT, NONE)) {
            connection.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThatThrownBy(connection::answer).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void writeLimit_doesNotBoundPauses() throws IOException {
        try (var connection = connect(NONE, NONE, SHORT, NONE)) {
            assertAnswers(connection);
            assertThat(connection.staysSilentFor(SHORT.multipliedBy(2))).isTrue();
            assertAnswers(connection);
        }
    }

    @Test
    void anIdleConnection_isClosed_afterItsFirstRequestOnly() throws IOException {
        try (var connection = connect(NONE, NONE, NONE, SHORT)) {
            assertThat(connection.staysSilentFor(SHORT.multipliedBy(2))).isTrue();
            assertAnswers(connection);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void keepaliveSection_switchesReuseOff() throws IOException {
        try (var connection = connect(NONE, NONE, NONE, new KeepAlive(false, null))) {
            assertAnswers(connection);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void http2_hasTheLimitsOfItsStreams() throws IOException {
        connect(NONE, SHORT, NONE, SHORT.multipliedBy(3)).close();
        try (var client = new Http2Wire(port())) {
            long start = System.nanoTime();
            assertThat(client.next(Http2Wire.GOAWAY)).isNotNull();
            assertThat(System.nanoTime() - start).isGreaterThan(SHORT.multipliedBy(2).toNanos());
            client.awaitClose();
        }
        stop();
        connect(NONE, NONE, SHORT, NONE).close();
        try (var client = new Http2Wire(port())) {
            client.beginPost(1, "/v1/traces", "application/json");
            assertThat(requireNonNull(client.next(Http2Wire.RST_STREAM)).stream()).isEqualTo(1);
            client.ping();
            assertThat(client.next(Http2Wire.PING)).isNotNull();
        }
    }

    private int port() {
        return server == null ? -1 : server.port();
    }

    @Test
    void stop_doesNotWaitForIdleClients() throws IOException {
        try (var connection = connect(NONE, NONE, NONE, NONE)) {
            assertAnswers(connection);
            stop();
            assertThat(log.lines()).noneMatch(line -> line.message().contains("under way"));
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }
}
