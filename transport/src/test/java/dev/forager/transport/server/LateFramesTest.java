// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pipeline.MemoryBudget;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.transport.GrpcServerConfig;
import dev.forager.transport.ListenTransport;
import dev.forager.transport.server.Http2Wire.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection outlives what its client sends to calls that are over, and calls it gives up. */
class LateFramesTest {
    private static final String PATH = "/pack.Service/Export";
    private static final int CANCEL = 8;

    private final MemoryBudget memory = MemoryBudget.ofBytes(100_000);
    private RunningServer server;
    private Http2Wire client;

    @BeforeEach
    void start() throws IOException {
        var config =
                new GrpcServerConfig(
                        "127.0.0.1:0",
                        ListenTransport.TCP,
                        null,
                        0,
                        0,
                        null,
                        null,
                        false,
                        List.of());
        server =
                GrpcServer.of(config, new ServerSettings(new TestSettings().log().logger(), memory))
                        .unary("pack.Service", "Export", new Echo())
                        .start(new TestHost());
        client = new Http2Wire(server.port());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.stop(Duration.ofSeconds(10));
        assertThat(memory.usedBytes()).isZero();
    }

    private void assertAlive() throws IOException {
        client.beginCall(99_999, PATH);
        client.endCall(99_999);
        Frame frame = requireNonNull(client.next(), "the server closed");
        while (frame.type() != Http2Wire.DATA || frame.stream() != 99_999) {
            assertThat(frame.type()).isNotEqualTo(Http2Wire.GOAWAY);
            frame = requireNonNull(client.next(), "the server closed");
        }
    }

    @Test
    void bodyThatWasRefusedBeforeItCame_isThrownAwayWithoutAnswersToItsFrames() throws IOException {
        client.beginCall(1, PATH);
        client.send(Http2Wire.DATA, 0, 1, ByteBuffer.allocate(5).putInt(1, 200_000).array());
        Frame refusal = requireNonNull(client.next(Http2Wire.HEADERS), "no answer");
        assertThat(refusal.flags() & Http2Wire.END_STREAM).isNotZero();
        for (int i = 0; i < 50; i++) {
            client.send(Http2Wire.DATA, 0, 1, new byte[4000]);
        }
        client.ping();
        var types = new ArrayList<Integer>();
        Frame frame = requireNonNull(client.next(), "the server closed");
        while (frame.type() != Http2Wire.PING) {
            types.add(frame.type());
            frame = requireNonNull(client.next(), "the server closed");
        }
        assertThat(types).doesNotContain(Http2Wire.RST_STREAM, Http2Wire.GOAWAY);
        Frame reset = requireNonNull(client.next(Http2Wire.RST_STREAM), "no end of the stream");
        assertThat(reset.stream()).isEqualTo(1);
        assertAlive();
    }

    @Test
    void manyCallsThatAreGivenUp_leaveTheOthersAlone() throws IOException {
        for (int stream = 1; stream < 4_000; stream += 2) {
            client.beginCall(stream, PATH);
            client.send(
                    Http2Wire.RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(CANCEL).array());
        }
        assertAlive();
    }
}
