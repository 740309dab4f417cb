// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.network;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Validation;
import java.util.List;
import java.util.Set;

/** The section {@code probes.network}. */
public record NetworkConfig(
        @Doc("Bytes and packets by control group and server port.") @Default("true") boolean flows,
        @Doc(
                        "What flows are told apart by: direction, transport, type, peer_scope, server_port,"
                                + " peer_address.")
                @Default("[direction, transport, peer_scope, server_port]")
                Set<FlowAttribute> flowAttributes,
        @Doc("Connect and connection durations, retransmits, resets, connections by state.")
                @Default("true")
                boolean tcp,
        @Doc("Round-trip times of TCP connections.") @Default("true") boolean rtt,
        @Doc("Dropped packets by the kernel's reason.") @Default("true") boolean drops,
        @Doc("Duration and outcome of DNS lookups over UDP.") @Default("true") boolean dns,
        @Doc("Interfaces whose counters are read; empty: all but loopback.") @Default("[]")
                List<String> interfaces) {
    /** Checks the names of interfaces. */
    public NetworkConfig {
        Validation.requireEach(
                interfaces,
                "interfaces",
                (name, key) ->
                        Validation.require(
                                name.matches("[^/\\s]{1,15}"),
                                key,
                                "\"%s\" (expected: 1 to 15 characters, as ip link shows them)"
                                        .formatted(name)));
        flowAttributes = Set.copyOf(flowAttributes);
        interfaces = List.copyOf(interfaces);
    }
}
