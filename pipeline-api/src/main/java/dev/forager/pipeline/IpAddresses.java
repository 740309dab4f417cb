// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Addresses in the one text that each has, which is also Go's: IPv4 with dots, IPv6 by <a
 * href="https://www.rfc-editor.org/rfc/rfc5952#section-4">RFC 5952</a> without a zone, and IPv4 in
 * IPv6 ({@code ::ffff:10.0.0.1}) as IPv4. The JDK's text has every group of zeros. Stateless.
 */
public final class IpAddresses {
    private static final int GROUPS = 8;

    private IpAddresses() {}

    /** The text of 4 or 16 bytes in the order of the network. */
    public static String text(byte[] address) {
        try {
            // The JDK makes an Inet4Address of a mapped one.
            return text(InetAddress.getByAddress(address));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "address: %d bytes (expected: 4 or 16)".formatted(address.length), e);
        }
    }

    /** The text of an address. */
    public static String text(InetAddress address) {
        return address instanceof Inet6Address
                ? shortened(groups(address.getAddress()))
                : address.getHostAddress();
    }

    /** The text of a peer's address without the port; empty where there is no peer. */
    public static String host(@Nullable SocketAddress peer) {
        return switch (peer) {
            case null -> "";
            case InetSocketAddress inet ->
                    inet.getAddress() == null ? inet.getHostString() : text(inet.getAddress());
            default -> peer.toString();
        };
    }

    private static int[] groups(byte[] address) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (address[2 * i] & 0xff) << 8 | (address[2 * i + 1] & 0xff);
        }
        return groups;
    }

    /** Without the first of the longest runs of zeros, if it has more than one. */
    private static String shortened(int[] groups) {
        int from = 0;
        int to = 0;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > Math.max(to - from, 1)) {
                from = i;
                to = end;
            }
        }
        return to == 0
                ? joined(groups, 0, GROUPS)
                : joined(groups, 0, from) + "::" + joined(groups, to, GROUPS);
    }

    private static String joined(int[] groups, int from, int to) {
        var out = new StringBuilder();
        for (int i = from; i < to; i++) {
            out.append(i > from ? ":" : "").append(Integer.toHexString(groups[i]));
        }
        return out.toString();
    }
}
