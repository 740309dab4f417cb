// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import java.nio.charset.StandardCharsets;

/**
 * The end of an HTTP/2 connection whose client asks for too much (RFC 9113, 7): it is told so, and
 * the socket is closed whatever is under way. Immutable.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a connection to close
final class EnhanceYourCalm {
    private final ByteBuf why;

    /**
     * Creates an end.
     *
     * @param why debug data of the GOAWAY, in ASCII
     */
    EnhanceYourCalm(String why) {
        this.why =
                Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(why, StandardCharsets.US_ASCII));
    }

    /**
     * Ends a connection, on its event loop.
     *
     * @param front the handler whose context closes the socket
     */
    void end(ChannelHandlerContext front, Http2ConnectionHandler connection) {
        ChannelHandlerContext inside = front.pipeline().context(connection);
        ChannelFuture told =
                connection.goAway(
                        inside,
                        connection.connection().remote().lastStreamCreated(),
                        Http2Error.ENHANCE_YOUR_CALM.code(),
                        why.duplicate(),
                        inside.newPromise());
        inside.flush();
        if (front.channel().isWritable()) {
            told.addListener(_ -> front.close());
        } else {
            front.close(); // A client that reads nothing would never be told.
        }
    }
}
