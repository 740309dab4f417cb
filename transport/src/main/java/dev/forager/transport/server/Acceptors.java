// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.Flags;
import com.linecorp.armeria.common.util.TransportType;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The event loop that accepts connections of one server. It ends at once when the server stops:
 * Netty's own two seconds of quiet would delay every shutdown and reload, and there is nothing to
 * wait for once the listening socket is closed.
 */
final class Acceptors {
    private Acceptors() {}

    static EventLoopGroup create(String threadNamePrefix) {
        return new QuickGroup(
                new DefaultThreadFactory(threadNamePrefix, true),
                Flags.transportType() == TransportType.EPOLL
                        ? EpollIoHandler.newFactory()
                        : NioIoHandler.newFactory());
    }

    private static final class QuickGroup extends MultiThreadIoEventLoopGroup {
        QuickGroup(DefaultThreadFactory threads, IoHandlerFactory handlers) {
            super(1, threads, handlers);
        }

        @Override
        public Future<?> shutdownGracefully(long quiet, long timeout, TimeUnit unit) {
            return super.shutdownGracefully(0, timeout, unit);
        }
    }
}
