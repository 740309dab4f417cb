// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.network;

import dev.forager.pdata.Attributes;
import dev.forager.pipeline.IpAddresses;
import dev.forager.receivers.ebpf.emit.Instrument;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.emit.Resources;
import dev.forager.receivers.ebpf.runtime.MapSweeper;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Btf;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.KernelMap;
import dev.forager.receivers.ebpf.sys.StructView;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads the kernel's table of flows, joins those that the configuration does not tell apart, and
 * writes them as metrics. The kernel counts on, so every collection has all since the first packet.
 * Confined to one thread.
 */
final class FlowTable {
    private static final Instrument BYTES =
            Instrument.counter(
                    "ebpf.network.flow.io", "By", "Bytes of IP packets of the group's sockets.");
    private static final Instrument PACKETS =
            Instrument.counter(
                    "ebpf.network.flow.packets",
                    "{packet}",
                    "IP packets of the group's sockets, before segmentation.");
    private static final int PEER_BYTES = 16;
    private static final String OVERFLOW = "otel.metric.overflow";

    private final KernelMap flows;
    private final KernelMap rest;
    private final Set<FlowAttribute> attributes;
    private final KeyLayout keys;
    private final int bytes;
    private final int packets;
    private final int firstNs;
    private final MapSweeper sweeper;

    private record KeyLayout(
            int cgroup, int peer, int port, int transport, int family, int direction, int scope) {}

    /** What the flows of one series have in common; 0 and empty where they are not told apart. */
    private record Series(
            long cgroup,
            int direction,
            int transport,
            int family,
            int scope,
            int port,
            String peer) {}

    private static final class Totals {
        long bytes;
        long packets;
        long firstNs;
    }

    FlowTable(
            KernelMap flows, KernelMap rest, Btf btf, Set<FlowAttribute> attributes, long maxFlows)
            throws BpfException {
        this.flows = flows;
        this.rest = rest;
        this.attributes = attributes;
        BtfStruct key = btf.struct("flow_key");
        keys =
                new KeyLayout(
                        key.offset("cgroup", 8),
                        key.offset("peer", PEER_BYTES),
                        key.offset("server_port", 2),
                        key.offset("transport", 1),
                        key.offset("family", 1),
                        key.offset("direction", 1),
                        key.offset("scope", 1));
        BtfStruct value = btf.struct("flow_value");
        bytes = value.offset("bytes", 8);
        packets = value.offset("packets", 8);
        firstNs = value.offset("first_ns", 8);
        sweeper = new MapSweeper(flows, value.offset("last_ns", 8), maxFlows);
    }

    void collect(MetricSheet sheet) throws BpfException {
        Map<Series, Totals> all = new HashMap<>();
        long now = System.nanoTime();
        flows.forEach(
                (key, value) -> {
                    add(flows, value, of(all, series(key, sheet)));
                    sweeper.see(key, value, now);
                });
        sweeper.sweep();
        all.forEach((series, totals) -> write(series, totals, sheet));
        collectRest(sheet);
    }

    private static Totals of(Map<Series, Totals> all, Series series) {
        return all.computeIfAbsent(series, _ -> new Totals());
    }

    private Series series(StructView key, MetricSheet sheet) {
        return new Series(
                sheet.resourceOf(key.u64(keys.cgroup)),
                has(FlowAttribute.DIRECTION) ? key.u8(keys.direction) : -1,
                has(FlowAttribute.TRANSPORT) ? key.u8(keys.transport) : -1,
                has(FlowAttribute.TYPE) ? key.u8(keys.family) : -1,
                has(FlowAttribute.PEER_SCOPE) ? key.u8(keys.scope) : -1,
                has(FlowAttribute.SERVER_PORT) ? key.u16(keys.port) : 0,
                has(FlowAttribute.PEER_ADDRESS)
                        ? IpAddresses.text(key.bytes(keys.peer, PEER_BYTES))
                        : "");
    }

    private boolean has(FlowAttribute attribute) {
        return attributes.contains(attribute);
    }

    private void add(KernelMap map, StructView value, Totals to) {
        to.bytes += map.sum(value, bytes);
        to.packets += map.sum(value, packets);
        long first = map.earliest(value, firstNs);
        to.firstNs = to.firstNs == 0 ? first : Math.min(to.firstNs, first);
    }

    private static void write(Series series, Totals totals, MetricSheet sheet) {
        put(series, sheet.sum(series.cgroup, BYTES, totals.firstNs, totals.bytes).attributes());
        put(series, sheet.sum(series.cgroup, PACKETS, totals.firstNs, totals.packets).attributes());
    }

    private static void put(Series series, Attributes to) {
        if (series.direction >= 0) {
            to.put("network.io.direction", Directions.text(series.direction));
        }
        if (series.transport >= 0) {
            to.put("network.transport", Protocols.transport(series.transport));
        }
        if (series.family >= 0) {
            to.put("network.type", series.family == 4 ? "ipv4" : "ipv6");
        }
        if (series.scope >= 0) {
            to.put("ebpf.network.peer.scope", scope(series.scope));
        }
        if (series.port > 0) {
            to.put("server.port", series.port);
        }
        if (!series.peer.isEmpty()) {
            boolean isPeerTheSource = series.direction == Directions.RECEIVE;
            to.put(isPeerTheSource ? "source.address" : "destination.address", series.peer);
        }
    }

    private void collectRest(MetricSheet sheet) throws BpfException {
        rest.forEach(
                (key, value) -> {
                    var totals = new Totals();
                    add(rest, value, totals);
                    if (totals.packets > 0) {
                        String direction = Directions.text(key.i32(0));
                        overflow(sheet, BYTES, totals.firstNs, totals.bytes, direction);
                        overflow(sheet, PACKETS, totals.firstNs, totals.packets, direction);
                    }
                });
    }

    private static void overflow(
            MetricSheet sheet, Instrument instrument, long start, long value, String direction) {
        sheet.sum(Resources.OVERFLOW, instrument, start, value)
                .attributes()
                .put("network.io.direction", direction)
                .put(OVERFLOW, true);
    }

    private static String scope(int scope) {
        return switch (scope) {
            case 0 -> "loopback";
            case 1 -> "private";
            case 2 -> "public";
            default -> "multicast";
        };
    }
}
