// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.emit;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Addresses as the kernel side writes them: 16 bytes, IPv4 as {@code ::ffff:a.b.c.d}; 4 bytes are
 * IPv4 too.
 */
public final class Addresses {
    private Addresses() {}

    /** The usual text, IPv4 with dots. */
    public static String text(byte[] address) {
        try {
            // The JDK makes an Inet4Address of a mapped one.
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("address: " + address.length + " bytes", e);
        }
    }

    /** The value of {@code ebpf.network.peer.scope}. */
    public static String scope(int scope) {
        return switch (scope) {
            case 0 -> "loopback";
            case 1 -> "private";
            case 2 -> "public";
            default -> "multicast";
        };
    }
}
