// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.forager.pipeline.IpAddresses;
import dev.forager.transport.HostPort;
import dev.forager.transport.HttpServerConfig;
import dev.forager.transport.StatusMapping;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time limits of an HTTP server, each with a clock of its own, as Go's <a
 * href="https://pkg.go.dev/net/http#Server">net/http</a> keeps them: for the head of a request, for
 * reading all of it, for answering it, and for the pause between two.
 *
 * <p>A limit on reading the body answers 400 and closes; all others close without a word, except
 * that half a head is a bad request. HTTP/2 has no limit on heads, and its limits are those of a
 * stream.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a connection to close
final class HttpTimeouts {
    private static final byte[] HALF_A_HEAD =
            """
            HTTP/1.1 400 Bad Request\r
            Content-Type: text/plain; charset=utf-8\r
            Connection: close\r
            \r
            400 Bad Request"""
                    .getBytes(StandardCharsets.US_ASCII);

    private final Duration head;
    private final Duration read;
    private final Duration write;
    private final Duration idle;

    private HttpTimeouts(HttpServerConfig config) {
        head = config.headLimit();
        read = config.readTimeout();
        write = config.writeTimeout();
        idle = config.idleLimit();
    }

    /** The limits of a configuration; null where it has none. */
    static @Nullable HttpTimeouts of(HttpServerConfig config) {
        var timeouts = new HttpTimeouts(config);
        return timeouts.head.plus(timeouts.read).plus(timeouts.write).plus(timeouts.idle).isZero()
                ? null
                : timeouts;
    }

    /** Watches a new connection. */
    void add(ChannelPipeline pipeline) {
        pipeline.addFirst(new Connection());
    }

    /** Watches a request whose head was read; on its event loop. */
    void begin(ServiceRequestContext context, HttpRequest request, HttpResponse response) {
        Channel channel = context.log().ensureAvailable(RequestLogProperty.SESSION).channel();
        Connection connection = channel == null ? null : channel.pipeline().get(Connection.class);
        if (connection != null) {
            connection.begin(context, request, response);
        }
    }

    /** One connection; confined to its event loop. */
    private final class Connection extends ChannelInboundHandlerAdapter {
        private @Nullable ChannelHandlerContext front;
        private @Nullable Future<?> waiting;
        private long readStartNanos;
        private int requests;
        private boolean idling;
        private boolean isHttp2;
        private boolean halfHead;
        private @Nullable HttpRequest latest;

        /** The body took too long: the connection ends with the answer. */
        private boolean isLate;

        /** Bytes came after the whole of {@link #latest}. */
        private boolean hasLaterHead;

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            front = context;
            expectHead(context);
        }

        private void expectHead(ChannelHandlerContext context) {
            readStartNanos = System.nanoTime();
            halfHead = false;
            wait(context, head, () -> endWithoutHead(context));
        }

        /** One thing at most is waited for between requests. */
        private void wait(ChannelHandlerContext context, Duration limit, Runnable end) {
            stopWaiting();
            if (limit.isPositive()) {
                waiting = schedule(context, limit.toNanos(), end);
            }
        }

        private void stopWaiting() {
            if (waiting != null) {
                waiting.cancel(false);
                waiting = null;
            }
        }

        private static Future<?> schedule(
                ChannelHandlerContext context, long delayNanos, Runnable end) {
            return context.executor().schedule(end, delayNanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (idling && !isHttp2) {
                idling = false;
                expectHead(context);
            } else if (latest != null && latest.isComplete()) {
                hasLaterHead = true;
            }
            halfHead = true;
            context.fireChannelRead(message);
            if (!isHttp2 && context.pipeline().get(Http2ConnectionHandler.class) != null) {
                isHttp2 = true;
                if (requests == 0) {
                    becomeIdle(context);
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            stopWaiting();
            context.fireChannelInactive();
        }

        private void becomeIdle(ChannelHandlerContext context) {
            idling = true;
            wait(context, idle, () -> context.channel().close());
        }

        private void endWithoutHead(ChannelHandlerContext context) {
            if (halfHead && context.pipeline().get(SslHandler.class) == null) {
                context.writeAndFlush(Unpooled.wrappedBuffer(HALF_A_HEAD))
                        .addListener(_ -> context.close());
            } else {
                context.close();
            }
        }

        /** The client may have been quicker with its next head than this with noticing the end. */
        private void endRequest(ChannelHandlerContext context) {
            if (--requests > 0) {
                return;
            }
            latest = null;
            if (isLate) {
                // Behind the answer; what is left of the body is nobody's head.
                context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> context.close());
            } else if (hasLaterHead && !isHttp2) {
                expectHead(context);
                halfHead = true;
            } else {
                becomeIdle(context);
            }
        }

        void begin(ServiceRequestContext request, HttpRequest message, HttpResponse response) {
            ChannelHandlerContext context = front;
            if (context == null) {
                return;
            }
            stopWaiting();
            idling = false;
            hasLaterHead = false;
            latest = message;
            requests++;
            long now = System.nanoTime();
            long spent = isHttp2 ? 0 : now - readStartNanos;
            Future<?> reading =
                    read.isZero() || message.isComplete()
                            ? null
                            : schedule(
                                    context,
                                    Math.max(0, read.toNanos() - spent),
                                    () -> endReading(request, message));
            Future<?> writing =
                    write.isZero()
                            ? null
                            : schedule(
                                    context, write.toNanos(), () -> endWriting(context, response));
            response.whenComplete()
                    .handleAsync(
                            (_, _) -> {
                                cancel(reading);
                                cancel(writing);
                                endRequest(context);
                                return null;
                            },
                            context.executor());
        }

        private static void cancel(@Nullable Future<?> timer) {
            if (timer != null) {
                timer.cancel(false);
            }
        }

        private void endReading(ServiceRequestContext request, HttpRequest message) {
            if (!message.isComplete()) {
                isLate = !isHttp2;
                message.abort(
                        new RefusedException(
                                StatusMapping.INVALID_ARGUMENT,
                                "read %s: i/o timeout".formatted(path(request))));
                request.initiateConnectionShutdown();
            }
        }

        /** The two ends of the connection as Go names them. */
        private static String path(ServiceRequestContext request) {
            return "tcp %s->%s"
                    .formatted(address(request.localAddress()), address(request.remoteAddress()));
        }

        private static String address(java.net.InetSocketAddress address) {
            return address.getAddress() == null
                    ? address.toString()
                    : HostPort.join(IpAddresses.text(address.getAddress()), address.getPort());
        }

        private void endWriting(ChannelHandlerContext context, HttpResponse response) {
            if (!isHttp2) {
                context.close();
            }
            response.abort(ClosedStreamException.get());
        }
    }
}
