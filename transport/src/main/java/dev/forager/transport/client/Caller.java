// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import dev.forager.pipeline.Deadline;
import dev.forager.transport.client.NetworkException.Kind;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request and waits for the answer, on a thread that may block. Thread-safe. An address
 * that cannot be reached is followed by the next one; a request that the server cannot have seen,
 * because its connection was just being closed, is sent again. So is once a GET whose connection
 * broke before any answer, as by Go's client: the server may have closed it for want of use.
 */
final class Caller {
    /** How often an unseen request is sent again on the same address. Chosen. */
    private static final int RESENDS = 2;

    private final Connections connections;
    private final Addresses addresses;
    private final int maxAnswerBytes;
    private final LongPredicate growth;

    Caller(Connections connections, Addresses addresses, int maxAnswerBytes) {
        this(connections, addresses, maxAnswerBytes, _ -> true);
    }

    /** A caller whose answers ask before they take memory. */
    Caller(Connections connections, Addresses addresses, int maxAnswerBytes, LongPredicate growth) {
        this.connections = connections;
        this.addresses = addresses;
        this.maxAnswerBytes = maxAnswerBytes;
        this.growth = growth;
    }

    /**
     * One exchange.
     *
     * @param body heap data, which may be sent more than once
     */
    Answer call(RequestHeaders headers, HttpData[] body, @Nullable Deadline deadline)
            throws NetworkException {
        NetworkException first = null;
        for (Endpoint endpoint : inOrder(deadline)) {
            try {
                Answer answer = exchange(endpoint, headers, body, deadline);
                addresses.worked(endpoint);
                return answer;
            } catch (NetworkException e) {
                if (e.kind() != Kind.CONNECT) {
                    throw e;
                }
                addresses.failed(endpoint);
                first = first == null ? e : first;
            }
        }
        if (first == null) {
            throw new IllegalStateException("no address and no failure");
        }
        throw first;
    }

    private List<Endpoint> inOrder(@Nullable Deadline deadline) throws NetworkException {
        try {
            return addresses.inOrder(remainingNanos(deadline));
        } catch (UnknownHostException e) {
            throw NetworkFailures.unknownHost(String.valueOf(e.getMessage()), e);
        } catch (TimeoutException e) {
            throw timeout(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Answer exchange(
            Endpoint endpoint, RequestHeaders headers, HttpData[] body, @Nullable Deadline deadline)
            throws NetworkException {
        for (int resends = RESENDS; ; resends--) {
            try {
                return once(endpoint, headers, body, deadline);
            } catch (ExecutionException e) {
                NetworkException failure =
                        connections.throughProxy(NetworkFailures.of(e, endpoint));
                boolean isHarmless = headers.method() == HttpMethod.GET && resends == RESENDS;
                boolean mayResend =
                        failure.kind() == Kind.BROKEN
                                && (isHarmless || NetworkFailures.isUnprocessed(e));
                if (resends == 0 || !mayResend) {
                    throw failure;
                }
            }
        }
    }

    private Answer once(
            Endpoint endpoint, RequestHeaders headers, HttpData[] body, @Nullable Deadline deadline)
            throws ExecutionException, NetworkException {
        long waitNanos = remainingNanos(deadline);
        if (waitNanos <= 0) {
            throw timeout(null);
        }
        var collector = new AnswerCollector(maxAnswerBytes, growth);
        HttpRequest request = BodyPieces.request(headers, body);
        HttpResponse response = connections.send(endpoint, request);
        response.subscribe(collector);
        try {
            return collector.get(waitNanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            collector.abandon();
            response.abort();
            throw timeout(e);
        } catch (InterruptedException e) {
            collector.abandon();
            response.abort();
            throw interrupted(e);
        }
    }

    private static long remainingNanos(@Nullable Deadline deadline) {
        return deadline == null ? Long.MAX_VALUE : deadline.remaining().toNanos();
    }

    private static NetworkException timeout(@Nullable Throwable cause) {
        return new NetworkException(Kind.TIMEOUT, "context deadline exceeded", cause);
    }

    private static NetworkException interrupted(Throwable cause) {
        Thread.currentThread().interrupt();
        return new NetworkException(Kind.INTERRUPTED, "shutting down", cause);
    }
}
