// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.proxy.ProxyHandler;

/**
 * Tells Armeria's session that a proxy makes no tunnel. Between the two is Armeria's handler of
 * TLS, which takes what the proxy says for a failure of its own and drops it, so that callers would
 * only hear that the connection was closed.
 */
final class TunnelRefusals extends ChannelInboundHandlerAdapter {
    private TunnelRefusals() {}

    /** Prepares a connection that is about to be made, where it goes through a tunnel. */
    static void prepare(ChannelPipeline pipeline) {
        ChannelHandlerContext proxy = pipeline.context(ProxyHandler.class);
        if (proxy != null) {
            pipeline.addAfter(proxy.name(), null, new TunnelRefusals());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        ChannelHandlerContext last = context.pipeline().lastContext();
        if (cause instanceof ProxyConnectException
                && last.handler() instanceof ChannelInboundHandler session) {
            session.exceptionCaught(last, cause);
        } else {
            context.fireExceptionCaught(cause);
        }
    }
}
