// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.receivers.ebpf.faults.FaultEvents.Told;
import dev.forager.receivers.ebpf.faults.FaultLayout.Fault;
import dev.forager.receivers.ebpf.process.ArgumentPolicy;
import dev.forager.receivers.ebpf.process.EventBytes;
import dev.forager.receivers.ebpf.process.ProcessRecords;
import dev.forager.receivers.ebpf.process.ProcessTable;
import dev.forager.receivers.ebpf.process.Untrusted;
import dev.forager.receivers.ebpf.runtime.KernelClock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FaultEventsTest {
    private final FaultEvents events =
            new FaultEvents(
                    new ProcessRecords(
                            new KernelClock(InstantSource.fixed(Instant.EPOCH), () -> 0),
                            new ProcessTable(10, ArgumentPolicy.NONE)));

    private static EventBytes event(long... values) throws Exception {
        ByteBuffer numbers = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        for (long each : values) {
            numbers.putLong(each);
        }
        return new EventBytes("faults", "fault_event")
                .head("tgid", 4, 42)
                .head("tid", 4, 43)
                .comm("tool".getBytes(UTF_8))
                .put("values", 32, numbers.array())
                .put("comm", 16, "sda\u001b".getBytes(UTF_8));
    }

    private static Fault read(EventBytes bytes) throws Exception {
        return new FaultLayout(bytes.btf()).read(bytes.cut(bytes.size()));
    }

    private static String text(Told told, String key) {
        return String.valueOf(told.attributes().get(key));
    }

    @Test
    void crash_namesTheSignal() throws Exception {
        Told told = events.crash(read(event(11, 0, 1)));
        assertThat(told.detail()).isEqualTo("tool (pid 42) ended by SIGSEGV");
        assertThat(text(told, "process.exit.code")).isEqualTo("139");
        assertThat(text(told, "ebpf.core_dumped")).isEqualTo("true");
        assertThat(text(events.crash(read(event(77))), "ebpf.signal")).isEqualTo("77");
    }

    @Test
    void io_isSlowOrFailed() throws Exception {
        Told slow = events.io(read(event(1_500_000_000L, 4096, 0, 1)));
        assertThat(slow.kind()).isEqualTo(FaultKind.SLOW_IO);
        assertThat(slow.detail()).isEqualTo("write of 4096 bytes on sda\\x1b took 1.500 s");
        Told failed = events.io(read(event(1, 512, 10, 0)));
        assertThat(failed.kind()).isEqualTo(FaultKind.IO_ERROR);
        assertThat(text(failed, "error.type")).isEqualTo("io");
        assertThat(text(failed, "disk.io.direction")).isEqualTo("read");
    }

    /** Of 10.0.0.1. */
    private static byte[] peer(int port) {
        return new byte[] {
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1, (byte) port, 0, 2, 0, 0, 0, 0, 0
        };
    }

    @Test
    void clientsThatAnUnknownServerLoses_areRepeatsWhateverTheirPorts() throws Exception {
        Told first = events.reset(read(event(104).head("tgid", 4, 0).put("peer", 24, peer(80))));
        Told second = events.reset(read(event(104).head("tgid", 4, 0).put("peer", 24, peer(81))));
        assertThat(text(second, "destination.port")).isEqualTo("81");
        assertThat(second.repeat()).isEqualTo(first.repeat()).contains("10.0.0.1");
    }

    @Test
    void serversThatAClientLoses_areToldApart() throws Exception {
        Told first = events.reset(read(event(104).put("peer", 24, peer(80))));
        Told second = events.reset(read(event(104).put("peer", 24, peer(81))));
        assertThat(second.repeat()).isNotEqualTo(first.repeat());
    }

    @Test
    void connections_nameTheOtherEnd() throws Exception {
        Told told = events.connectFailed(read(event(111).put("peer", 24, peer(80))));
        assertThat(told.detail())
                .isEqualTo("tool (pid 42) could not connect to 10.0.0.1 port 80: ECONNREFUSED");
        Told unknown = events.reset(read(event(104).head("tgid", 4, 0)));
        assertThat(unknown.detail()).startsWith("an unknown process lost the connection");
        assertThat(unknown.attributes()).doesNotContainKey("process.pid");
    }

    @Test
    void aTaskThatRunsInBetween_isNotBlocked() throws Exception {
        List<Duration> told = new ArrayList<>();
        var blocked =
                new BlockedTasks(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(3),
                        (origin, since) -> told.add(since));
        long second = 1_000_000_000L;
        for (int i = 0; i < 10; i++) {
            // At the fifth look it has run.
            blocked.see(read(event(i < 4 ? 5 : 6, 1).head("monotonic_ns", 8, i * 3L * second)));
        }
        assertThat(told).containsExactly(Duration.ofSeconds(12));
        // Not seen for long: another wait.
        blocked.see(read(event(6, 1).head("monotonic_ns", 8, 100 * second)));
        assertThat(told).hasSize(1);
    }

    @Test
    void noise_isToldInVisibleText() throws Exception {
        var random = new Random(29);
        EventBytes bytes = event();
        var layout = new FaultLayout(bytes.btf());
        List<Function<Fault, Told>> all =
                List.of(
                        events::crash,
                        events::oomKill,
                        events::io,
                        events::connectFailed,
                        events::reset,
                        events::errnoBurst,
                        fault -> events.blocked(fault.origin(), Duration.ofSeconds(11)));
        for (int i = 0; i < 500; i++) {
            Fault fault = layout.read(bytes.noise(random).cut(bytes.size()));
            for (Function<Fault, Told> each : all) {
                Told told = each.apply(fault);
                Untrusted.assertIsShown(told.detail(), told.attributes());
            }
        }
    }

    @Test
    void everyCut_isRefused() throws Exception {
        EventBytes bytes = event(1, 2, 3, 4);
        var layout = new FaultLayout(bytes.btf());
        Untrusted.assertCutsAreRefused(bytes.size(), length -> layout.read(bytes.cut(length)));
    }
}
