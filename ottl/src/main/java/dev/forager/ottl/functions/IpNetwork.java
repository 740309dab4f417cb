// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A range of IP addresses such as {@code 10.0.0.0/8}. Texts are read as Go reads them: four decimal
 * numbers without leading zeros, or IPv6 without a zone; an IPv4 address within IPv6 is the IPv4
 * address. Immutable.
 */
final class IpNetwork {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    /** Bits before the IPv4 address in {@code ::ffff:0:0/96}. */
    private static final int MAPPED_BITS = 96;

    private final byte[] address;
    private final int bits;

    private IpNetwork(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /** The range of a text; null if it is none. */
    static @Nullable IpNetwork of(String text) {
        int slash = text.indexOf('/');
        byte[] address = slash < 0 ? null : address(text.substring(0, slash));
        int bits = slash < 0 ? -1 : decimal(text.substring(slash + 1));
        boolean isIpv6 = text.indexOf(':') >= 0;
        if (address == null || bits < 0 || bits > 8 * (isIpv6 ? IPV6_BYTES : IPV4_BYTES)) {
            return null;
        }
        if (isIpv6 && address.length == IPV4_BYTES) {
            return bits >= MAPPED_BITS
                    ? new IpNetwork(address, bits - MAPPED_BITS)
                    : new IpNetwork(mapped(address), bits);
        }
        return new IpNetwork(address, bits);
    }

    private static byte[] mapped(byte[] ipv4) {
        byte[] bytes = new byte[IPV6_BYTES];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        System.arraycopy(ipv4, 0, bytes, IPV6_BYTES - IPV4_BYTES, IPV4_BYTES);
        return bytes;
    }

    /** The 4 or 16 bytes of an address; null if the text is none. */
    static byte @Nullable [] address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return ipv4(text);
        }
        String tail = text.substring(colon + 1);
        boolean isPlain =
                text.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0);
        if (!isPlain || (tail.indexOf('.') >= 0 && ipv4(tail) == null)) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static byte @Nullable [] ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != IPV4_BYTES) {
            return null;
        }
        byte[] bytes = new byte[IPV4_BYTES];
        for (int i = 0; i < bytes.length; i++) {
            int part = parts[i].length() > 1 && parts[i].charAt(0) == '0' ? -1 : decimal(parts[i]);
            if (part < 0 || part > 255) {
                return null;
            }
            bytes[i] = (byte) part;
        }
        return bytes;
    }

    /** A small number of decimal digits; -1 for anything else. */
    private static int decimal(String digits) {
        boolean isNumber =
                !digits.isEmpty()
                        && digits.length() <= 4
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Integer.parseInt(digits) : -1;
    }

    /** Whether an address lies in the range; one of the other version never does. */
    boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
            return false;
        }
        int rest = bits % 8;
        return rest == 0 || ((address[whole] ^ other[whole]) & 0xff) >> (8 - rest) == 0;
    }
}
