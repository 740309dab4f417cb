// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import dev.forager.pipeline.IpAddresses;
import dev.forager.transport.HostPort;
import dev.forager.transport.TlsFailures;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.slf4j.Logger;

/**
 * Says why handshakes at one server fail, in the words of Go's servers, and tells clients that
 * speak plain HTTP that TLS is spoken here. Connections that end before a word is said, as health
 * checks make them, are passed over. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a refused connection to close
final class TlsHandshakes {
    /** The first five bytes by which Go's server knows plain HTTP. */
    private static final Set<String> BEGINNINGS_OF_HTTP =
            Set.of("GET /", "HEAD ", "POST ", "PUT /", "OPTIO");

    private static final byte[] SPEAK_TLS =
            "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Logger log;
    private final String protocol;

    /**
     * @param protocol begins the lines of the log: {@code http} or {@code grpc}
     */
    TlsHandshakes(Logger log, String protocol) {
        this.log = log;
        this.protocol = protocol;
    }

    /** Watches a new connection. */
    void add(ChannelPipeline pipeline) {
        if (protocol.equals("http")) {
            pipeline.addFirst(new FirstBytes());
        }
        pipeline.addLast(new Outcome());
    }

    private void failed(ChannelHandlerContext context, String problem) {
        // Go's servers say it at level error, which adds a stack trace that tells nothing.
        log.warn(
                "{}: TLS handshake error from {}: {}",
                protocol,
                text(context.channel().remoteAddress()),
                problem);
    }

    private static String text(SocketAddress peer) {
        return peer instanceof InetSocketAddress internet && internet.getAddress() != null
                ? HostPort.join(IpAddresses.text(internet.getAddress()), internet.getPort())
                : String.valueOf(peer);
    }

    /** In front of TLS, until the first bytes have come. */
    private final class FirstBytes extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof ByteBuf bytes && isHttp(bytes)) {
                ReferenceCountUtil.release(message);
                failed(context, "client sent an HTTP request to an HTTPS server");
                context.pipeline().remove(Outcome.class);
                context.writeAndFlush(Unpooled.wrappedBuffer(SPEAK_TLS))
                        .addListener(ChannelFutureListener.CLOSE);
                return;
            }
            context.fireChannelRead(message);
            context.pipeline().remove(this);
        }

        private static boolean isHttp(ByteBuf bytes) {
            return bytes.readableBytes() >= 5
                    && BEGINNINGS_OF_HTTP.contains(
                            bytes.toString(bytes.readerIndex(), 5, StandardCharsets.US_ASCII));
        }
    }

    /** Behind TLS, until the handshake is over. */
    private final class Outcome extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent outcome) {
                context.pipeline().remove(this);
                if (!outcome.isSuccess() && !(outcome.cause() instanceof ClosedChannelException)) {
                    String problem = TlsFailures.describe(outcome.cause());
                    failed(context, problem == null ? outcome.cause().toString() : problem);
                }
            }
            context.fireUserEventTriggered(event);
        }
    }
}
