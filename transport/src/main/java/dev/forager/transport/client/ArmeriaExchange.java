// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import dev.forager.pipeline.Deadline;
import dev.forager.transport.client.NetworkException.Kind;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Exchanges on the event loops, in every protocol. Thread-safe. */
final class ArmeriaExchange implements Exchange {
    /** How often an unseen request is sent again on the same address. Chosen. */
    private static final int RESENDS = 2;

    private final Connections connections;
    private final int maxAnswerBytes;
    private final LongPredicate growth;

    /** Exchanges whose answers ask before they take memory. */
    ArmeriaExchange(Connections connections, int maxAnswerBytes, LongPredicate growth) {
        this.connections = connections;
        this.maxAnswerBytes = maxAnswerBytes;
        this.growth = growth;
    }

    @Override
    public Answer exchange(
            Endpoint endpoint, RequestHeaders headers, HttpData[] body, @Nullable Deadline deadline)
            throws NetworkException {
        for (int resends = RESENDS; ; resends--) {
            try {
                return once(endpoint, headers, body, deadline);
            } catch (ExecutionException e) {
                NetworkException failure = NetworkFailures.of(e, endpoint);
                boolean mayResend =
                        failure.kind() == Kind.BROKEN && NetworkFailures.isUnprocessed(e);
                if (resends == 0 || !mayResend) {
                    throw failure;
                }
            }
        }
    }

    private Answer once(
            Endpoint endpoint, RequestHeaders headers, HttpData[] body, @Nullable Deadline deadline)
            throws ExecutionException, NetworkException {
        long waitNanos = Exchange.remainingNanos(deadline);
        if (waitNanos <= 0) {
            throw Exchange.timeout(null);
        }
        var collector = new AnswerCollector(maxAnswerBytes, growth);
        HttpRequest request = BodyPieces.request(headers, body);
        HttpResponse response = connections.send(endpoint, request);
        response.subscribe(collector);
        try {
            return collector.get(waitNanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            response.abort();
            throw Exchange.timeout(e);
        } catch (InterruptedException e) {
            response.abort();
            throw Exchange.interrupted(e);
        }
    }
}
