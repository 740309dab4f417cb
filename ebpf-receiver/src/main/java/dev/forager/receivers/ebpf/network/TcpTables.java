// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.network;

import dev.forager.pdata.Attributes;
import dev.forager.receivers.ebpf.emit.DurationHistogram;
import dev.forager.receivers.ebpf.emit.Instrument;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.emit.Resources;
import dev.forager.receivers.ebpf.probe.Probe;
import dev.forager.receivers.ebpf.runtime.LoadedObject;
import dev.forager.receivers.ebpf.runtime.SeriesCount;
import dev.forager.receivers.ebpf.runtime.SeriesMaps;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Btf;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.Errno;
import dev.forager.receivers.ebpf.sys.KernelMap;
import dev.forager.receivers.ebpf.sys.LittleEndian;
import dev.forager.receivers.ebpf.sys.StructView;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads what the programs counted of TCP connections and drops, and writes it as metrics. Confined
 * to one thread.
 */
final class TcpTables {
    private static final Instrument RTT =
            Instrument.durations(
                    "ebpf.tcp.rtt",
                    "Smoothed round-trip time, at each collection and when a connection ends.");
    private static final Instrument CONNECT =
            Instrument.durations(
                    "ebpf.tcp.connect.duration",
                    "From the first SYN to the connection or its end.");
    private static final Instrument CONNECTION =
            Instrument.durations(
                    "ebpf.tcp.connection.duration", "How long connections were established.");
    private static final Instrument RETRANSMITS =
            Instrument.counter("ebpf.tcp.retransmits", "{segment}", "Segments sent again.");
    private static final Instrument RESETS =
            Instrument.counter("ebpf.tcp.resets", "{reset}", "Connections reset.");
    private static final Instrument DROPS =
            Instrument.counter(
                    "ebpf.network.drops", "{packet}", "Packets that the kernel dropped.");
    private static final Instrument CONNECTIONS =
            Instrument.upDownCounter(
                    "system.network.connection.count", "{connection}", "Connections by state.");

    /** include/net/tcp_states.h, in the words of the semantic conventions. */
    private static final String[] STATES = {
        "",
        "established",
        "syn_sent",
        "syn_received",
        "fin_wait_1",
        "fin_wait_2",
        "time_wait",
        "closed",
        "close_wait",
        "last_ack",
        "listen",
        "closing",
        "syn_received"
    };

    /** Capacities in {@code net.bpf.c}. */
    private static final int MOST_DURATIONS = 1024;

    private static final int MOST_COUNTS = 4096;
    private static final int NO_PORT = 0xffff;

    private static final List<Probe> KINDS =
            List.of(
                    NetworkProbes.CONNECT,
                    NetworkProbes.CONNECTIONS,
                    NetworkProbes.RTT,
                    NetworkProbes.RETRANSMITS,
                    NetworkProbes.RESETS,
                    NetworkProbes.DROPS);

    private final Walk walk;
    private final SeriesMaps maps;
    private final KernelMap states;
    private final DropReasons reasons;
    private final boolean withRtt;
    private final boolean withTcp;
    private final int cgroup;
    private final int port;
    private final int kind;
    private final int direction;
    private final int reason;
    private boolean isRefreshed;

    /** Lets the kernel go over all sockets. */
    @FunctionalInterface
    interface Walk {
        /** Once. */
        void run() throws BpfException;
    }

    /** The maps of the object. */
    record Maps(KernelMap durations, KernelMap counts, KernelMap states) {
        static Maps of(LoadedObject object) throws BpfException {
            return new Maps(
                    object.map("fg_tcp_time"),
                    object.map("fg_tcp_count"),
                    object.map("fg_tcp_states"));
        }
    }

    TcpTables(Maps maps, Btf btf, Walk walk, NetworkConfig config, Path sys) throws BpfException {
        this.walk = walk;
        states = maps.states;
        reasons = new DropReasons(sys.resolve("kernel/btf/vmlinux"));
        withRtt = config.rtt();
        withTcp = config.tcp();
        BtfStruct key = btf.struct("tcp_key");
        cgroup = key.offset("cgroup", 8);
        port = key.offset("server_port", 2);
        kind = key.offset("kind", 1);
        direction = key.offset("direction", 1);
        reason = key.offset("reason", 4);
        this.maps =
                new SeriesMaps(
                        btf, maps.durations, MOST_DURATIONS, maps.counts, MOST_COUNTS, cgroup);
        for (Probe each : KINDS) {
            this.maps.reserve(rest(key, each));
        }
    }

    /** The key of what finds no room: rest() of net.bpf.c. */
    private static byte[] rest(BtfStruct key, Probe probe) throws BpfException {
        return key.bytes()
                .put("cgroup", Resources.OVERFLOW)
                .put("server_port", NO_PORT)
                .put("kind", probe.kind())
                .put("direction", Directions.UNKNOWN)
                .toArray();
    }

    /** Lets the kernel go over all sockets: their round-trip times and states as they are now. */
    void refresh() throws BpfException {
        for (int i = 0; i < STATES.length; i++) {
            states.put(LittleEndian.bytes(i, 4), new byte[8]);
        }
        walk.run();
        isRefreshed = true;
    }

    /** What points of one series have in common. */
    private record Series(
            long resource, int kind, int direction, int port, long reason, boolean isOverflow) {}

    void collect(MetricSheet sheet) throws BpfException {
        maps.durations(key -> series(key, sheet))
                .forEach((series, each) -> writeDurations(series, each, sheet));
        maps.counts(key -> series(key, sheet))
                .forEach((series, each) -> writeCount(series, each, sheet));
        if (withTcp && isRefreshed) {
            collectStates(sheet);
        }
    }

    private Series series(StructView key, MetricSheet sheet) {
        long group = key.u64(cgroup);
        return new Series(
                sheet.resourceOf(group),
                key.u8(kind),
                key.u8(direction),
                key.u16(port),
                key.u32(reason),
                group == Resources.OVERFLOW);
    }

    private void writeDurations(Series series, DurationHistogram each, MetricSheet sheet) {
        Instrument instrument =
                series.kind == NetworkProbes.CONNECT.kind()
                        ? CONNECT
                        : series.kind == NetworkProbes.CONNECTIONS.kind() ? CONNECTION : RTT;
        if ((instrument.equals(RTT) ? withRtt : withTcp) && each.count() > 0) {
            Attributes to = sheet.histogram(series.resource, instrument, each).attributes();
            describe(series, to);
            if (instrument.equals(CONNECT) && series.reason != 0) {
                to.put("error.type", Errno.name(series.reason));
            }
        }
    }

    private void writeCount(Series series, SeriesCount each, MetricSheet sheet) {
        boolean isDrop = series.kind == NetworkProbes.DROPS.kind();
        if (!isDrop && !withTcp) {
            return;
        }
        if (each.value() == 0) {
            return;
        }
        Instrument instrument =
                isDrop ? DROPS : series.kind == NetworkProbes.RESETS.kind() ? RESETS : RETRANSMITS;
        Attributes to =
                sheet.sum(series.resource, instrument, each.firstNs(), each.value()).attributes();
        describe(series, to);
        if (isDrop && series.reason != 0) {
            to.put("ebpf.drop.reason", reasons.name((int) series.reason));
        }
    }

    private static void describe(Series series, Attributes to) {
        if (series.isOverflow) {
            to.put("otel.metric.overflow", true);
            return;
        }
        String text = Directions.text(series.direction);
        if (!text.isEmpty()) {
            to.put("network.io.direction", text);
        }
        if (series.port != 0) {
            to.put("server.port", series.port);
        }
    }

    private void collectStates(MetricSheet sheet) throws BpfException {
        var found = new long[STATES.length];
        states.forEach(
                (key, value) -> {
                    int state = key.i32(0);
                    if (state > 0 && state < STATES.length) {
                        // A request that waits for its ACK is syn_received for all who look at it.
                        found[state == STATES.length - 1 ? 3 : state] += value.u64(0);
                    }
                });
        for (int i = 1; i < STATES.length - 1; i++) {
            sheet.sum(Resources.HOST, CONNECTIONS, 0, found[i])
                    .attributes()
                    .put("network.connection.state", STATES[i])
                    .put("network.transport", "tcp");
        }
    }
}
