// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.server.ServerBuilder;
import dev.forager.transport.GrpcServerConfig.EnforcementPolicy;
import dev.forager.transport.GrpcServerConfig.ServerParameters;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Stream;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The life of one gRPC connection by grpc-go's rules (<a
 * href="https://github.com/grpc/proposal/blob/master/A8-client-side-keepalive.md">A8</a>, <a
 * href="https://github.com/grpc/proposal/blob/master/A9-server-side-conn-mgt.md">A9</a>): it is
 * ended when it is idle or old, a silent client is probed, and a client that pings too often is
 * told so and cut off.
 *
 * <p>Stands in front of the pipeline, in front of TLS too: closing its own context closes the
 * socket without a goodbye, closing the channel says goodbye and lets requests finish. Confined to
 * the connection's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a connection to close
final class GrpcKeepalive extends ChannelInboundHandlerAdapter {
    /** Pings beyond these many too early ones end the connection (A8). */
    private static final int FORGIVEN_PINGS = 2;

    /** Least time between pings of a client without requests where it may not ping at all (A8). */
    private static final long IDLE_PING_NANOS = Duration.ofHours(2).toNanos();

    /** grpc-go's limit for TLS and the preface of HTTP/2. */
    private static final Duration HANDSHAKE = Duration.ofMinutes(2);

    /** Connections made together do not end together (A9: a tenth more or less). */
    private static final double AGE_JITTER = 0.1;

    private static final EnhanceYourCalm TOO_MANY_PINGS = new EnhanceYourCalm("too_many_pings");

    private final ServerParameters parameters;
    private final EnforcementPolicy policy;
    private @Nullable Http2ConnectionHandler http2;
    private long lastReadNanos;
    private long idleSinceNanos;
    private @Nullable Long lastPingNanos;
    private int earlyPings;
    private boolean answeredSincePing;

    private GrpcKeepalive(ServerParameters parameters, EnforcementPolicy policy) {
        this.parameters = parameters;
        this.policy = policy;
    }

    /** Puts one in front of each connection of the server. */
    static void install(
            ServerBuilder builder, ServerParameters parameters, EnforcementPolicy policy) {
        builder.childChannelPipelineCustomizer(
                pipeline -> pipeline.addFirst(new GrpcKeepalive(parameters, policy)));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        lastReadNanos = idleSinceNanos = System.nanoTime();
        after(context, HANDSHAKE, () -> endWithoutPreface(context));
        after(context, parameters.time(), () -> probe(context));
        if (!parameters.maxConnectionIdle().isZero()) {
            after(context, parameters.maxConnectionIdle(), () -> endWhenIdle(context));
        }
        if (!parameters.maxConnectionAge().isZero()) {
            after(context, jittered(parameters.maxConnectionAge()), () -> endOfAge(context));
        }
    }

    private static Duration jittered(Duration age) {
        double factor = 1 + ThreadLocalRandom.current().nextDouble(-AGE_JITTER, AGE_JITTER);
        return Duration.ofNanos((long) (age.toNanos() * factor));
    }

    /** Runs a task later unless the connection is closed by then. */
    private static void after(ChannelHandlerContext context, Duration delay, Runnable task) {
        var future = context.executor().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        context.channel().closeFuture().addListener(_ -> future.cancel(false));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        lastReadNanos = System.nanoTime();
        context.fireChannelRead(message);
        if (http2 == null) {
            attach(context);
        }
    }

    /** HTTP/2 is there once the preface was read. */
    private void attach(ChannelHandlerContext context) {
        Http2ConnectionHandler found = context.pipeline().get(Http2ConnectionHandler.class);
        if (found == null) {
            return;
        }
        http2 = found;
        found.connection().addListener(new Streams(found));
        found.decoder().frameListener(new Pings(context, found));
    }

    private void endWithoutPreface(ChannelHandlerContext context) {
        if (http2 == null) {
            context.close();
        }
    }

    private void endWhenIdle(ChannelHandlerContext context) {
        Duration idle = parameters.maxConnectionIdle();
        boolean busy = http2 != null && http2.connection().numActiveStreams() > 0;
        Duration left = busy ? idle : idle.minusNanos(System.nanoTime() - idleSinceNanos);
        if (left.isPositive()) {
            after(context, left, () -> endWhenIdle(context));
        } else {
            context.channel().close();
        }
    }

    private void endOfAge(ChannelHandlerContext context) {
        context.channel().close();
        if (!parameters.maxConnectionAgeGrace().isZero()) {
            after(context, parameters.maxConnectionAgeGrace(), context::close);
        }
    }

    /** Asks a client that has said nothing for a while for a sign of life. */
    private void probe(ChannelHandlerContext context) {
        Duration left = parameters.time().minusNanos(System.nanoTime() - lastReadNanos);
        if (left.isPositive()) {
            after(context, left, () -> probe(context));
            return;
        }
        if (http2 != null) {
            ChannelHandlerContext inside = context.pipeline().context(http2);
            http2.encoder().writePing(inside, false, 0, inside.newPromise());
            inside.flush();
        }
        long sent = System.nanoTime();
        after(context, parameters.timeout(), () -> endWhenSilent(context, sent));
    }

    private void endWhenSilent(ChannelHandlerContext context, long sinceNanos) {
        if (lastReadNanos - sinceNanos > 0) {
            probe(context);
        } else {
            context.close();
        }
    }

    private void pinged(ChannelHandlerContext context, Http2ConnectionHandler connection) {
        long now = System.nanoTime();
        if (answeredSincePing) {
            earlyPings = 0;
        } else if (lastPingNanos != null && now - lastPingNanos < leastNanos(connection)) {
            earlyPings++;
        }
        answeredSincePing = false;
        lastPingNanos = now;
        if (earlyPings > FORGIVEN_PINGS) {
            TOO_MANY_PINGS.end(context, connection);
        }
    }

    private long leastNanos(Http2ConnectionHandler connection) {
        boolean mayPing =
                policy.permitWithoutStream() || connection.connection().numActiveStreams() > 0;
        return mayPing ? policy.minTime().toNanos() : IDLE_PING_NANOS;
    }

    /** Sees pings, after Netty has answered them. */
    private final class Pings extends Http2FrameListenerDecorator {
        private final ChannelHandlerContext front;
        private final Http2ConnectionHandler connection;

        Pings(ChannelHandlerContext front, Http2ConnectionHandler connection) {
            super(connection.decoder().frameListener());
            this.front = front;
            this.connection = connection;
        }

        @Override
        public void onPingRead(ChannelHandlerContext context, long data) throws Http2Exception {
            super.onPingRead(context, data);
            pinged(front, connection);
        }
    }

    /** Sees requests end. */
    private final class Streams extends Http2ConnectionAdapter {
        private final Http2ConnectionHandler connection;

        Streams(Http2ConnectionHandler connection) {
            this.connection = connection;
        }

        @Override
        public void onStreamClosed(Http2Stream stream) {
            // A client may ping anew after it was answered (A8); one that cancels was not.
            answeredSincePing |= stream.isHeadersSent();
            if (connection.connection().numActiveStreams() == 0) {
                idleSinceNanos = System.nanoTime();
            }
        }
    }
}
