// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.pipeline.ClientInfo;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Addresses as texts in one form each, the one in which Kubernetes writes them (RFC 5952): two
 * spellings of an address must find the same pod.
 */
final class Addresses {
    private Addresses() {}

    /** The peer's address; null where the peer has none. */
    static @Nullable String of(@Nullable SocketAddress peer) {
        return peer instanceof InetSocketAddress socket && socket.getAddress() != null
                ? text(socket.getAddress())
                : null;
    }

    /**
     * The sender's address: the peer's, or where proxies stand between, the one that they name.
     *
     * @param header in which proxies list the addresses that a request came by, the sender's first;
     *     empty for none
     */
    static @Nullable String ofSender(ClientInfo client, String header) {
        if (!header.isEmpty()) {
            for (String value : client.metadata().get(header)) {
                int comma = value.indexOf(',');
                String first = (comma < 0 ? value : value.substring(0, comma)).strip();
                if (isAddress(first)) {
                    return canonical(first);
                }
            }
        }
        return of(client.address());
    }

    /** The address that a text names, in its one form; the text itself if it names none. */
    static String canonical(String text) {
        if (text.indexOf(':') < 0) {
            return text;
        }
        try {
            return text(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** Whether a text is an address. */
    static boolean isAddress(String text) {
        if (!mayBeAddress(text)) {
            return false;
        }
        try {
            return !InetAddress.ofLiteral(text).isMulticastAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Tells names of hosts apart, which come with every request: an exception costs more. Names of
     * digits and the short forms of an address, such as 10.1, are names too.
     */
    private static boolean mayBeAddress(String text) {
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == ':') {
                return true;
            }
            if (each == '.') {
                dots++;
            } else if (each < '0' || each > '9') {
                return isHexadecimal(each) && text.indexOf(':', i) >= 0;
            }
        }
        return dots == 3;
    }

    private static boolean isHexadecimal(char each) {
        return Character.digit(each, 16) >= 0;
    }

    private static String text(InetAddress address) {
        return address instanceof Inet6Address
                ? text6(address.getAddress())
                : address.getHostAddress();
    }

    private static String text6(byte[] bytes) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        int from = 0;
        int to = 0;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > Math.max(to - from, 1)) {
                from = i;
                to = end;
            }
        }
        return join(groups, 0, from)
                + (to > from ? "::" + join(groups, to, 8) : join(groups, 0, 8));
    }

    private static String join(int[] groups, int from, int to) {
        var out = new StringBuilder();
        for (int i = from; i < to; i++) {
            out.append(i > from ? ":" : "").append(Integer.toHexString(groups[i]));
        }
        return out.toString();
    }
}
