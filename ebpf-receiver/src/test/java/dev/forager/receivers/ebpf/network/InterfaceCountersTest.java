// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Payload;
import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.emit.Resources;
import dev.forager.receivers.ebpf.kernel.Points;
import dev.forager.receivers.ebpf.runtime.KernelClock;
import dev.forager.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterfaceCountersTest {
    private static final String DEV =
            """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                lo: 500 5 0 0 0 0 0 0 500 5 0 0 0 0 0 0
              eth0: 1000 10 1 2 0 0 0 0 2000 20 3 4 0 0 0 0
            veth:1: 7 1 0 0 0 0 0 0 8 1 0 0 0 0 0 0
            nonsense
            broken: a b c d e f g h i j k l m n o p
            """;

    @TempDir private Path proc;

    private Payload collect(List<String> wanted) throws IOException {
        Files.createDirectories(proc.resolve("1/net"));
        Files.writeString(proc.resolve("1/net/dev"), DEV);
        Files.createDirectories(proc.resolve("sys/kernel"));
        Files.writeString(proc.resolve("sys/kernel/hostname"), "node-7\n");
        var sheet =
                new MetricSheet(
                        new Resources(new CgroupTable(null, System::nanoTime), proc),
                        new KernelClock(new TestClock(), () -> 0),
                        "1.0");
        new InterfaceCounters(proc, wanted).collect(sheet);
        return sheet.toMetrics().seal();
    }

    private static long of(Payload payload, String metric, String key, String device, String way) {
        return Points.of(payload, metric)
                .where(key, device)
                .where("network.io.direction", way)
                .total();
    }

    @Test
    void counters_areReadByInterfaceAndDirection() throws IOException {
        Payload all = collect(List.of());
        String key = "network.interface.name";
        assertThat(of(all, "system.network.io", key, "eth0", "receive")).isEqualTo(1000);
        assertThat(of(all, "system.network.io", key, "eth0", "transmit")).isEqualTo(2000);
        assertThat(of(all, "system.network.packet.count", "system.device", "eth0", "transmit"))
                .isEqualTo(20);
        assertThat(of(all, "system.network.errors", key, "eth0", "receive")).isEqualTo(1);
        assertThat(of(all, "system.network.packet.dropped", key, "eth0", "transmit")).isEqualTo(4);
        assertThat(of(all, "system.network.io", key, "veth:1", "transmit")).isEqualTo(8);
        assertThat(Points.of(all, "system.network.io").all())
                .hasSize(4)
                .allSatisfy(
                        each ->
                                assertThat(each.resource().getString("host.name", ""))
                                        .isEqualTo("node-7"))
                .allSatisfy(
                        each ->
                                assertThat(((NumberDataPoint) each.data()).startTimeUnixNano())
                                        .isPositive());
    }

    @Test
    void interfaces_thatAreNamed_areTheOnlyOnes() throws IOException {
        Payload some = collect(List.of("lo"));
        assertThat(Points.of(some, "system.network.io").all()).hasSize(2);
        assertThat(of(some, "system.network.io", "network.interface.name", "lo", "receive"))
                .isEqualTo(500);
    }
}
