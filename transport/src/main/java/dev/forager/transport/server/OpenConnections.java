// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.Future;

/**
 * The connections of one server, so that a stop can end them in an order that loses no answer and
 * waits for nobody. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a connection to close
final class OpenConnections {
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    /** Keeps a new connection until it is closed. */
    void add(ChannelPipeline pipeline) {
        open.add(pipeline.channel());
    }

    /**
     * Tells HTTP/2 clients to go elsewhere; their requests under way are still answered (<a
     * href="https://www.rfc-editor.org/rfc/rfc9113#section-6.8">RFC 9113, 6.8</a>).
     */
    void sayGoodbye() {
        open.close(channel -> channel.pipeline().get(Http2ConnectionHandler.class) != null);
    }

    /** Closes what is open, once no request is under way; completes when all are closed. */
    Future<?> close() {
        return open.close();
    }

    /** Closes what is open whatever it does. */
    void cut() {
        for (Channel channel : open) {
            ChannelHandlerContext front = channel.pipeline().firstContext();
            if (front != null) {
                front.close();
            }
        }
    }
}
