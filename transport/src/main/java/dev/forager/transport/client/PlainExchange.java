// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.common.Http1HeaderNaming;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.RequestHeaders;
import dev.forager.pipeline.Deadline;
import dev.forager.transport.client.NetworkException.Kind;
import io.netty.util.AsciiString;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Requests without a body over HTTP/1.1 and plain TCP, on the calling thread itself. Thread-safe.
 *
 * <p>Scrapes come a few times a second to each of many servers: there the way over an event loop,
 * with its switches of threads and its code for everything, costs more than what is scraped.
 */
final class PlainExchange implements Exchange {
    /** Longest wait for the connection, as for other clients. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final PlainSockets sockets;
    private final int maxAnswerBytes;
    private final LongPredicate growth;

    /**
     * Exchanges over these connections.
     *
     * @param growth is asked before memory is taken, with the bytes then held; false cuts the body
     */
    PlainExchange(PlainSockets sockets, int maxAnswerBytes, LongPredicate growth) {
        this.sockets = sockets;
        this.maxAnswerBytes = maxAnswerBytes;
        this.growth = growth;
    }

    @Override
    public Answer exchange(
            Endpoint endpoint, RequestHeaders headers, HttpData[] body, @Nullable Deadline deadline)
            throws NetworkException {
        byte[] request = encode(headers);
        // A server may have closed each connection that waited: then nothing comes back on it.
        for (Socket idle = sockets.take(endpoint); idle != null; idle = sockets.take(endpoint)) {
            Answer answer = on(idle, endpoint, request, deadline, true);
            if (answer != null) {
                return answer;
            }
        }
        Answer answer = on(connect(endpoint, deadline), endpoint, request, deadline, false);
        if (answer == null) {
            throw new IllegalStateException("a new connection is asked once");
        }
        return answer;
    }

    private Socket connect(Endpoint endpoint, @Nullable Deadline deadline) throws NetworkException {
        long left = Math.min(CONNECT_TIMEOUT.toNanos(), Exchange.remainingNanos(deadline));
        if (left <= 0) {
            throw Exchange.timeout(null);
        }
        var socket = new Socket();
        sockets.add(socket);
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.connect(address(endpoint), (int) Duration.ofNanos(left).toMillis() + 1);
            return socket;
        } catch (IOException e) {
            sockets.drop(socket);
            throw unconnected(endpoint, e, deadline);
        }
    }

    private static InetSocketAddress address(Endpoint endpoint) throws IOException {
        String ip = endpoint.ipAddr();
        return new InetSocketAddress(
                InetAddress.getByName(ip == null ? endpoint.host() : ip), endpoint.port());
    }

    private static NetworkException unconnected(
            Endpoint endpoint, IOException e, @Nullable Deadline deadline) {
        if (Thread.currentThread().isInterrupted()) {
            return Exchange.interrupted(e);
        }
        if (e instanceof SocketTimeoutException) {
            return Exchange.remainingNanos(deadline) <= 0
                    ? Exchange.timeout(e)
                    : NetworkFailures.dial(endpoint, "i/o timeout", e);
        }
        if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
            return NetworkFailures.unconnected(endpoint, e);
        }
        return new NetworkException(Kind.CONNECT, String.valueOf(e.getMessage()), e);
    }

    /** The answer on a connection; null when it was used before, and is closed. */
    private @Nullable Answer on(
            Socket socket,
            Endpoint endpoint,
            byte[] request,
            @Nullable Deadline deadline,
            boolean isUsed)
            throws NetworkException {
        boolean isKept = false;
        boolean hasRead = false;
        try {
            socket.getOutputStream().write(request);
            var in = new SocketReader(socket, deadline);
            var answer = new PlainAnswer(in, maxAnswerBytes, growth);
            try {
                Answer read = answer.read();
                isKept = answer.isReusable();
                return read;
            } finally {
                hasRead = in.hasRead();
            }
        } catch (SocketTimeoutException e) {
            throw Exchange.timeout(e);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted() || sockets.isClosed()) {
                throw new NetworkException(Kind.INTERRUPTED, "shutting down", e);
            }
            if (isUsed && !hasRead) {
                return null;
            }
            throw new NetworkException(Kind.BROKEN, String.valueOf(e.getMessage()), e);
        } finally {
            if (isKept) {
                sockets.keep(endpoint, socket);
            } else {
                sockets.drop(socket);
            }
        }
    }

    private static byte[] encode(RequestHeaders headers) {
        var out = new StringBuilder(512);
        out.append(headers.method())
                .append(' ')
                .append(headers.path())
                .append(" HTTP/1.1\r\nHost: ");
        out.append(headers.authority()).append("\r\n");
        Http1HeaderNaming naming = Http1HeaderNaming.traditional();
        for (Map.Entry<AsciiString, String> each : headers) {
            if (each.getKey().charAt(0) != ':' && !each.getKey().contentEquals("host")) {
                out.append(naming.convert(each.getKey())).append(": ");
                out.append(each.getValue()).append("\r\n");
            }
        }
        return out.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}
