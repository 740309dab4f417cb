// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pipeline.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies of every size come out as they came in, and give back what they took. */
class BodyBufferTest {
    private static final int MIB = 1 << 20;
    private static final int HEADROOM = 5;

    private final MemoryBudget memory = MemoryBudget.ofBytes(64 * MIB);

    @AfterEach
    void everythingIsGivenBack() {
        assertThat(ArrivalMemory.taken()).isZero();
        assertThat(memory.usedBytes()).isZero();
    }

    @ParameterizedTest(name = "{0} bytes, {1} declared")
    @CsvSource({
        "0, 0",
        "1, 1",
        "1048576, 1048576",
        "1048577, 1048577",
        "3000000, 3000000",
        // More and less than was said, and nothing said: HTTP/2 lets a client do so.
        "3000000, 1500000",
        "1000, 1500000",
        "3000000, 10",
        "3000000, -1"
    })
    void contentIsWhatCame(int length, int declared) throws Exception {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        try (var body = buffer()) {
            body.expect(declared, HEADROOM);
            feed(body, content);

            assertThat(body.length()).isEqualTo(length);
            assertThat(Arrays.copyOfRange(body.array(), HEADROOM, HEADROOM + length))
                    .isEqualTo(content);
            assertThat(body.exactArray()).isEqualTo(content);
            assertThat(ArrivalMemory.taken()).isZero();
        }
    }

    @Test
    void largeBodyIsOutsideOfTheHeap_untilItIsAskedFor() throws Exception {
        try (var body = buffer()) {
            body.expect(3 * MIB, 0);
            feed(body, new byte[2 * MIB]);
            assertThat(ArrivalMemory.taken()).isEqualTo(3 * MIB);
        }
    }

    @Test
    void noRoomOutside_isTakenFromTheHeap() throws Exception {
        int most = (int) (Runtime.getRuntime().maxMemory() / 12);
        ByteBuf others = requireNonNull(ArrivalMemory.take(0, most));
        try (var body = buffer()) {
            byte[] content = new byte[2 * MIB];
            new Random(1).nextBytes(content);
            body.expect(content.length, HEADROOM);
            feed(body, content);

            assertThat(ArrivalMemory.taken()).isEqualTo(most);
            assertThat(body.exactArray()).isEqualTo(content);
        } finally {
            ArrivalMemory.giveBack(others);
        }
    }

    private BodyBuffer buffer() {
        return new BodyBuffer(
                memory, () -> new RefusedException(8, "no memory (expected: enough)"));
    }

    private static void feed(BodyBuffer body, byte[] content) throws RefusedException {
        ByteBuf source = Unpooled.wrappedBuffer(content);
        while (source.isReadable()) {
            body.append(source, Math.min(16_384, source.readableBytes()));
        }
    }
}
