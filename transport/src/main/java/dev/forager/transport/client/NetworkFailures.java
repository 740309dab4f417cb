// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.GoAwayReceivedException;
import com.linecorp.armeria.client.ResponseTimeoutException;
import com.linecorp.armeria.client.SessionProtocolNegotiationException;
import com.linecorp.armeria.client.UnprocessedRequestException;
import com.linecorp.armeria.common.ClosedSessionException;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import dev.forager.transport.HostPort;
import dev.forager.transport.TlsFailures;
import dev.forager.transport.client.NetworkException.Kind;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Turns what Netty and Armeria throw into {@link NetworkException}s with Go's texts. */
final class NetworkFailures {
    private static final String STATUS = ", status: ";

    private NetworkFailures() {}

    /** Whether the server cannot have seen the request, so that it may be sent again at once. */
    static boolean isUnprocessed(Throwable failure) {
        return unwrap(failure) instanceof UnprocessedRequestException;
    }

    /** {@code host} may be followed by the system's own words. */
    static NetworkException unknownHost(String text, UnknownHostException cause) {
        int end = text.indexOf(": ");
        String host = end < 0 ? text : text.substring(0, end);
        return new NetworkException(
                Kind.CONNECT, "dial tcp: lookup %s: no such host".formatted(host), cause);
    }

    static NetworkException of(Throwable thrown, Endpoint endpoint) {
        Throwable cause = cause(thrown);
        NetworkException handshake = handshake(cause);
        if (handshake != null) {
            return handshake;
        }
        return switch (cause) {
            case ProxyConnectException e -> new NetworkException(Kind.CONNECT, noTunnel(e), e);
            case ConnectTimeoutException e -> dial(endpoint, "i/o timeout", e);
            case ConnectException e -> dial(endpoint, connectProblem(e), e);
            case UnknownHostException e -> unknownHost(endpoint.host(), e);
            case ResponseTimeoutException e ->
                    new NetworkException(Kind.TIMEOUT, "context deadline exceeded", e);
            case SessionProtocolNegotiationException e -> noHttp2(e);
            case GoAwayReceivedException e ->
                    new NetworkException(Kind.BROKEN, "http2: server sent GOAWAY", e);
            case ClosedSessionException e -> new NetworkException(Kind.BROKEN, "EOF", e);
            case ClosedStreamException e ->
                    new NetworkException(Kind.BROKEN, "stream terminated by RST_STREAM", e);
            case ClosedChannelException e -> new NetworkException(Kind.BROKEN, "EOF", e);
            case IOException e when text(e).contains("Connection reset by peer") ->
                    new NetworkException(Kind.BROKEN, "read: connection reset by peer", e);
            case IOException e when text(e).contains("Broken pipe") ->
                    new NetworkException(Kind.BROKEN, "write: broken pipe", e);
            default -> new NetworkException(Kind.BROKEN, text(cause), cause);
        };
    }

    private static Throwable cause(Throwable thrown) {
        Throwable failure = unwrap(thrown);
        Throwable cause =
                failure instanceof UnprocessedRequestException ? failure.getCause() : failure;
        // What broke the connection is inside a list of guesses.
        if (cause != null && isBeforeHandshake(cause) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause == null ? failure : cause;
    }

    /** An exception that Armeria does not show. */
    private static boolean isBeforeHandshake(Throwable failure) {
        return failure.getClass().getSimpleName().equals("PreTlsHandshakeException");
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable failure = thrown;
        while (failure instanceof CompletionException || failure instanceof ExecutionException) {
            Throwable cause = failure.getCause();
            if (cause == null) {
                break;
            }
            failure = cause;
        }
        return failure;
    }

    /**
     * What the proxy answers is at the end: {@code ..., status: 407 Proxy Authentication Required}.
     */
    private static String noTunnel(ProxyConnectException failure) {
        String text = text(failure);
        int status = text.indexOf(STATUS);
        return status < 0
                ? "proxyconnect tcp: " + text
                : text.substring(text.indexOf(' ', status + STATUS.length()) + 1);
    }

    private static NetworkException dial(Endpoint endpoint, String problem, Throwable cause) {
        return new NetworkException(
                Kind.CONNECT, "dial %s: %s".formatted(address(endpoint), problem), cause);
    }

    private static String address(Endpoint endpoint) {
        if (endpoint.isDomainSocket()) {
            return "unix " + Addresses.socketFile(endpoint);
        }
        String host = endpoint.hasIpAddr() ? endpoint.ipAddr() : endpoint.host();
        return "tcp " + HostPort.join(String.valueOf(host), endpoint.port());
    }

    /** Netty's texts end in the errno's: {@code connect(..) failed: Connection refused: /...}. */
    private static String connectProblem(ConnectException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        for (String known :
                new String[] {
                    "connection refused",
                    "no route to host",
                    "network is unreachable",
                    "host is unreachable",
                    "connection timed out",
                    "no such file or directory",
                    "permission denied"
                }) {
            if (text.contains(known)) {
                return "connect: " + known;
            }
        }
        return "connect: " + e.getMessage();
    }

    private static @Nullable NetworkException handshake(Throwable failure) {
        String problem = TlsFailures.describe(failure);
        return problem == null ? null : new NetworkException(Kind.HANDSHAKE, problem, failure);
    }

    private static NetworkException noHttp2(SessionProtocolNegotiationException failure) {
        String problem = "the server does not speak %s here".formatted(failure.expected());
        return failure.expected() == SessionProtocol.H2
                ? new NetworkException(
                        Kind.HANDSHAKE,
                        "credentials: cannot check peer: missing selected ALPN property: "
                                + problem,
                        failure)
                : new NetworkException(
                        Kind.PREFACE,
                        "http2: %s, it looked like an HTTP/1.1 server (gRPC is served at port 4317"
                                        .formatted(problem)
                                + " by default, OTLP/HTTP at 4318)",
                        failure);
    }

    private static String text(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
