// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The ring, written here as the kernel writes it. */
class RingReaderTest {
    private static final int SIZE = 1024;
    private static final int BUSY = 1 << 31;
    private static final int DISCARDED = 1 << 30;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment consumer = arena.allocate(64, 64);
    private final MemorySegment producer = arena.allocate(64, 64);
    private final MemorySegment data = arena.allocate(2 * SIZE, 64);
    private final RingReader reader = new RingReader(consumer, producer, data, SIZE);
    private final List<Long> seen = new ArrayList<>();
    private long end;

    @AfterEach
    void free() {
        arena.close();
    }

    /** Both mappings of the ring show the same bytes. */
    private void putInt(long position, int value) {
        long at = position & (SIZE - 1);
        data.set(ValueLayout.JAVA_INT, at, value);
        data.set(ValueLayout.JAVA_INT, at + SIZE, value);
    }

    private void putLong(long position, long value) {
        putInt(position, (int) value);
        putInt(position + 4, (int) (value >>> 32));
    }

    /** A record of {@code length} bytes whose first eight are {@code value}. */
    private long write(int length, long value, int flags) {
        long at = end;
        putInt(at, length | flags);
        putInt(at + 4, 0);
        for (int i = 0; i + 8 <= length; i += 8) {
            putLong(at + 8 + i, value);
        }
        end = at + ((length + 8 + 7) & ~7);
        producer.set(ValueLayout.JAVA_LONG, 0, end);
        return at;
    }

    private long drain() {
        return reader.drain(view -> seen.add(view.u64(0)));
    }

    private long consumed() {
        return consumer.get(ValueLayout.JAVA_LONG, 0);
    }

    @Test
    void viewKeptAfterTheDrain_showsNothing() {
        List<StructView> kept = new ArrayList<>();
        write(8, 1, 0);

        assertThat(reader.drain(kept::add)).isEqualTo(1);

        assertThat(kept.getFirst().length()).isZero();
        assertThatThrownBy(() -> kept.getFirst().u64(0))
                .isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void drainOfUnmappedMemory_isRefused() {
        Arena gone = Arena.ofConfined();
        var late = new RingReader(consumer, producer, gone.allocate(2 * SIZE, 64), SIZE);
        gone.close();

        assertThatThrownBy(() -> late.drain(view -> seen.add(view.u64(0))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the ring is closed");
    }

    @Test
    void drain_showsRecordsInOrderAndGivesTheirRoomBack() {
        write(16, 1, 0);
        write(24, 2, 0);
        assertThat(drain()).isEqualTo(2);
        assertThat(seen).containsExactly(1L, 2L);
        assertThat(consumed()).isEqualTo(end);
        assertThat(drain()).isZero();
    }

    @Test
    void drain_stopsAtARecordThatIsBeingWritten() {
        write(16, 1, 0);
        long busy = write(16, 2, BUSY);
        write(16, 3, 0);
        assertThat(drain()).isEqualTo(1);
        assertThat(consumed()).isEqualTo(busy);
        putInt(busy, 16);
        assertThat(drain()).isEqualTo(2);
        assertThat(seen).containsExactly(1L, 2L, 3L);
    }

    @Test
    void drain_skipsWhatWasDiscarded() {
        write(16, 1, DISCARDED);
        write(16, 2, 0);
        assertThat(drain()).isEqualTo(1);
        assertThat(seen).containsExactly(2L);
        assertThat(consumed()).isEqualTo(end);
    }

    @Test
    void drain_goesRoundTheRingAtEveryOffset() {
        var random = new Random(7);
        List<Long> expected = new ArrayList<>();
        for (long i = 0; i < 5000; i++) {
            write(8 + random.nextInt(200), i, 0);
            expected.add(i);
            if (random.nextInt(3) == 0 || end - consumed() > SIZE - 256) {
                drain();
            }
        }
        drain();
        assertThat(seen).isEqualTo(expected);
        assertThat(reader.malformed()).isZero();
    }

    @Test
    void drain_survivesALengthThatLeavesTheRing() {
        write(16, 1, 0);
        long bad = write(16, 2, 0);
        putInt(bad, 100_000);
        assertThat(drain()).isEqualTo(1);
        assertThat(reader.malformed()).isEqualTo(1);
        write(16, 3, 0);
        drain();
        assertThat(seen).containsExactly(1L, 3L);
    }

    @Test
    void drain_survivesAPositionThatIsNotOfThisRing() {
        end = 1L << 40;
        producer.set(ValueLayout.JAVA_LONG, 0, end);
        assertThat(drain()).isZero();
        assertThat(reader.malformed()).isEqualTo(1);
        write(16, 4, 0);
        drain();
        assertThat(seen).containsExactly(4L);
    }

    @Test
    void drain_countsRecordsThatAreTooShortForTheirReader() {
        write(4, 0, 0);
        write(16, 5, 0);
        drain();
        assertThat(seen).containsExactly(5L);
        assertThat(reader.malformed()).isEqualTo(1);
    }

    /** Whatever stands in the ring: an end, and no record that leaves it. */
    @Test
    void drain_ofNoise_ends() {
        var random = new Random(37);
        for (int i = 0; i < 2000; i++) {
            for (long at = 0; at < SIZE; at += 4) {
                // Lengths that may fit, and any others.
                int noise = random.nextInt();
                putInt(at, random.nextBoolean() ? noise : noise & 0xff);
            }
            long from = (random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(SIZE)) & ~7L;
            consumer.set(ValueLayout.JAVA_LONG, 0, from);
            end = random.nextInt(4) == 0 ? random.nextLong() : from + random.nextInt(SIZE);
            producer.set(ValueLayout.JAVA_LONG, 0, end);
            long shown = reader.drain(view -> assertThat(view.length()).isBetween(0, SIZE));
            assertThat(shown).isBetween(0L, SIZE / 8L);
        }
        assertThat(reader.malformed()).isPositive();
    }

    @Test
    void size_mustBeAPowerOfTwo() {
        assertThatThrownBy(() -> new RingReader(consumer, producer, data, 1000))
                .hasMessageContaining("1000")
                .hasMessageContaining("power of two");
    }
}
