// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.server.ConnectionAcceptor;
import com.linecorp.armeria.server.RejectedRouteHandler;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What all servers have in common, in place of Armeria's defaults. */
final class ServerDefaults {
    /** Chosen: bounds memory of connections; each costs some kilobytes. */
    private static final int MAX_CONNECTIONS = 20_000;

    /**
     * Chosen: twice the 64 KiB of metadata that must pass. The collector takes 1 MiB over HTTP/1
     * and 16 MiB over gRPC, but nothing here reserves memory for a head that is still coming. So
     * this is what bounds it: a connection has one at a time, of at most so many bytes over HTTP/1,
     * and a quarter more over HTTP/2, where Netty ends the connection whose HEADERS and
     * CONTINUATION frames go on beyond. It also bounds the work: Netty looks for the end of a line
     * of HTTP/1 from its start whenever a piece comes.
     */
    private static final int MAX_HEADER_BYTES = 128 << 10;

    private static final int MAX_LINE_BYTES = 8 << 10;

    /** Measured in the lab: larger windows spare WINDOW_UPDATE frames under load. */
    private static final int CONNECTION_WINDOW_BYTES = 8 << 20;

    private static final int STREAM_WINDOW_BYTES = 4 << 20;

    /**
     * Between saying that a connection ends and ending it: a round trip, so that requests that
     * cross the message are still served. Armeria's second would delay every shutdown.
     */
    private static final Duration GOAWAY_ROUND_TRIP = Duration.ofMillis(100);

    /**
     * RST_STREAM frames that a connection may send in {@link #RESET_WINDOW}, and as many that it
     * may be sent: room for a client, or a proxy for many, that gives up thousands of calls at
     * once, since a server that is overloaded refuses them before it has read them or answers too
     * late. Armeria's 400 a minute would end the connection and all other calls of it; grpc-go has
     * no limit. A reset costs some microseconds.
     */
    private static final int MAX_RESETS = 50_000;

    private static final Duration RESET_WINDOW = Duration.ofSeconds(10);

    /** As Go's HTTP/2 server; servers of gRPC have a key for it. */
    private static final int MAX_STREAMS = 250;

    private ServerDefaults() {}

    /** A builder with our limits; bodies are bounded by the services. */
    static ServerBuilder builder(Gate gate, OpenConnections connections) {
        return Server.builder()
                // With a limit Armeria answers 413 before a service can give the answer of OTLP.
                .maxRequestLength(0)
                .requestTimeoutMillis(0)
                // Time limits are those of Go: GrpcKeepalive and HttpTimeouts.
                .idleTimeoutMillis(0)
                .maxNumConnections(MAX_CONNECTIONS)
                .http1MaxInitialLineLength(MAX_LINE_BYTES)
                .http1MaxHeaderSize(MAX_HEADER_BYTES)
                .http2MaxHeaderListSize(MAX_HEADER_BYTES)
                .http2InitialConnectionWindowSize(CONNECTION_WINDOW_BYTES)
                .http2InitialStreamWindowSize(STREAM_WINDOW_BYTES)
                .http2MaxStreamsPerConnection(MAX_STREAMS)
                .http2MaxResetFramesPerWindow(MAX_RESETS, RESET_WINDOW.toSecondsPart())
                .connectionAcceptor(ConnectionAcceptor.of(_ -> !gate.isDraining()))
                .connectionDrainDuration(GOAWAY_ROUND_TRIP)
                .childChannelPipelineCustomizer(connections::add)
                .childChannelPipelineCustomizer(gate::add)
                .childChannelPipelineCustomizer(
                        pipeline -> pipeline.addFirst(new SentResets(MAX_RESETS, RESET_WINDOW)))
                .bossGroupFactory(Acceptors::create)
                // RunningServer drains; what is left then is cut.
                .gracefulShutdownTimeoutMillis(0, 0)
                .rejectedRouteHandler(RejectedRouteHandler.FAIL)
                .errorHandler(new PlainErrors())
                // Clients that go away would be reported as exceptions; ours are logged where they
                // are.
                .unloggedExceptionsReportInterval(Duration.ZERO)
                // Else Armeria asks the host for its name, which loads the tables of international
                // names.
                .defaultHostname("localhost")
                .disableServerHeader()
                .decorator(gate);
    }

    /** Matches one path to the letter: no patterns, since paths come from configurations. */
    static Route exactly(String path) {
        return Route.builder().exact(path).build();
    }

    /** Answers to what never reaches a service, without a word about the insides. */
    private static final class PlainErrors implements ServerErrorHandler {
        @Override
        public @Nullable HttpResponse onServiceException(
                ServiceRequestContext context, Throwable cause) {
            // Who ends a stream wants it reset, not answered.
            return cause instanceof ClosedStreamException ? HttpResponse.ofFailure(cause) : null;
        }

        @Override
        public AggregatedHttpResponse renderStatus(
                @Nullable ServiceRequestContext context,
                ServiceConfig config,
                @Nullable RequestHeaders headers,
                HttpStatus status,
                @Nullable String description,
                @Nullable Throwable cause) {
            return AggregatedHttpResponse.of(
                    ResponseHeaders.of(
                            status, HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8"),
                    HttpData.ofAscii(status.code() + " " + status.reasonPhrase()));
        }
    }
}
