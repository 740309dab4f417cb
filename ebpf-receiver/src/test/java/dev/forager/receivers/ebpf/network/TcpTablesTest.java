// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Payload;
import dev.forager.receivers.ebpf.emit.DurationHistogram;
import dev.forager.receivers.ebpf.emit.Resources;
import dev.forager.receivers.ebpf.kernel.Points;
import dev.forager.receivers.ebpf.probe.Probe;
import dev.forager.receivers.ebpf.runtime.ObjectSpec;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Btf;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.HeapMap;
import dev.forager.receivers.ebpf.sys.LittleEndian;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tables of TCP, as the programs fill them. */
class TcpTablesTest {
    private static final int ECONNREFUSED = 111;

    private final Btf btf;
    private final HeapMap durations;
    private final HeapMap counts;
    private final HeapMap states = new HeapMap(8, 1);

    TcpTablesTest() throws BpfException {
        btf = Btf.ofObject(new ObjectSpec("net", Map.of()).elf());
        durations = new HeapMap(btf.struct("histogram").size(), 1);
        counts = new HeapMap(btf.struct("series_count").size(), 1);
    }

    private static NetworkConfig config(boolean tcp, boolean rtt) {
        return new NetworkConfig(false, Set.of(), tcp, rtt, true, false, List.of());
    }

    private TcpTables tables(NetworkConfig config, TcpTables.Walk walk) throws BpfException {
        return new TcpTables(
                new TcpTables.Maps(durations, counts, states),
                btf,
                walk,
                config,
                Path.of("/nowhere"));
    }

    private byte[] key(long cgroup, Probe probe, int direction, int port, int reason)
            throws BpfException {
        return btf.struct("tcp_key")
                .bytes()
                .put("cgroup", cgroup)
                .put("server_port", port)
                .put("kind", probe.kind())
                .put("direction", direction)
                .put("reason", reason)
                .toArray();
    }

    private void took(byte[] key, long nanos) throws BpfException {
        BtfStruct layout = btf.struct("histogram");
        byte[] value =
                layout.bytes()
                        .put("count", 1)
                        .put("sum_ns", nanos)
                        .put("first_ns", 5)
                        .put("last_ns", System.nanoTime())
                        .toArray();
        int slot = DurationHistogram.slot(nanos);
        value[layout.offset("slots", 176 * 8) + slot * 8] = 1;
        durations.put(key, value);
    }

    private void counted(byte[] key, long count) throws BpfException {
        counts.put(
                key,
                btf.struct("series_count")
                        .bytes()
                        .put("count", count)
                        .put("first_ns", 5)
                        .put("last_ns", System.nanoTime())
                        .toArray());
    }

    private Payload collect(NetworkConfig config) throws BpfException {
        TcpTables tables = tables(config, () -> {});
        return SheetRun.of(tables::collect);
    }

    @Test
    void durations_areByKindPortAndError() throws BpfException {
        took(key(SheetRun.GROUP, NetworkProbes.CONNECT, Directions.TRANSMIT, 443, 0), 1_000_000);
        took(
                key(SheetRun.GROUP, NetworkProbes.CONNECT, Directions.TRANSMIT, 443, ECONNREFUSED),
                2_000_000);
        took(key(SheetRun.GROUP, NetworkProbes.CONNECTIONS, Directions.RECEIVE, 80, 0), 3_000_000);
        took(key(SheetRun.GROUP, NetworkProbes.RTT, Directions.TRANSMIT, 443, 0), 40_000);
        Payload found = collect(config(true, true));
        Points connects = Points.of(found, "ebpf.tcp.connect.duration");
        assertThat(connects.where("error.type", "ECONNREFUSED").total()).isEqualTo(1);
        assertThat(connects.where("server.port", 443).total()).isEqualTo(2);
        assertThat(
                        Points.of(found, "ebpf.tcp.connection.duration")
                                .where("network.io.direction", "receive")
                                .total())
                .isEqualTo(1);
        assertThat(Points.of(found, "ebpf.tcp.rtt").total()).isEqualTo(1);
    }

    @Test
    void whatIsNotAskedFor_isNotWritten() throws BpfException {
        took(key(SheetRun.GROUP, NetworkProbes.CONNECT, Directions.TRANSMIT, 443, 0), 1_000_000);
        took(key(SheetRun.GROUP, NetworkProbes.RTT, Directions.TRANSMIT, 443, 0), 40_000);
        counted(key(SheetRun.GROUP, NetworkProbes.RESETS, Directions.TRANSMIT, 443, 0), 3);
        counted(key(0, NetworkProbes.DROPS, Directions.UNKNOWN, 0, 2), 4);
        Payload found = collect(config(false, false));
        assertThat(Points.of(found, "ebpf.tcp.connect.duration").all()).isEmpty();
        assertThat(Points.of(found, "ebpf.tcp.rtt").all()).isEmpty();
        assertThat(Points.of(found, "ebpf.tcp.resets").all()).isEmpty();
        assertThat(Points.of(found, "ebpf.network.drops").total()).isEqualTo(4);
    }

    @Test
    void counts_areByKind() throws BpfException {
        counted(key(SheetRun.GROUP, NetworkProbes.RESETS, Directions.TRANSMIT, 443, 0), 3);
        counted(key(SheetRun.GROUP, NetworkProbes.RETRANSMITS, Directions.TRANSMIT, 443, 0), 5);
        Payload found = collect(config(true, true));
        assertThat(Points.of(found, "ebpf.tcp.resets").total()).isEqualTo(3);
        assertThat(Points.of(found, "ebpf.tcp.retransmits").where("server.port", 443).total())
                .isEqualTo(5);
    }

    @Test
    void whatFindsNoRoom_hasAPlaceFromTheBeginning_andIsOverflow() throws BpfException {
        var _ = tables(config(true, true), () -> {});
        byte[] rest = key(Resources.OVERFLOW, NetworkProbes.CONNECT, Directions.UNKNOWN, 0xffff, 0);
        assertThat(durations.lookup(rest)).isNotNull();
        assertThat(Points.of(collect(config(true, true)), "ebpf.tcp.connect.duration").all())
                .isEmpty();
        took(rest, 1_000_000);
        Points overflow =
                Points.of(collect(config(true, true)), "ebpf.tcp.connect.duration")
                        .where("otel.metric.overflow", true);
        assertThat(overflow.total()).isEqualTo(1);
    }

    @Test
    void states_areCountedAnewEachTime() throws BpfException {
        TcpTables tables =
                tables(
                        config(true, true),
                        () -> {
                            states.put(LittleEndian.bytes(1, 4), LittleEndian.bytes(7, 8));
                            states.put(LittleEndian.bytes(3, 4), LittleEndian.bytes(1, 8));
                            states.put(LittleEndian.bytes(12, 4), LittleEndian.bytes(2, 8));
                        });
        assertThat(Points.of(SheetRun.of(tables::collect), "system.network.connection.count").all())
                .isEmpty();
        tables.refresh();
        Points found = Points.of(SheetRun.of(tables::collect), "system.network.connection.count");
        assertThat(found.where("network.connection.state", "established").total()).isEqualTo(7);
        assertThat(found.where("network.connection.state", "syn_received").total()).isEqualTo(3);
        assertThat(found.where("network.connection.state", "listen").total()).isZero();
        assertThat(found.where("network.connection.state", "closed").all()).hasSize(1);
    }
}
