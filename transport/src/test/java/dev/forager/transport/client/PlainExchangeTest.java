// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import dev.forager.pipeline.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers on loopback say, byte by byte. */
class PlainExchangeTest {
    private static final String SMALL = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final PlainSockets sockets = new PlainSockets(Duration.ofMinutes(1));
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    PlainExchangeTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        sockets.close();
        server.close();
    }

    /**
     * Answers the requests of all connections in turn.
     *
     * @param answers with {@code !} in front where the connection ends with it; empty for none
     */
    private void answers(String... answers) {
        var left = new CopyOnWriteArrayList<>(List.of(answers));
        Thread.ofVirtual()
                .start(
                        () -> {
                            while (!server.isClosed()) {
                                try {
                                    Socket socket = server.accept();
                                    connections.incrementAndGet();
                                    Thread.ofVirtual().start(() -> serve(socket, left));
                                } catch (IOException closed) {
                                    return;
                                }
                            }
                        });
    }

    private void serve(Socket socket, List<String> left) {
        try (socket) {
            while (true) {
                var request = new StringBuilder();
                while (request.indexOf("\r\n\r\n") < 0) {
                    int read = socket.getInputStream().read();
                    if (read < 0) {
                        return;
                    }
                    request.append((char) read);
                }
                requests.add(request.toString());
                asked.countDown();
                String answer = left.removeFirst();
                boolean isLast = answer.startsWith("!");
                socket.getOutputStream()
                        .write(answer.substring(isLast ? 1 : 0).getBytes(ISO_8859_1));
                if (isLast) {
                    return;
                }
            }
        } catch (IOException gone) {
            // The test is over.
        }
    }

    private Answer get(int maxBytes, LongPredicate growth, Duration timeout) throws Exception {
        var headers =
                RequestHeaders.builder(HttpMethod.GET, "/metrics?a=%20")
                        .scheme("http")
                        .authority("host:1")
                        .set("user-agent", "forager")
                        .build();
        return new PlainExchange(sockets, maxBytes, growth)
                .exchange(
                        Endpoint.of("127.0.0.1", server.getLocalPort()),
                        headers,
                        new HttpData[0],
                        Deadline.after(timeout));
    }

    private Answer get() throws Exception {
        return get(1000, _ -> true, Duration.ofSeconds(30));
    }

    private static String body(Answer answer) {
        return new String(answer.body(), ISO_8859_1);
    }

    @Test
    void request_isWrittenAsBrowsersDo_andTheConnectionStays() throws Exception {
        answers(SMALL, SMALL);
        assertThat(body(get())).isEqualTo("ok");
        assertThat(get().isWhole()).isTrue();
        assertThat(connections).hasValue(1);
        assertThat(requests.getFirst())
                .isEqualTo(
                        "GET /metrics?a=%20 HTTP/1.1\r\nHost: host:1\r\nUser-Agent: forager\r\n\r\n");
    }

    @Test
    void chunks_arePutTogether() throws Exception {
        answers(
                "HTTP/1.1 100 Continue\r\n\r\n"
                        + CHUNKED
                        + "3;name=value\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n",
                SMALL);
        assertThat(body(get())).isEqualTo("abc0123456789");
        assertThat(body(get())).isEqualTo("ok");
        assertThat(connections).hasValue(1);
    }

    @Test
    void noContent_hasNoBody() throws Exception {
        answers("HTTP/1.1 204 No Content\r\n\r\n", SMALL);
        assertThat(get().body()).isEmpty();
        assertThat(body(get())).isEqualTo("ok");
        assertThat(connections).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!HTTP/1.1 200 OK\r\n\r\nok",
                "!HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokmore",
                "!" + SMALL
            })
    void connectionThatEnds_isFollowedByAnother(String answer) throws Exception {
        answers(answer, SMALL);
        assertThat(body(get())).isEqualTo("ok");
        assertThat(body(get())).isEqualTo("ok");
        assertThat(connections).hasValue(2);
    }

    @Test
    void connectionThatWaitedTooLong_isNotUsed() throws Exception {
        try (var impatient = new PlainSockets(Duration.ZERO)) {
            var socket = new Socket();
            impatient.add(socket);
            impatient.keep(Endpoint.of("127.0.0.1", 1), socket);
            assertThat(impatient.take(Endpoint.of("127.0.0.1", 1))).isNull();
            assertThat(socket.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nok",
                "!HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nok",
                "!HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokxx\r\n"
            })
    void bodyThatIsCutOff_isToldApart(String answer) throws Exception {
        answers(answer);
        Answer cut = get();
        assertThat(body(cut)).isEqualTo("ok");
        assertThat(cut.isWhole()).isFalse();
        assertThat(cut.cut()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\nabcdefgh",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nabcdefgh\r\n0\r\n\r\n",
                "!HTTP/1.1 200 OK\r\n\r\nabcdefgh"
            })
    void bodyThatIsTooLong_endsAtTheLimit(String answer) throws Exception {
        answers(answer);
        Answer cut = get(7, _ -> true, Duration.ofSeconds(30));
        assertThat(body(cut)).isEqualTo("abcdefg");
        assertThat(cut.isWhole()).isFalse();
        assertThat(cut.cut()).isNull();
    }

    @Test
    void memory_isTakenAsItIsNeeded() throws Exception {
        answers("!HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\nok", SMALL);
        var most = new AtomicInteger();
        LongPredicate growth = bytes -> most.accumulateAndGet((int) bytes, Math::max) < 100_000;
        assertThat(get(200_000_000, growth, Duration.ofSeconds(30)).cut()).isNotNull();
        assertThat(most).hasValueLessThan(100_000);
        assertThat(get(100, _ -> false, Duration.ofSeconds(30)).cut())
                .hasMessage("no memory for the answer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\na b: c\u0001\r\n\r\n",
                "!HTTP/1.1 200 OK\r\nContent-",
                "!"
            })
    void whatIsNoAnswer_isAnError(String answer) {
        answers(answer);
        assertThatThrownBy(this::get)
                .isInstanceOfSatisfying(
                        NetworkException.class,
                        e -> assertThat(e.kind()).isEqualTo(NetworkException.Kind.BROKEN));
    }

    @Test
    void endlessHeaders_areCutOff() {
        answers("HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(20_000));
        assertThatThrownBy(this::get).hasMessageContaining("a line of more than");
    }

    @Test
    void silence_endsWithTheDeadline() {
        answers("");
        assertThatThrownBy(() -> get(10, _ -> true, Duration.ofMillis(50)))
                .hasMessage("context deadline exceeded");
    }

    @Test
    void closing_endsWhatIsUnderWay() throws Exception {
        answers("");
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                asked.await();
                                sockets.close();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        assertThatThrownBy(this::get).hasMessage("shutting down");
        assertThatThrownBy(this::get).isInstanceOf(NetworkException.class);
    }

    @Test
    void interrupt_endsWhatIsUnderWay() throws Exception {
        answers("");
        var failure = new CopyOnWriteArrayList<Exception>();
        Thread thread =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        get();
                                    } catch (Exception e) {
                                        failure.add(e);
                                    }
                                });
        asked.await();
        thread.interrupt();
        thread.join();
        assertThat(failure)
                .singleElement()
                .extracting(Exception::getMessage)
                .isEqualTo("shutting down");
    }
}
