// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.pipeline.ClientInfo;
import dev.forager.pipeline.IpAddresses;
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
                ? IpAddresses.text(socket.getAddress())
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
            return IpAddresses.text(InetAddress.ofLiteral(text));
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
}
