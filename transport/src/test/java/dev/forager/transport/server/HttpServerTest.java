// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.WireBody;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.RpcStatus;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.transport.HttpServerConfig;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.Compressor;
import dev.forager.transport.server.RawConnection.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of an HTTP server, as captured from the collector, over plain sockets. */
class HttpServerTest {
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String PROTOBUF = "Content-Type: application/x-protobuf\r\n";
    private static final int LIMIT = 20 << 20;

    private final Echo json = new Echo();
    private final Echo protobuf = new Echo();
    private final MemoryBudget memory = MemoryBudget.ofBytes(100 << 20);
    private RunningServer server;
    private RawConnection connection;

    @BeforeEach
    void start() throws IOException {
        server =
                HttpServer.of(
                                HttpServerConfig.listeningOn("127.0.0.1:0"),
                                new ServerSettings(new TestSettings().log().logger(), memory),
                                ErrorAnswers.STATUS)
                        .messages(
                                "/v1/traces",
                                new HttpFormat("application/x-protobuf", protobuf),
                                new HttpFormat("application/json", json))
                        .start(new TestHost());
        connection = new RawConnection(server.port());
    }

    @AfterEach
    void stop() throws IOException {
        connection.close();
        server.stop(Duration.ofSeconds(10));
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void good_isAnsweredInItsMediaType() throws IOException {
        Answer answer = connection.postJson("/v1/traces", "{\"a\":1}").answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.body()).isEqualTo("{\"a\":1}");
        answer = connection.post("/v1/traces", PROTOBUF, new byte[0]).answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/x-protobuf");
        assertThat(answer.header("content-length")).isEqualTo("0");
        assertThat(answer.headers()).doesNotContainKey("server");
    }

    @Test
    void message_standsBehindItsGrpcPrefix() throws IOException {
        connection.post("/v1/traces", PROTOBUF, "hello".getBytes(StandardCharsets.UTF_8)).answer();
        ReceivedMessage message = protobuf.messages.remove();
        assertThat(message.offset()).isEqualTo(5);
        assertThat(message.bytes()).startsWith(0, 0, 0, 0, 5, 'h');
        assertThat(message.received()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"})
    void otherMethods(String method) throws IOException {
        connection.send(method + " /v1/traces HTTP/1.1\r\nHost: x\r\n\r\n");
        Answer answer = connection.answer();
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("content-type")).isEqualTo("text/plain");
        assertThat(answer.body()).isEqualTo("405 method not allowed, supported: [POST]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain\r\n",
                "Content-Type: application/x-www-form-urlencoded\r\n",
                "Content-Type: application/json; charset\r\n",
                "Content-Type: \r\n",
                ""
            })
    void otherMediaTypes(String header) throws IOException {
        Answer answer = connection.post("/v1/traces", header, new byte[] {'{', '}'}).answer();
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.header("content-type")).isEqualTo("text/plain");
        assertThat(answer.body())
                .isEqualTo(
                        "415 unsupported media type, supported: [application/json,"
                                + " application/x-protobuf]");
        assertThat(connection.postJson("/v1/traces", "{}").answer().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Application/JSON",
                "application/json;v=1",
                "application/json; charset=utf-8",
                "application/json; charset=\"utf-8\" ; a=b"
            })
    void onlyTheMediaTypeCounts(String type) throws IOException {
        Answer answer =
                connection
                        .post("/v1/traces", "Content-Type: " + type + "\r\n", new byte[] {'{'})
                        .answer();
        assertThat(answer.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/nothing", "/", "/v1/traces/", "/v1/traces;x=1", "/V1/traces"})
    void otherPaths(String path) throws IOException {
        Answer answer = connection.postJson(path, "{}").answer();
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("content-type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.body()).isEqualTo("404 page not found\n");
        assertThat(json.messages).isEmpty();
    }

    @Test
    void pathsThatClimb_areRefused() throws IOException {
        assertThat(connection.postJson("/v1/%2e%2e/v1/traces", "{}").answer().status())
                .isIn(400, 404);
        assertThat(json.messages).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "br | unsupported Content-Encoding: br",
                "GZIP | unsupported Content-Encoding: GZIP",
                "gzip, gzip, gzip | unsupported Content-Encoding: gzip, gzip, gzip",
                "gzip | unexpected EOF",
                "zstd | invalid input: magic number mismatch",
                "zlib | zlib: invalid header",
                "lz4 | unexpected EOF",
                "snappy | snappy: corrupt input"
            })
    void badEncodings(String encoding, String message) throws IOException {
        Answer answer =
                connection
                        .post(
                                "/v1/traces",
                                JSON + "Content-Encoding: " + encoding + "\r\n",
                                new byte[] {'{', '}'})
                        .answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.body()).isEqualTo("{\"code\":3,\"message\":\"" + message + "\"}");
        assertThat(connection.postJson("/v1/traces", "{}").answer().status()).isEqualTo(200);
    }

    @Test
    void errorsToProtobuf_areProtobuf() throws IOException {
        Answer answer =
                connection
                        .post("/v1/traces", PROTOBUF + "Content-Encoding: br\r\n", new byte[1])
                        .answer();
        assertThat(answer.header("content-type")).isEqualTo("application/x-protobuf");
        assertThat(answer.body()).isEqualTo("\b\3\22\40unsupported Content-Encoding: br");
    }

    @ParameterizedTest
    @EnumSource
    void compressedBodies_areDecoded(Compression codec) throws IOException {
        byte[] body = "a body a body a body".getBytes(StandardCharsets.UTF_8);
        byte[] packed = Compressor.of(codec, 0).compress(body, 0, body.length, 0);
        String header = PROTOBUF + "Content-Encoding: " + codec.wireName() + "\r\n";
        assertThat(connection.post("/v1/traces", header, packed).answer().body())
                .isEqualTo("a body a body a body");
        ReceivedMessage message = protobuf.messages.remove();
        assertThat(message.bytes()).startsWith(0, 0, 0, 0, 20);
        WireBody received = message.received();
        if (codec == Compression.GZIP || codec == Compression.ZSTD) {
            assertThat(received).extracting(WireBody::bytes).isEqualTo(packed);
        } else {
            assertThat(received).isNull();
        }
    }

    @Test
    void bodiesOfSeveralMembers_areNotSentOnAsTheyCame() throws IOException {
        byte[] one = Compressor.of(Compression.GZIP, 0).compress(new byte[] {'a'}, 0, 1, 0);
        byte[] two = new byte[2 * one.length];
        System.arraycopy(one, 0, two, 0, one.length);
        System.arraycopy(one, 0, two, one.length, one.length);
        connection.post("/v1/traces", PROTOBUF + "Content-Encoding: gzip\r\n", two).answer();
        ReceivedMessage message = protobuf.messages.remove();
        assertThat(Echo.text(message)).isEqualTo("aa");
        assertThat(message.received()).isNull();
    }

    @Test
    void bodyAboveTheLimit_declared() throws IOException {
        connection.send("POST /v1/traces HTTP/1.1\r\nHost: x\r\n" + JSON);
        connection.send("Content-Length: 21000000\r\n\r\n");
        assertTooLarge(connection.answer());
    }

    @Test
    void bodyAboveTheLimit_chunked_isRefusedAndTheConnectionGoesOn() throws IOException {
        connection.send("POST /v1/traces HTTP/1.1\r\nHost: x\r\n" + JSON);
        connection.send("Transfer-Encoding: chunked\r\n\r\n");
        byte[] chunk = new byte[1 << 20];
        for (int i = 0; i < 21; i++) {
            connection.send("100000\r\n").send(chunk).send("\r\n");
        }
        connection.send("0\r\n\r\n");
        assertTooLarge(connection.answer());
        assertThat(connection.postJson("/v1/traces", "{}").answer().status()).isEqualTo(200);
    }

    @Test
    void bombs() throws IOException {
        byte[] zeros = new byte[LIMIT + 1];
        for (Compression codec : List.of(Compression.GZIP, Compression.ZSTD, Compression.SNAPPY)) {
            byte[] packed = Compressor.of(codec, 0).compress(zeros, 0, zeros.length, 0);
            String header = JSON + "Content-Encoding: " + codec.wireName() + "\r\n";
            assertTooLarge(connection.post("/v1/traces", header, packed).answer());
            assertThat(memory.usedBytes()).isZero();
        }
    }

    private static void assertTooLarge(Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo("{\"code\":3,\"message\":\"http: request body too large\"}");
    }

    @Test
    void overload_isRefusedRetryablyBeforeTheBodyIsRead() throws IOException {
        try (var held = memory.reserve(memory.limitBytes() - 100)) {
            assertThat(held).isNotNull();
            connection.send("POST /v1/traces HTTP/1.1\r\nHost: x\r\n" + JSON);
            connection.send("Content-Length: 1000\r\n\r\n");
            Answer answer = connection.answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).startsWith("{\"code\":14,\"message\":\"data refused due to");
        }
    }

    @Test
    void chunkedAndExpectContinue() throws IOException {
        connection.send("POST /v1/traces HTTP/1.1\r\nHost: x\r\n" + JSON);
        connection.send("Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        assertThat(connection.answer().status()).isEqualTo(100);
        assertThat(connection.send("{}").answer().body()).isEqualTo("{}");
        connection.send("POST /v1/traces HTTP/1.1\r\nHost: x\r\n" + JSON);
        connection.send("Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n");
        assertThat(connection.answer().body()).isEqualTo("{}");
    }

    @Test
    void tenThousandPipelinedRequests_areAnsweredInOrder() throws Exception {
        Thread sender =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    for (int i = 0; i < 10_000; i++) {
                                        postUnchecked("{" + i + "}");
                                    }
                                });
        for (int i = 0; i < 10_000; i++) {
            assertThat(connection.answer().body()).isEqualTo("{" + i + "}");
        }
        sender.join();
    }

    private void postUnchecked(String body) {
        try {
            connection.postJson("/v1/traces", body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** RFC 9112, 5.2: refused, or read as one line, as by the Go collector. */
    @Test
    void foldedHeader_isOneLine() throws IOException {
        connection.send("POST /v1/traces HTTP/1.1\r\nHost: x\r\nX-A: b\r\n c\r\n" + JSON);
        assertThat(connection.send("Content-Length: 2\r\n\r\n{}").answer().status()).isEqualTo(200);
        assertThat(connection.postJson("/v1/traces", "{}").answer().status()).isEqualTo(200);
    }

    @Test
    void contentLengthAndChunked_isRefusedAndClosed() throws IOException {
        connection.send("POST /v1/traces HTTP/1.1\r\nHost: x\r\n" + JSON);
        connection.send("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n");
        connection.send("2\r\n{}\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
        assertRefusedAndClosed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "Content-Length: -2\r\n\r\n{}",
                "Content-Length: 2x\r\n\r\n{}",
                "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{}",
                "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}",
                "Transfer-Encoding: gzip, x\r\nContent-Length: 2\r\n\r\n{}"
            })
    void bodiesOfUncertainLength_areRefusedAndClosed(String rest) throws IOException {
        connection.send("POST /v1/traces HTTP/1.1\r\nHost: x\r\n" + JSON + rest);
        assertRefusedAndClosed();
    }

    private void assertRefusedAndClosed() throws IOException {
        Answer answer = connection.answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("Exception", "netty", "armeria");
        assertThat(connection.isClosedByServer()).isTrue();
        assertThat(json.messages).isEmpty();
    }

    @Test
    void headers_mayHave64KiB() throws IOException {
        String big = JSON + "x-big: " + "z".repeat(64 << 10) + "\r\n";
        Answer answer = connection.post("/v1/traces", big, new byte[] {'{', '}'}).answer();
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void tooLargeHeaders_areRefused() throws IOException {
        connection.send("POST /v1/traces HTTP/1.1\r\nHost: x\r\nX-A: " + "a".repeat(140_000));
        connection.send("\r\n\r\n");
        Answer answer = connection.answer();
        assertThat(answer.status()).isEqualTo(431);
        assertThat(answer.body()).isEqualTo("431 Request Header Fields Too Large");
    }

    @Test
    void failures_keepTheirStatus() throws IOException {
        json.failure = new Retryable("queue is full");
        Answer answer = connection.postJson("/v1/traces", "{}").answer();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"code\":14,\"message\":\"queue is full\"}");
        assertThat(answer.headers()).doesNotContainKey("retry-after");
        json.failure = new Permanent("no \"such\"\ttenant\0");
        answer = connection.postJson("/v1/traces", "{}").answer();
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body())
                .isEqualTo("{\"code\":13,\"message\":\"no \\\"such\\\"\\ttenant\\u0000\"}");
        var downstream = new RpcStatus(8, "slow down", Duration.ofMillis(1500));
        json.failure = new Retryable("x", Duration.ofSeconds(3), downstream, null);
        answer = connection.postJson("/v1/traces", "{}").answer();
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("retry-after")).isEqualTo("2");
        assertThat(answer.body()).contains("\"retryDelay\":\"1.500s\"");
    }

    @Test
    void aTakenPort_isOneClearLine() {
        assertThatThrownBy(
                        () ->
                                HttpServer.of(
                                                HttpServerConfig.listeningOn(
                                                        "127.0.0.1:" + server.port()),
                                                new ServerSettings(
                                                        new TestSettings().log().logger(), memory),
                                                ErrorAnswers.STATUS)
                                        .start(new TestHost()))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "listen tcp 127.0.0.1:%1$d: bind: address already in use (this process"
                                + " listens there already: choose another endpoint than"
                                + " 127.0.0.1:%1$d)",
                        server.port());
    }
}
