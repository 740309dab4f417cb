// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.network;

/** Names of transport protocols by their numbers. */
final class Protocols {
    private Protocols() {}

    /**
     * The value of {@code network.transport}; the number for protocols without a usual name.
     *
     * @see <a
     *     href="https://www.iana.org/assignments/protocol-numbers/protocol-numbers.xhtml">IANA</a>
     */
    static String transport(int number) {
        return switch (number) {
            case 1 -> "icmp";
            case 6 -> "tcp";
            case 17 -> "udp";
            case 58 -> "icmpv6";
            case 132 -> "sctp";
            case 136 -> "udplite";
            default -> Integer.toString(number);
        };
    }
}
