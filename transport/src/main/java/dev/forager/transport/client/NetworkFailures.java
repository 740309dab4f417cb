// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.GoAwayReceivedException;
import com.linecorp.armeria.client.ResponseTimeoutException;
import com.linecorp.armeria.client.SessionProtocolNegotiationException;
import com.linecorp.armeria.client.UnprocessedRequestException;
import com.linecorp.armeria.common.ClosedSessionException;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import dev.forager.transport.client.NetworkException.Kind;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns what Netty and Armeria throw into {@link NetworkException}s with Go's texts. */
final class NetworkFailures {
    private NetworkFailures() {}

    /** Whether the server cannot have seen the request, so that it may be sent again at once. */
    static boolean isUnprocessed(Throwable failure) {
        return unwrap(failure) instanceof UnprocessedRequestException;
    }

    static NetworkException unknownHost(String host, UnknownHostException cause) {
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
            case ProxyConnectException e ->
                    new NetworkException(Kind.CONNECT, "proxyconnect tcp: " + e.getMessage(), e);
            case ConnectTimeoutException e -> dial(endpoint, "i/o timeout", e);
            case ConnectException e -> dial(endpoint, connectProblem(e), e);
            case UnknownHostException e -> unknownHost(endpoint.host(), e);
            case ResponseTimeoutException e ->
                    new NetworkException(Kind.TIMEOUT, "context deadline exceeded", e);
            case SessionProtocolNegotiationException e ->
                    new NetworkException(
                            Kind.HANDSHAKE,
                            "the server does not speak %s here".formatted(e.expected()),
                            e);
            case GoAwayReceivedException e ->
                    new NetworkException(Kind.BROKEN, "http2: server sent GOAWAY", e);
            case ClosedSessionException e -> new NetworkException(Kind.BROKEN, "EOF", e);
            case ClosedStreamException e ->
                    new NetworkException(Kind.BROKEN, "stream terminated by RST_STREAM", e);
            case ClosedChannelException e -> new NetworkException(Kind.BROKEN, "EOF", e);
            default -> new NetworkException(Kind.BROKEN, text(cause), cause);
        };
    }

    private static Throwable cause(Throwable thrown) {
        Throwable failure = unwrap(thrown);
        Throwable cause =
                failure instanceof UnprocessedRequestException ? failure.getCause() : null;
        return cause == null ? failure : cause;
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
        SSLException ssl = null;
        CertificateException certificate = null;
        for (Throwable at = failure; at != null; at = at.getCause()) {
            ssl = ssl == null && at instanceof SSLException found ? found : ssl;
            certificate = at instanceof CertificateException found ? found : certificate;
        }
        if (ssl == null) {
            return null;
        }
        String problem =
                certificate != null
                        ? "failed to verify certificate: x509: " + verification(certificate)
                        : ssl instanceof NotSslRecordException
                                ? "first record does not look like a TLS handshake"
                                : text(ssl);
        return new NetworkException(Kind.HANDSHAKE, "tls: " + problem, failure);
    }

    private static String verification(CertificateException e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof CertPathBuilderException) {
                return "certificate signed by unknown authority (" + at.getMessage() + ")";
            }
            if (at instanceof CertificateExpiredException) {
                return "certificate has expired or is not yet valid: " + at.getMessage();
            }
        }
        return text(e);
    }

    private static String text(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
