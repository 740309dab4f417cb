// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import dev.forager.pdata.WireBody;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.transport.GrpcServerConfig;
import dev.forager.transport.ListenTransport;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.Compressor;
import dev.forager.transport.server.Http2Wire.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What no gRPC library would send: odd headers and frames, in odd moments too. */
class GrpcServerTest {
    private static final String PATH = "/pack.Service/Export";
    private static final int CANCEL = 8;

    private final Echo echo = new Echo();
    private final MemoryBudget memory = MemoryBudget.ofBytes(100 << 20);
    private RunningServer server;
    private WebClient client;

    @BeforeEach
    void start() throws IOException {
        var config =
                new GrpcServerConfig(
                        "127.0.0.1:0",
                        ListenTransport.TCP,
                        null,
                        1,
                        0,
                        null,
                        null,
                        true,
                        List.of());
        server =
                GrpcServer.of(config, new ServerSettings(new TestSettings().log().logger(), memory))
                        .unary("pack.Service", "Export", echo)
                        .start(new TestHost());
        client = WebClient.of("h2c://127.0.0.1:" + server.port());
    }

    @AfterEach
    void stop() {
        assertThat(call("00 00000002 abcd", "x-a", "b").headers().get("grpc-status")).isNull();
        server.stop(Duration.ofSeconds(10));
        assertThat(memory.usedBytes()).isZero();
    }

    private AggregatedHttpResponse call(String hex, String... headers) {
        return call(HexFormat.of().parseHex(hex.replace(" ", "")), headers);
    }

    private AggregatedHttpResponse call(byte[] body, String... headers) {
        var request =
                RequestHeaders.builder(HttpMethod.POST, PATH)
                        .add("content-type", "application/grpc");
        for (int i = 0; i < headers.length; i += 2) {
            request.set(headers[i], headers[i + 1]);
        }
        return client.execute(request.build(), HttpData.wrap(body)).aggregate().join();
    }

    private static void assertRefused(AggregatedHttpResponse answer, int code, String message) {
        assertThat(answer.headers().get("grpc-status")).isEqualTo(Integer.toString(code));
        assertThat(answer.headers().get("grpc-message")).isEqualTo(message);
        assertThat(answer.headers().get("content-type")).isEqualTo("application/grpc");
        assertThat(answer.content().isEmpty()).isTrue();
    }

    @Test
    void good_isAnsweredWithMessageAndTrailers() {
        AggregatedHttpResponse answer = call("00 00000002 abcd");
        assertThat(answer.content().array()).isEqualTo(new byte[] {0, 0, 0, 0, 2, -85, -51});
        assertThat(answer.trailers().get("grpc-status")).isEqualTo("0");
        ReceivedMessage message = echo.messages.remove();
        assertThat(message.offset()).isEqualTo(5);
        assertThat(message.bytes()).containsExactly(0, 0, 0, 0, 2, 0xab, 0xcd);
        Context context = echo.contexts.remove();
        assertThat(context.client().address()).isNotNull();
        assertThat(context.client().metadata().get(":authority"))
                .containsExactly("127.0.0.1:" + server.port());
        assertThat(context.deadline()).isNull();
    }

    /** A Go collector takes as much; what is larger ends no other call of the connection. */
    @Test
    void metadata_mayHave64KiB() {
        AggregatedHttpResponse answer = call("00 00000002 abcd", "x-big", "z".repeat(64 << 10));
        assertThat(answer.trailers().get("grpc-status")).isEqualTo("0");
        assertThat(echo.contexts.remove().client().metadata().get("x-big").getFirst())
                .hasSize(64 << 10);
    }

    /** CVE-2024-27316 and its like: a head that never ends. */
    @Test
    void continuationsWithoutEnd_endTheConnection() throws IOException {
        try (var wire = new Http2Wire(server.port())) {
            wire.beginEndlessHead(1, PATH, 165_000);
            Frame goodbye = requireNonNull(wire.next(Http2Wire.GOAWAY));
            assertThat(goodbye.debugData()).contains("Header size exceeded max allowed size");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "00 ffffffff | 8 | grpc: received message larger than max (4294967295 vs. 1048576)",
                "01 00000001 aa | 13 | grpc: compressed flag set with identity or empty encoding",
                "02 00000000 | 13 | grpc: received unexpected payload format 2",
                "00 00000000 00 00000000 00 | 13 | grpc: more than one message was sent for a"
                        + " unary call",
                "00 00000002 aa | 2 | unexpected EOF",
                "'' | 2 | EOF"
            })
    void malformedFrames(String hex, int code, String message) {
        assertRefused(call(hex), code, message);
        assertThat(echo.messages).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"GZIP", "ZSTD", "SNAPPY", "SNAPPY_FRAMED"})
    void compressed(Compression codec) {
        byte[] body = "hello hello hello hello".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] packed = Compressor.of(codec, 0).compress(body, 0, body.length, 5);
        GrpcPrefix.write(packed, 0, packed.length - 5);
        packed[0] = 1;
        String name = codec.wireName().replace("x-snappy-framed", "snappy");
        AggregatedHttpResponse answer = call(packed, "grpc-encoding", name);
        assertThat(answer.trailers().get("grpc-status")).isEqualTo("0");
        ReceivedMessage message = echo.messages.remove();
        assertThat(Echo.bytes(message)).isEqualTo(body);
        assertThat(message.bytes()).startsWith(0, 0, 0, 0, body.length);
        WireBody received = message.received();
        if (codec == Compression.GZIP || codec == Compression.ZSTD) {
            assertThat(requireNonNull(received).bytes())
                    .isEqualTo(java.util.Arrays.copyOfRange(packed, 5, packed.length));
        } else {
            assertThat(received).isNull();
        }
    }

    @Test
    void compressed_butNotThisMessage() {
        AggregatedHttpResponse answer = call("00 00000002 abcd", "grpc-encoding", "gzip");
        assertThat(answer.trailers().get("grpc-status")).isEqualTo("0");
    }

    @Test
    void badCompression() {
        assertRefused(
                call("01 00000002 abcd", "grpc-encoding", "gzip"),
                13,
                "grpc: failed to decompress the received message: unexpected EOF");
        assertRefused(
                call("01 00000002 abcd", "grpc-encoding", "br"),
                12,
                "grpc: Decompressor is not installed for grpc-encoding \"br\"");
        byte[] zeros = new byte[(1 << 20) + 1];
        byte[] bomb = Compressor.of(Compression.ZSTD, 0).compress(zeros, 0, zeros.length, 5);
        GrpcPrefix.write(bomb, 0, bomb.length - 5);
        bomb[0] = 1;
        assertRefused(
                call(bomb, "grpc-encoding", "zstd"),
                8,
                "grpc: received message after decompression larger than max 1048576");
    }

    @Test
    void timeouts() {
        call("00 00000000", "grpc-timeout", "99999999H");
        Deadline deadline = requireNonNull(echo.contexts.remove().deadline());
        assertThat(deadline.remaining()).isGreaterThan(Duration.ofDays(365L * 100));
        call("00 00000000", "grpc-timeout", "1500m");
        deadline = requireNonNull(echo.contexts.remove().deadline());
        assertThat(deadline.remaining()).isLessThanOrEqualTo(Duration.ofMillis(1500));
        for (String bad : List.of("1", "S", "123456789S", "1x", "-1S")) {
            AggregatedHttpResponse refused = call("00 00000000", "grpc-timeout", bad);
            assertThat(refused.status().code()).isEqualTo(400);
            assertThat(refused.headers().get("grpc-message"))
                    .startsWith("malformed grpc-timeout: ");
        }
        AggregatedHttpResponse late = call("00 00000000", "grpc-timeout", "0n");
        assertThat(late.status().code()).isEqualTo(200);
        assertRefused(late, 4, "context deadline exceeded");
        assertThat(echo.contexts).isEmpty();
    }

    @Test
    void binaryHeaders() {
        assertRefused(
                call("00 00000000", "x-trace-bin", "!!"),
                13,
                "malformed binary metadata in header \"x-trace-bin\"");
        call("00 00000000", "x-trace-bin", "YQ");
        assertThat(echo.contexts.remove().client().metadata().get("x-trace-bin"))
                .containsExactly("YQ");
    }

    @Test
    void noGrpc() {
        for (String type : List.of("text/plain", "application/grpcx")) {
            AggregatedHttpResponse refused = call("00 00000000", "content-type", type);
            assertThat(refused.status().code()).isEqualTo(415);
            assertRefused(refused, 3, "invalid gRPC request content-type \"" + type + "\"");
        }
        assertThat(client.get(PATH).aggregate().join().status().code()).isEqualTo(415);
        var get = RequestHeaders.of(HttpMethod.GET, PATH, "content-type", "application/grpc");
        AggregatedHttpResponse wrongMethod = client.execute(get).aggregate().join();
        assertThat(wrongMethod.status().code()).isEqualTo(405);
        assertRefused(
                wrongMethod,
                13,
                "Received a HEADERS frame with :method \"GET\" which should be POST");
        AggregatedHttpResponse answer =
                call("00 00000000", "content-type", "application/grpc+proto");
        assertThat(answer.trailers().get("grpc-status")).isEqualTo("0");
    }

    /** Required by gRPC's protocol, asked for by no server of grpc-go. */
    @Test
    void callWithoutTe_isAnswered() throws IOException {
        try (var wire = new Http2Wire(server.port())) {
            wire.beginCallWithoutTe(1, PATH);
            wire.endCall(1);
            assertThat(requireNonNull(wire.next(Http2Wire.DATA), "no answer").stream())
                    .isEqualTo(1);
            assertAlive(wire);
        }
    }

    private static void assertAlive(Http2Wire wire) throws IOException {
        wire.beginCall(99_999, PATH);
        wire.endCall(99_999);
        Frame frame = requireNonNull(wire.next(), "the server closed");
        while (frame.type() != Http2Wire.DATA || frame.stream() != 99_999) {
            assertThat(frame.type()).isNotEqualTo(Http2Wire.GOAWAY);
            frame = requireNonNull(wire.next(), "the server closed");
        }
    }

    @Test
    void bodyThatWasRefusedBeforeItCame_isThrownAwayWithoutAnswersToItsFrames() throws IOException {
        try (var wire = new Http2Wire(server.port())) {
            wire.beginCall(1, PATH);
            wire.send(Http2Wire.DATA, 0, 1, ByteBuffer.allocate(5).putInt(1, 2 << 20).array());
            Frame refusal = requireNonNull(wire.next(Http2Wire.HEADERS), "no answer");
            assertThat(refusal.flags() & Http2Wire.END_STREAM).isNotZero();
            for (int i = 0; i < 50; i++) {
                wire.send(Http2Wire.DATA, 0, 1, new byte[4000]);
            }
            wire.ping();
            var types = new ArrayList<Integer>();
            Frame frame = requireNonNull(wire.next(), "the server closed");
            while (frame.type() != Http2Wire.PING) {
                types.add(frame.type());
                frame = requireNonNull(wire.next(), "the server closed");
            }
            assertThat(types).doesNotContain(Http2Wire.RST_STREAM, Http2Wire.GOAWAY);
            Frame reset = requireNonNull(wire.next(Http2Wire.RST_STREAM), "no end of the stream");
            assertThat(reset.stream()).isEqualTo(1);
            assertAlive(wire);
        }
    }

    @Test
    void manyCallsThatAreGivenUp_leaveTheOthersAlone() throws IOException {
        try (var wire = new Http2Wire(server.port())) {
            for (int stream = 1; stream < 4_000; stream += 2) {
                wire.beginCall(stream, PATH);
                wire.send(
                        Http2Wire.RST_STREAM,
                        0,
                        stream,
                        ByteBuffer.allocate(4).putInt(CANCEL).array());
            }
            assertAlive(wire);
        }
    }
}
