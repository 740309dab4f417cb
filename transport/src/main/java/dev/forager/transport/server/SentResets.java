// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import java.time.Duration;

/**
 * Ends an HTTP/2 connection whose client makes the server reset its streams, one after the other: a
 * reset stream no longer counts against those that may be open, and what it began goes on (<a
 * href="https://nvd.nist.gov/vuln/detail/CVE-2025-55163">CVE-2025-55163</a>). Netty bounds those
 * that its encoder writes, but not those of streams in error. Stands in front of the pipeline;
 * confined to the connection's event loop.
 */
final class SentResets extends ChannelInboundHandlerAdapter {
    private static final EnhanceYourCalm END = new EnhanceYourCalm("too_many_resets");

    private final int most;
    private final long windowNanos;
    private boolean isCounting;

    /**
     * Watches one connection.
     *
     * @param most resets that it may cost in a window
     */
    SentResets(int most, Duration window) {
        this.most = most;
        this.windowNanos = window.toNanos();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        context.fireChannelRead(message);
        if (isCounting) {
            return;
        }
        // HTTP/2 is there once the preface was read.
        var http2 = context.pipeline().get(Http2ConnectionHandler.class);
        if (http2 != null) {
            isCounting = true;
            http2.connection().addListener(new Counter(context, http2));
        }
    }

    private final class Counter extends Http2ConnectionAdapter {
        private final ChannelHandlerContext front;
        private final Http2ConnectionHandler connection;
        private long sinceNanos = System.nanoTime();
        private int resets;

        Counter(ChannelHandlerContext front, Http2ConnectionHandler connection) {
            this.front = front;
            this.connection = connection;
        }

        @Override
        public void onStreamClosed(Http2Stream stream) {
            if (!stream.isResetSent()) {
                return;
            }
            long now = System.nanoTime();
            if (now - sinceNanos > windowNanos) {
                sinceNanos = now;
                resets = 0;
            }
            resets++;
            if (resets == most + 1) {
                END.end(front, connection);
            }
        }
    }
}
