// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.RequestHeaders;
import dev.forager.pipeline.Deadline;
import dev.forager.transport.client.NetworkException.Kind;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request and waits for the answer, on a thread that may block. Thread-safe. An address
 * that cannot be reached is followed by the next one; a request that the server cannot have seen,
 * because its connection was just being closed, is sent again.
 */
final class Caller {
    private final Exchange exchange;
    private final Addresses addresses;

    Caller(Connections connections, Addresses addresses, int maxAnswerBytes) {
        this(new ArmeriaExchange(connections, maxAnswerBytes, _ -> true), addresses);
    }

    Caller(Exchange exchange, Addresses addresses) {
        this.exchange = exchange;
        this.addresses = addresses;
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
                Answer answer = exchange.exchange(endpoint, headers, body, deadline);
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
            return addresses.inOrder(Exchange.remainingNanos(deadline));
        } catch (UnknownHostException e) {
            throw NetworkFailures.unknownHost(String.valueOf(e.getMessage()), e);
        } catch (TimeoutException e) {
            throw Exchange.timeout(e);
        } catch (InterruptedException e) {
            throw Exchange.interrupted(e);
        }
    }
}
