// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.network;

/** What flows are told apart by, beside the control group. */
public enum FlowAttribute {
    /** {@code network.io.direction}: transmit or receive. */
    DIRECTION,
    /** {@code network.transport}: tcp, udp, ... */
    TRANSPORT,
    /** {@code network.type}: ipv4 or ipv6. */
    TYPE,
    /** {@code ebpf.network.peer.scope}: loopback, private, public or multicast. */
    PEER_SCOPE,
    /** {@code server.port}. */
    SERVER_PORT,
    /** {@code source.address} or {@code destination.address}: many series. */
    PEER_ADDRESS
}
