// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import com.linecorp.armeria.client.ClientFactoryBuilder;
import com.linecorp.armeria.common.Flags;
import com.linecorp.armeria.common.util.TransportType;
import com.linecorp.armeria.server.ServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import java.util.function.BiConsumer;

/**
 * How the system finds out that the other end of a silent TCP connection is gone: hosts that lose
 * their power say no farewell. The kernel's own times take more than two hours, so these are Go's.
 */
public enum TcpKeepalive {
    /**
     * Connections that a server accepts: <a
     * href="https://pkg.go.dev/net#KeepAliveConfig">net.KeepAliveConfig</a>.
     */
    ACCEPTED(15),

    /**
     * Connections that a client opens: <a
     * href="https://pkg.go.dev/net/http#DefaultTransport">http.DefaultTransport</a>.
     */
    OPENED(30);

    private static final int PROBES = 9;

    private final int seconds;

    /**
     * @param seconds of silence before the first probe, and between two
     */
    TcpKeepalive(int seconds) {
        this.seconds = seconds;
    }

    /** For the connections of a server; not for those on a socket file. */
    public void applyTo(ServerBuilder server) {
        server.childChannelOption(ChannelOption.SO_KEEPALIVE, true);
        setTimes(server::childChannelOption);
    }

    /** For the connections of a client; not for those to a socket file. */
    public void applyTo(ClientFactoryBuilder client) {
        client.channelOption(ChannelOption.SO_KEEPALIVE, true);
        setTimes(client::channelOption);
    }

    private void setTimes(BiConsumer<ChannelOption<Integer>, Integer> options) {
        if (Flags.transportType() == TransportType.EPOLL) {
            options.accept(EpollChannelOption.TCP_KEEPIDLE, seconds);
            options.accept(EpollChannelOption.TCP_KEEPINTVL, seconds);
            options.accept(EpollChannelOption.TCP_KEEPCNT, PROBES);
        }
    }
}
