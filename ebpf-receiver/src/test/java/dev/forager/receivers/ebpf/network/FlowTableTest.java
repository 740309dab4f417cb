// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Payload;
import dev.forager.receivers.ebpf.kernel.Points;
import dev.forager.receivers.ebpf.runtime.ObjectSpec;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Btf;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.HeapMap;
import dev.forager.receivers.ebpf.sys.LittleEndian;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of flows, as two CPUs have counted them. */
class FlowTableTest {
    private static final int VALUE_BYTES = 40;
    private static final int CPUS = 2;

    private final Btf btf;
    private final HeapMap flows = new HeapMap(VALUE_BYTES, CPUS);
    private final HeapMap rest = new HeapMap(VALUE_BYTES, CPUS);

    FlowTableTest() throws BpfException {
        btf = Btf.ofObject(new ObjectSpec("net", Map.of()).elf());
    }

    private byte[] value(long bytes, long packets, long lastNs) throws BpfException {
        byte[] one =
                btf.struct("flow_value")
                        .bytes()
                        .put("bytes", bytes)
                        .put("packets", packets)
                        .put("first_ns", 1_000)
                        .put("last_ns", lastNs)
                        .toArray();
        var all = new byte[VALUE_BYTES * CPUS];
        System.arraycopy(one, 0, all, 0, VALUE_BYTES);
        System.arraycopy(one, 0, all, VALUE_BYTES, VALUE_BYTES);
        return all;
    }

    private BtfStruct.Bytes key(long cgroup, int direction, int port) throws BpfException {
        return btf.struct("flow_key")
                .bytes()
                .put("cgroup", cgroup)
                .put("server_port", port)
                .put("transport", 6)
                .put("family", 4)
                .put("direction", direction)
                .put("scope", 1);
    }

    private void flow(long cgroup, int direction, int port, long bytes) throws BpfException {
        flows.put(key(cgroup, direction, port).toArray(), value(bytes, 1, System.nanoTime()));
    }

    private Payload collect(Set<FlowAttribute> attributes, long maxFlows) throws BpfException {
        var table = new FlowTable(flows, rest, btf, attributes, maxFlows);
        return SheetRun.of(table::collect);
    }

    @Test
    void flows_areTheSumOfAllCpus_byWhatTellsThemApart() throws BpfException {
        flow(SheetRun.GROUP, Directions.TRANSMIT, 443, 100);
        flow(SheetRun.GROUP, Directions.RECEIVE, 443, 10);
        flow(0, Directions.TRANSMIT, 22, 1);
        Payload found = collect(EnumSet.allOf(FlowAttribute.class), 100);
        Points io = Points.of(found, "ebpf.network.flow.io");
        Points sent =
                io.where("server.port", 443)
                        .where("network.io.direction", "transmit")
                        .where("network.transport", "tcp")
                        .where("network.type", "ipv4")
                        .where("ebpf.network.peer.scope", "private");
        assertThat(sent.total()).isEqualTo(200);
        assertThat(sent.all().getFirst().resource().getString("container.id", ""))
                .isEqualTo("ab".repeat(32));
        assertThat(io.total()).isEqualTo(222);
        assertThat(Points.of(found, "ebpf.network.flow.packets").total()).isEqualTo(6);
    }

    @Test
    void whatIsNotAskedFor_isJoined() throws BpfException {
        flow(SheetRun.GROUP, Directions.TRANSMIT, 443, 100);
        flow(SheetRun.GROUP, Directions.TRANSMIT, 80, 10);
        Points io =
                Points.of(collect(Set.of(FlowAttribute.DIRECTION), 100), "ebpf.network.flow.io");
        assertThat(io.all()).hasSize(1);
        assertThat(io.total()).isEqualTo(220);
    }

    @Test
    void whatFoundNoRoom_isOneSeriesOfEachDirection() throws BpfException {
        rest.put(LittleEndian.bytes(Directions.TRANSMIT, 4), value(7, 1, 0));
        rest.put(LittleEndian.bytes(Directions.RECEIVE, 4), value(0, 0, 0));
        Points io = Points.of(collect(Set.of(), 100), "ebpf.network.flow.io");
        assertThat(io.where("otel.metric.overflow", true).all()).hasSize(1);
        assertThat(io.where("network.io.direction", "transmit").total()).isEqualTo(14);
    }

    @Test
    void idleFlows_makeRoomWhenThereIsLittle() throws BpfException {
        for (int port = 1; port <= 6; port++) {
            flows.put(
                    key(SheetRun.GROUP, Directions.TRANSMIT, port).toArray(),
                    value(5, 1, port == 1 ? System.nanoTime() : 1));
        }
        // What goes is told a last time.
        assertThat(Points.of(collect(Set.of(), 8), "ebpf.network.flow.io").total()).isEqualTo(60);
        assertThat(flows.size()).isEqualTo(1);
    }
}
