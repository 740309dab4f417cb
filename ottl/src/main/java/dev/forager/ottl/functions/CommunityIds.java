// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** The <a href="https://github.com/corelight/community-id-spec">Community ID</a>, version 1. */
final class CommunityIds {
    private CommunityIds() {}

    /** One end of a connection. */
    static final class Endpoint {
        private final byte[] address;
        private final int port;

        Endpoint(byte[] address, int port) {
            this.address = address;
            this.port = port;
        }

        /** Shorter addresses first, then lower ones, then lower ports. */
        private boolean isAfter(Endpoint other) {
            if (address.length != other.address.length) {
                return address.length > other.address.length;
            }
            int order = Arrays.compareUnsigned(address, other.address);
            return order != 0 ? order > 0 : port > other.port;
        }
    }

    static String of(int seed, int protocol, Endpoint source, Endpoint destination) {
        Endpoint first = source.isAfter(destination) ? destination : source;
        Endpoint second = first == source ? destination : source;
        ByteBuffer tuple =
                ByteBuffer.allocate(8 + first.address.length + second.address.length)
                        .putShort((short) seed)
                        .put(first.address)
                        .put(second.address)
                        .put((byte) protocol)
                        .put((byte) 0)
                        .putShort((short) first.port)
                        .putShort((short) second.port);
        return "1:" + Base64.getEncoder().encodeToString(sha1(tuple.array()));
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "SHA-1: not in this Java runtime (expected: one with java.base)", e);
        }
    }
}
