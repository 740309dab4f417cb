// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.network;

import dev.forager.receivers.ebpf.probe.Hook;
import dev.forager.receivers.ebpf.probe.Need;
import dev.forager.receivers.ebpf.probe.Probe;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The probes of this scenario; kinds as in {@code forager.h}. */
final class NetworkProbes {
    private static final Set<Need> TRACING =
            EnumSet.of(Need.LIBBPF, Need.KERNEL_BTF, Need.KERNEL_READS, Need.TRACING);
    private static final Set<Need> PACKETS =
            EnumSet.of(
                    Need.LIBBPF,
                    Need.KERNEL_BTF,
                    Need.KERNEL_READS,
                    Need.TRACING,
                    Need.NETWORKING,
                    Need.CGROUP2);
    private static final Hook OUT = Hook.cgroup("fg_packet_out");
    private static final Hook IN = Hook.cgroup("fg_packet_in");
    private static final Hook STATE = Hook.section("fg_tcp_state");
    private static final Hook CLOSE = Hook.section("fg_tcp_close");

    static final Probe FLOWS = Probe.of("network.flows", 16, PACKETS, OUT, IN);
    static final Probe CONNECT = Probe.of("network.connect", 17, TRACING, STATE);
    static final Probe CONNECTIONS = Probe.of("network.connections", 18, TRACING, STATE, CLOSE);
    static final Probe RETRANSMITS =
            Probe.of("network.retransmits", 19, TRACING, Hook.section("fg_tcp_again"));
    static final Probe RESETS =
            Probe.of(
                    "network.resets",
                    20,
                    TRACING,
                    Hook.section("fg_reset_out"),
                    Hook.section("fg_reset_in"));
    static final Probe DROPS = Probe.of("network.drops", 21, TRACING, Hook.section("fg_drop"));
    static final Probe DNS = Probe.of("network.dns", 22, PACKETS, OUT, IN);

    /** Without the iterator, which older kernels lack, only connections that end are measured. */
    static final Probe RTT =
            new Probe(
                    "network.rtt",
                    23,
                    TRACING,
                    List.of(
                            List.of(STATE, CLOSE, Hook.iterator(NetworkScenario.SOCKETS)),
                            List.of(STATE, CLOSE)));

    private NetworkProbes() {}

    /** Those that a configuration asks for. */
    static List<Probe> of(NetworkConfig config) {
        List<Probe> wanted = new ArrayList<>();
        if (config.flows()) {
            wanted.add(FLOWS);
        }
        if (config.tcp()) {
            wanted.addAll(List.of(CONNECT, CONNECTIONS, RETRANSMITS, RESETS));
        }
        if (config.rtt()) {
            wanted.add(RTT);
        }
        if (config.drops()) {
            wanted.add(DROPS);
        }
        if (config.dns()) {
            wanted.add(DNS);
        }
        return wanted;
    }
}
