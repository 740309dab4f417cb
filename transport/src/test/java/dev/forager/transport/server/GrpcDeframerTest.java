// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.forager.pipeline.MemoryBudget;
import dev.forager.transport.StatusMapping;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrpcDeframerTest {
    private static final int MAX = 100_000;

    private final MemoryBudget memory = MemoryBudget.ofBytes(10 << 20);

    private GrpcDeframer deframer(BodyBuffer body, boolean mayCompress) {
        return new GrpcDeframer(body, MAX, mayCompress);
    }

    private static byte[] framed(int flag, byte[] message) {
        byte[] framed = new byte[GrpcPrefix.BYTES + message.length];
        GrpcPrefix.write(framed, 0, message.length);
        framed[0] = (byte) flag;
        System.arraycopy(message, 0, framed, GrpcPrefix.BYTES, message.length);
        return framed;
    }

    private RefusedException noMemory() {
        return new RefusedException(StatusMapping.UNAVAILABLE, "no memory");
    }

    @Test
    void anyChunking_givesTheSameMessage() throws RefusedException {
        long seed = 4317;
        var random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            byte[] message = new byte[random.nextInt(300)];
            random.nextBytes(message);
            int flag = random.nextInt(2);
            byte[] framed = framed(flag, message);
            var body = new BodyBuffer(memory, this::noMemory);
            var deframer = deframer(body, true);
            for (int at = 0; at < framed.length; ) {
                int size = Math.min(framed.length - at, random.nextInt(20));
                deframer.feed(Unpooled.wrappedBuffer(framed, at, size));
                at += size;
            }
            deframer.finish();
            assertThat(body.exactArray()).as("seed %d round %d", seed, round).isEqualTo(message);
            assertThat(deframer.isCompressed()).isEqualTo(flag == 1);
            body.close();
        }
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void randomBytes_giveAMessageOrADeclaredRefusal_withinMemory() {
        long seed = 20261125;
        var random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            if (random.nextBoolean() && bytes.length > 4) {
                Arrays.fill(bytes, 0, 4, (byte) 0);
            }
            var body = new BodyBuffer(memory, this::noMemory);
            var deframer = deframer(body, random.nextBoolean());
            try {
                deframer.feed(Unpooled.wrappedBuffer(bytes));
                deframer.finish();
                assertThat(body.length()).as("seed %d round %d", seed, round).isEqualTo(bytes[4]);
            } catch (RefusedException declared) {
                assertThat(declared.status().code()).isIn(2, 8, 13);
            }
            assertThat(body.array().length).isLessThanOrEqualTo(MAX + GrpcPrefix.BYTES);
            body.close();
        }
        assertThat(memory.usedBytes()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "00 ffffffff | 8 | grpc: received message larger than max (4294967295 vs. 100000)",
                "01 00000000 | 13 | grpc: compressed flag set with identity or empty encoding",
                "02 00000000 | 13 | grpc: received unexpected payload format 2",
                "00 00000001 aa 00 00000000 | 13 | grpc: more than one message was sent for a"
                        + " unary call",
                "00 00000002 aa | 2 | unexpected EOF",
                "00 0000 | 2 | EOF",
                "'' | 2 | EOF"
            })
    void malformed(String hex, int code, String message) {
        byte[] bytes = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
        var body = new BodyBuffer(memory, this::noMemory);
        var deframer = deframer(body, false);
        var refusal =
                catchThrowableOfType(
                        RefusedException.class,
                        () -> {
                            deframer.feed(Unpooled.wrappedBuffer(bytes));
                            deframer.finish();
                        });
        assertThat(refusal.status().code()).isEqualTo(code);
        assertThat(refusal.status().message()).isEqualTo(message);
        body.close();
    }

    @Test
    void memoryIsAskedForBeforeItIsTaken() {
        try (var held = memory.reserve(memory.limitBytes() - 1000)) {
            assertThat(held).isNotNull();
            var body = new BodyBuffer(memory, this::noMemory);
            var refusal =
                    catchThrowableOfType(
                            RefusedException.class,
                            () ->
                                    deframer(body, false)
                                            .feed(
                                                    Unpooled.wrappedBuffer(
                                                            framed(0, new byte[2000]), 0, 5)));
            assertThat(refusal.status().code()).isEqualTo(StatusMapping.UNAVAILABLE);
            assertThat(body.array()).isEmpty();
        }
    }
}
