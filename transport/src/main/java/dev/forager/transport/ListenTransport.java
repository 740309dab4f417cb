// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import dev.forager.pipeline.config.Doc;

/** How a server is reached: the {@code transport} key of the collector's confignet. */
@Doc("tcp, tcp4, tcp6 or unix; others of the collector are refused at start.")
public enum ListenTransport {
    /** IPv4 and IPv6. */
    TCP,
    /** IPv4 only. */
    TCP4,
    /** IPv6 only. */
    TCP6,
    /** A socket file of this machine. */
    UNIX,
    /** Datagrams, over which no server speaks: a key of the collector, refused at start. */
    UDP,
    /** As {@link #UDP}. */
    UDP4,
    /** As {@link #UDP}. */
    UDP6,
    /** As {@link #UDP}. */
    IP,
    /** As {@link #UDP}. */
    IP4,
    /** As {@link #UDP}. */
    IP6,
    /** As {@link #UDP}. */
    UNIXGRAM,
    /** As {@link #UDP}. */
    UNIXPACKET;

    private final String id = name().toLowerCase(java.util.Locale.ROOT);

    @Override
    public String toString() {
        return id;
    }
}
